import fc from 'fast-check';
import type { Form, FormField } from '../../src/domain/reply.ts';

export function formField(values: Partial<FormField> = {}): FormField {
  return {
    name: 'pain',
    label: 'What hurts most?',
    type: 'text',
    required: true,
    value: '',
    options: [],
    maxCharacters: 2_000,
    ...values,
  };
}

export function formOf(...fields: Array<Partial<FormField>>): Form {
  return {
    id: '1:fill:r1',
    title: 'H1 · Headlines',
    fields: fields.map((field, index) =>
      formField({ name: `f${index + 1}`, label: `Field ${index + 1}?`, ...field }),
    ),
  };
}

const words = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 120 })
  .map((text) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim())
  .filter((text) => text !== '');

/** Forms of one to twelve fields of every type, filled with values that their fields take. */
export const forms: fc.Arbitrary<Form> = fc
  .array(
    fc.record({
      label: fc.stringMatching(/^[A-Z][a-z ]{0,43}\?$/),
      type: fc.constantFrom('line', 'text', 'list', 'choice'),
      required: fc.boolean(),
      options: fc.array(words, { maxLength: 30 }),
      lines: fc.array(words, { minLength: 1, maxLength: 4 }),
      pick: fc.nat(),
      filled: fc.boolean(),
      hint: fc.option(words, { nil: undefined }),
      error: fc.option(words, { nil: undefined }),
      maxCharacters: fc.constantFrom(500, 2_000, 4_000, 4_001, 20_000),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((all) =>
    formOf(
      ...all.map(({ lines, pick, filled, hint, error, label, ...field }, index) => {
        const options = field.type === 'choice' && field.options.length === 0 ? ['Yes'] : field.options;
        const typed = field.type === 'line' ? (lines[0] ?? '') : lines.join('\n');
        const chosen = field.type === 'choice' || (pick % 3 === 0 && options.length > 0);
        const value = chosen ? (options[pick % options.length] ?? '') : typed;
        return {
          ...field,
          label: `${index + 1} ${label}`.slice(0, 45),
          options,
          value: filled ? value.slice(0, field.maxCharacters).trim() : '',
          ...(hint === undefined ? {} : { hint }),
          ...(error === undefined ? {} : { error }),
        };
      }),
    ),
  );
