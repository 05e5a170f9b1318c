import { z } from 'zod';
import { defineTable } from './table.ts';

/** One wording of an asset. The newest is the one that the asset itself holds. */
export const assetVersionSchema = z.strictObject({
  /** Follows from what made it, so a second attempt makes no second one. */
  _id: z.string(),
  userId: z.string(),
  /** `userGeneratedAssets._id`. */
  assetId: z.string(),
  /** 1 for the wording that was saved, then one more each time. */
  number: z.number().int(),
  content: z.string(),
  /** `userPromptExecutions._id` of the run that wrote it; absent where a person did. */
  promptExecutionId: z.string().optional(),
  /** How it came to be: saved first, rewritten by RW1, changed by hand, or brought back from before. */
  how: z.enum(['saved', 'refined', 'edited', 'restored']),
  /** What was asked of the rewrite, in the person's words. */
  wish: z.string().optional(),
  createdAt: z.number(),
});
export type AssetVersion = z.infer<typeof assetVersionSchema>;

export const assetVersionsTable = defineTable({
  name: 'assetVersions',
  purpose: 'Every wording that a saved asset has had since it was first changed.',
  schema: assetVersionSchema,
  indexes: [{ name: 'by_asset', keys: { userId: 1, assetId: 1, number: 1 } }],
});
