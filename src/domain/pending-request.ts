import { z } from 'zod';
import { attachedFileSchema } from './attached-file.ts';
import { elevateStepSchema } from './elevate-step.ts';
import { suggestionSchema } from './suggestion.ts';
import { systemRoleSchema } from './system-role.ts';
import { defineTable } from './table.ts';

/**
 * What a person asked and could not get yet, because a form or a choice stood between. The run goes on from here, with
 * the words they first used. `_id` is the stable id of the message, so buttons and forms name it in few characters.
 */
export const pendingRequestSchema = z.strictObject({
  _id: z.string(),
  userId: z.string(),
  /** The words they asked with. */
  text: z.string(),
  /** The files they asked with. */
  files: z.array(attachedFileSchema).optional(),
  /** The prompt that waits for its form; absent while the Director still asks which one. */
  promptCode: z.string().optional(),
  agentRole: systemRoleSchema.optional(),
  /** The form event that answered it: a second sending of the same form runs nothing again. */
  answeredBy: z.string().optional(),
  /** What that form answered to the run's own questions, by input name. */
  inputs: z.record(z.string(), z.string()).optional(),
  /** The step that was chosen for a cross-step prompt. */
  elevateStep: elevateStepSchema.optional(),
  /** `userGeneratedAssets._id` of the asset that the waiting run rewrites, towards what the text says. */
  refinesAssetId: z.string().optional(),
  /** What an agent suggested and the person has not agreed to yet. */
  suggestion: suggestionSchema.optional(),
  /** An answer to Sage that waits for their Keep, or an item of a list that goes when they say so. */
  cell: z.strictObject({ path: z.string(), value: z.string(), wish: z.enum(['keep', 'remove']) }).optional(),
  createdAt: z.number(),
});
export type PendingRequest = z.infer<typeof pendingRequestSchema>;

export const pendingRequestsTable = defineTable({
  name: 'pendingRequests',
  purpose: 'Requests that wait for a form or a choice of their person.',
  schema: pendingRequestSchema,
  indexes: [{ name: 'by_user', keys: { userId: 1, createdAt: 1 } }],
});
