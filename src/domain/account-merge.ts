import { z } from 'zod';
import { defineTable } from './table.ts';

/** Which value of a Foundation field stays where both have one. `both`: a list that holds the items of both. */
export const mergeChoiceSchema = z.strictObject({
  path: z.string(),
  keep: z.enum(['older', 'newer', 'both']),
});
export type MergeChoice = z.infer<typeof mergeChoiceSchema>;

/**
 * Two persons who are one. All that the newer one has moves to the older one; every step may be done again, so what a
 * killed process has begun goes on where it was. `_id` follows from the code that joined them.
 */
export const accountMergeSchema = z.strictObject({
  _id: z.string(),
  olderPersonId: z.string(),
  olderUserId: z.string(),
  /** These two vanish. */
  newerPersonId: z.string(),
  newerUserId: z.string(),
  /** Where each of them was when the code was entered, for what people read: "Slack" and "Discord". */
  olderLabel: z.string(),
  newerLabel: z.string(),
  /** Who entered the code, and decides. */
  decidedBy: z.string(),
  state: z.enum(['proposed', 'merging', 'merged', 'dropped']),
  choices: z.array(mergeChoiceSchema),
  createdAt: z.number(),
  /** A proposal is not taken after that. */
  expiresAt: z.number(),
  mergedAt: z.number().optional(),
});
export type AccountMerge = z.infer<typeof accountMergeSchema>;

export const accountMergesTable = defineTable({
  name: 'accountMerges',
  purpose: 'Joining two persons into one: proposed, under way, and for a day afterwards.',
  schema: accountMergeSchema,
  indexes: [
    { name: 'by_older', keys: { olderPersonId: 1 } },
    { name: 'by_newer', keys: { newerPersonId: 1 } },
    { name: 'by_time', keys: { createdAt: 1 } },
  ],
});
