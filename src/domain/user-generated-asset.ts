import { z } from 'zod';
import { elevateStepSchema } from './elevate-step.ts';
import { defineTable } from './table.ts';

/** A piece of copy that a user kept. Times are milliseconds since the Unix epoch. */
export const userGeneratedAssetSchema = z.strictObject({
  _id: z.string(),
  userId: z.string(),
  /** `userPromptExecutions._id` of the draft it came from. */
  promptExecutionId: z.string().optional(),
  elevateStep: elevateStepSchema,
  /** Such as "Ad Headline". */
  assetType: z.string(),
  /** The user's own wording, after refining. */
  content: z.string(),
  /** Where it is used, such as "Facebook Ads". */
  channel: z.string().optional(),
  status: z.enum(['Draft', 'Implemented', 'Archived']),
  createdAt: z.number(),
  lastUpdatedAt: z.number(),
  title: z.string().optional(),
  promptCode: z.string().optional(),
  /** When it went live. Stays when it is archived, goes when it is a draft again. */
  implementedAt: z.number().optional(),
  /** Conversation in which it was saved, opened or refined last: there "shorter" means this one. */
  threadKey: z.string().optional(),
  /** When that was. */
  openedAt: z.number().optional(),
});

export type UserGeneratedAsset = z.infer<typeof userGeneratedAssetSchema>;
export type AssetStatus = UserGeneratedAsset['status'];

export const userGeneratedAssetsTable = defineTable({
  name: 'userGeneratedAssets',
  schema: userGeneratedAssetSchema,
  indexes: [
    { name: 'by_user_step', keys: { userId: 1, elevateStep: 1 } },
    { name: 'by_user_created', keys: { userId: 1, createdAt: 1 } },
    { name: 'by_user_prompt', keys: { userId: 1, promptCode: 1, createdAt: 1 } },
    { name: 'by_user_live', keys: { userId: 1, implementedAt: 1 } },
    { name: 'by_user_thread', keys: { userId: 1, threadKey: 1, openedAt: 1 } },
  ],
  purpose: 'Copy that users saved from runs, refined and put to use.',
});
