import type { Form } from '../../domain/reply.ts';
import { viewLimits } from './slack-limits.ts';

/**
 * The inputs that a form's field takes in a modal, named so that what comes back can be put together again: block ids are
 * `text:<number>:<field>` (a long text takes several, one after the other) and `pick:1:<field>`.
 */
export interface InputName {
  kind: 'text' | 'pick';
  /** From 1. */
  number: number;
  field: string;
}

/** One input a block, so it needs no name of its own. */
export const inputActionId = 'value';

export function blockIdOf({ kind, number, field }: InputName): string {
  return `${kind}:${number}:${field}`;
}

/** Undefined for a block that is no input of a form. */
export function readBlockId(blockId: string): InputName | undefined {
  const [, kind, number, field] = /^(text|pick):(\d+):(.+)$/s.exec(blockId) ?? [];
  if ((kind !== 'text' && kind !== 'pick') || field === undefined) return undefined;
  return { kind, number: Number(number), field };
}

/** What a field offers to pick from, and which of it is too long to be an option's value. */
export interface Picker {
  options: string[];
  longOptions: string[];
}

/** Room for long options in a modal's metadata, whose 3,000 characters also hold the thread and the form's id. */
const longOptionsCharacters = 2_000;

/**
 * By field: choices, and suggestions for a line, each option once and none empty. A field with more options than Slack
 * takes, or with long ones for which there is no room, has none: it is typed.
 */
export function pickersOf(form: Form): Map<string, Picker> {
  const pickers = new Map<string, Picker>();
  let room = longOptionsCharacters;
  for (const field of form.fields) {
    if (field.type !== 'choice' && field.type !== 'checks' && field.type !== 'line') continue;
    const options = [...new Set(field.options)].filter((option) => option.trim() !== '');
    const longOptions = options.filter((option) => !isOwnValue(option));
    const taken = longOptions.length === 0 ? 0 : JSON.stringify([field.name, longOptions]).length;
    if (options.length === 0 || options.length > viewLimits.selectOptions || taken > room) continue;
    room -= taken;
    pickers.set(field.name, { options, longOptions });
  }
  return pickers;
}

/** A longer one is named by its index; none of the short ones is taken for such a name. */
function isOwnValue(option: string): boolean {
  return option.length <= viewLimits.optionCharacters && !/^~\d+$/.test(option);
}

export function valueOfOption(option: string, longOptions: string[]): string {
  const index = longOptions.indexOf(option);
  return index < 0 ? option : `~${index}`;
}

/** The option that a value names. */
export function optionOf(value: string, longOptions: string[]): string {
  const index = /^~(\d+)$/.exec(value)?.[1];
  return index === undefined ? value : (longOptions[Number(index)] ?? '');
}
