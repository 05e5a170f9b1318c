import { z } from 'zod';
import { defineTable } from './table.ts';

/** One change of a Foundation. `_id` is the stable id of the event that made it: a second attempt changes nothing. */
export const foundationVersionSchema = z.strictObject({
  _id: z.string(),
  userId: z.string(),
  /** What changed, by dotted path; `before` is absent where the field was empty, `after` where it was emptied. */
  changes: z.array(
    z.strictObject({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() }),
  ),
  /**
   * How it came: a form the person sent, a prompt's answer that they confirmed, their other account, an answer to Sage,
   * words of theirs about one item, or an earlier change taken back.
   */
  source: z.enum(['form', 'prompt', 'merge', 'interview', 'typed', 'undo']),
  /** The change that this one took back. */
  undoes: z.string().optional(),
  changedAt: z.number(),
});
export type FoundationVersion = z.infer<typeof foundationVersionSchema>;

export const foundationVersionsTable = defineTable({
  name: 'foundationVersions',
  purpose: 'What a Foundation said before, and why it changed.',
  schema: foundationVersionSchema,
  indexes: [{ name: 'by_user', keys: { userId: 1, changedAt: 1 } }],
});
