import { z } from 'zod';

/** A number that an answer must keep to; at least one end is given. */
export interface Range {
  least?: number;
  most?: number;
}

const wording = /^(?:(exactly|at most|at least) (\d+)|(\d+) to (\d+))$/;

/** "exactly 10", "at most 40", "at least 3" or "50 to 75". */
export function parseRange(text: string): Range | undefined {
  const [, word, figure, from, to] = wording.exec(text) ?? [];
  if (from !== undefined) {
    const range = { least: Number(from), most: Number(to) };
    return range.least < range.most ? range : undefined;
  }
  const number = Number(figure);
  if (word === 'exactly') return { least: number, most: number };
  if (word === 'at most') return { most: number };
  return word === 'at least' ? { least: number } : undefined;
}

/** As it is written in front matter, and read by people. */
export function rangeText({ least, most }: Range): string {
  if (least === undefined) return `at most ${most}`;
  if (most === undefined) return `at least ${least}`;
  return least === most ? `exactly ${most}` : `${least} to ${most}`;
}

const rangeSchema = z.string().transform((text, context): Range => {
  const range = parseRange(text);
  if (range) return range;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is no limit; write "exactly 10", "at most 40", "at least 3" or "50 to 75"`,
  });
  return z.NEVER;
});

/** What one place of an answer is held against. Places and format: docs/content.md. */
export const answerLimitSchema = z.strictObject({
  in: z.string().min(1),
  /** How many such places there are. */
  count: rangeSchema.optional(),
  /** How many items it has; then the lengths are those of each item's first lines. */
  items: rangeSchema.optional(),
  characters: rangeSchema.optional(),
  words: rangeSchema.optional(),
  sentences: rangeSchema.optional(),
  /** Only what stands behind this is measured. */
  after: z.string().min(1).optional(),
  /** Only what stands in front of this is measured. */
  before: z.string().min(1).optional(),
  /** The place may be absent. */
  optional: z.boolean().optional(),
});
export type AnswerLimit = z.infer<typeof answerLimitSchema>;

/** A Foundation field that an answer proposes a value for. */
export const answerWriteSchema = z.strictObject({
  path: z.string().min(1),
  /** The place of the value; absent in JSON answers, where the path is the place. */
  from: z.string().min(1).optional(),
  /** Only what stands behind this is taken. */
  after: z.string().min(1).optional(),
  /** Only what stands in front of this is taken. */
  before: z.string().min(1).optional(),
  /** Each item is asked for by itself and added to what is there. */
  each: z.boolean().optional(),
});
export type AnswerWrite = z.infer<typeof answerWriteSchema>;
