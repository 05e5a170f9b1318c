import type { Form, FormField } from '../../domain/reply.ts';
import { modalLimits } from './discord-limits.ts';

/**
 * The inputs that a field takes in a modal, named so that what comes back can be put together again: a text longer than
 * one input takes is `text:1:<field>`, `text:2:<field>` …, what is picked is `pick:1:<field>`.
 */
export interface InputName {
  kind: 'text' | 'pick';
  /** From 1. */
  number: number;
  field: string;
}

export function formatInputName({ kind, number, field }: InputName): string {
  return `${kind}:${number}:${field}`;
}

/** Undefined for an input that is none of a form of ours. */
export function parseInputName(customId: string): InputName | undefined {
  const [, kind, number, field] = /^(text|pick):(\d+):(.+)$/s.exec(customId) ?? [];
  if ((kind !== 'text' && kind !== 'pick') || field === undefined) return undefined;
  return { kind, number: Number(number), field };
}

/** How a field is asked. Options to pick from, and so many inputs for text; at least one of the two. */
export interface FieldInputs {
  field: FormField;
  options: string[];
  texts: number;
}

/**
 * A modal has room for five. Each field gets one; what is left goes to suggestions (a picker above the text), then to
 * fields longer than one input takes. Where nothing is left, suggestions are named below the label.
 */
export function inputsOf(page: Form): FieldInputs[] {
  let spare = modalLimits.components - page.fields.length;
  const take = (wanted: number) => {
    const taken = Math.max(0, Math.min(wanted, spare));
    spare -= taken;
    return taken;
  };
  const picked = page.fields.map((field): FieldInputs => {
    const options = optionsToPick(field);
    if (options.length === 0) return { field, options, texts: 1 };
    if (field.type === 'choice' || field.type === 'checks') return { field, options, texts: 0 };
    return { field, options: take(1) === 1 ? options : [], texts: 1 };
  });
  return picked.map((inputs) => {
    const wanted = Math.ceil(inputs.field.maxCharacters / modalLimits.textCharacters) - 1;
    return inputs.texts === 0 ? inputs : { ...inputs, texts: inputs.texts + take(wanted) };
  });
}

/** Each once and as Discord takes them. A choice that cannot be shown whole is typed instead: none is left out of it. */
function optionsToPick(field: FormField): string[] {
  const all = [...new Set(field.options)].filter((option) => option.trim() !== '');
  const fitting = all.filter((option) => option.length <= modalLimits.optionCharacters);
  const isWhole = fitting.length === all.length && all.length <= modalLimits.selectOptions;
  return (field.type === 'choice' || field.type === 'checks') && !isWhole
    ? []
    : fitting.slice(0, modalLimits.selectOptions);
}
