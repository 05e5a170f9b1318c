import type { Form, FormField } from '../../domain/reply.ts';
import { modalLimits } from './discord-limits.ts';

/**
 * The inputs that a field takes in a modal, named so that what comes back can be put together again: a text longer than
 * one input takes is `text:1:<field>`, `text:2:<field>` …, what is picked is `pick:1:<field>`, a file in place of a long text
 * is `file:1:<field>`.
 */
export interface InputName {
  kind: 'text' | 'pick' | 'file';
  /** From 1. */
  number: number;
  field: string;
}

export function formatInputName({ kind, number, field }: InputName): string {
  return `${kind}:${number}:${field}`;
}

/** Undefined for an input that is none of a form of ours. */
export function parseInputName(customId: string): InputName | undefined {
  const [, kind, number, field] = /^(text|pick|file):(\d+):(.+)$/s.exec(customId) ?? [];
  if ((kind !== 'text' && kind !== 'pick' && kind !== 'file') || field === undefined) return undefined;
  return { kind, number: Number(number), field };
}

/** How a field is asked. Options to pick from, and so many inputs for text; at least one of the two. */
export interface FieldInputs {
  field: FormField;
  options: string[];
  texts: number;
  /** A file may be sent in its place. */
  takesFile: boolean;
}

/**
 * A modal has room for five. Each field gets one; what is left goes to suggestions (a picker above the text), then to
 * fields longer than one input takes: a file in their place, and more inputs. Where nothing is left, suggestions are named
 * below the label.
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
    const takesFile = false;
    if (options.length === 0) return { field, options, texts: 1, takesFile };
    if (field.type === 'choice' || field.type === 'checks') return { field, options, texts: 0, takesFile };
    return { field, options: take(1) === 1 ? options : [], texts: 1, takesFile };
  });
  return picked.map((inputs) => {
    const wanted = Math.ceil(inputs.field.maxCharacters / modalLimits.textCharacters) - 1;
    if (inputs.texts === 0 || wanted <= 0) return inputs;
    // Not where what stands in it needs every input: it would come back shorter.
    const held = Math.ceil(inputs.field.value.length / modalLimits.textCharacters) - 1;
    const { type } = inputs.field;
    const isLong = type === 'text' || type === 'list';
    const takesFile = isLong && spare > Math.max(0, held) && take(1) === 1;
    return { ...inputs, takesFile, texts: inputs.texts + take(wanted) };
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
