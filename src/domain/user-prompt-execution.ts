import { z } from 'zod';
import { elevateStepSchema } from './elevate-step.ts';
import { systemRoleSchema } from './system-role.ts';
import { defineTable } from './table.ts';

/** Tokens that a provider counted for one run. */
export const executionUsageSchema = z.strictObject({
  inputTokens: z.number(),
  outputTokens: z.number(),
  /** Input tokens that the provider had cached. */
  cachedTokens: z.number(),
});

/** One run of a playbook prompt. Times are milliseconds since the Unix epoch. */
export const userPromptExecutionSchema = z.strictObject({
  _id: z.string(),
  userId: z.string(),
  promptCode: z.string(),
  /** The step this run is for, which a cross-step prompt lets the person choose. */
  elevateStep: elevateStepSchema,
  /** Foundation values that went into this run, by dotted path. */
  inputContextSnapshot: z.unknown(),
  aiRequestTimestamp: z.number(),
  /** The answer as it came: text, or a value where the prompt asks for JSON. */
  aiResponse: z.unknown().optional(),
  aiResponseTimestamp: z.number().optional(),
  /** Pending also while no model is set and nobody has pasted an answer. */
  status: z.enum(['Pending', 'Success', 'Error']),
  /** `userGeneratedAssets._id` of what was made of it. */
  refinedOutputAssetId: z.string().optional(),
  /** Id in the inbox of the message this run answers. */
  messageId: z.string().optional(),
  conversationId: z.string().optional(),
  /** Who answered. */
  agentRole: systemRoleSchema.optional(),
  /** What the person asked, in their words. */
  requestText: z.string().optional(),
  /** Answers to the prompt's own questions, by input name. */
  inputs: z.record(z.string(), z.string()).optional(),
  /** The filled prompt, as the model saw it or as the person pastes it. */
  renderedPrompt: z.string().optional(),
  promptVersion: z.number().optional(),
  promptHash: z.string().optional(),
  model: z.string().optional(),
  usage: executionUsageSchema.optional(),
  durationMs: z.number().optional(),
  /** Hundredths of the currency that model prices are given in; may be a fraction. */
  costMinorUnits: z.number().optional(),
  /** `pasted` when the person brought the answer from their own chat model. */
  answerSource: z.enum(['model', 'pasted']).optional(),
  /** Execution that this one repeats. */
  retryOf: z.string().optional(),
  /** The tone asked for, when it is not the brand voice alone. */
  tone: z.string().optional(),
  /** `userGeneratedAssets._id` of the asset whose text this run rewrites. */
  refinesAssetId: z.string().optional(),
  /** Why the status is Error. */
  errorReason: z.string().optional(),
  /** Whether the person said that the answer helped. */
  feedback: z.enum(['helped', 'missed']).optional(),
  /** How often the model was asked for this run. */
  attempts: z.number().optional(),
});

export type ExecutionUsage = z.infer<typeof executionUsageSchema>;
export type UserPromptExecution = z.infer<typeof userPromptExecutionSchema>;

export const userPromptExecutionsTable = defineTable({
  name: 'userPromptExecutions',
  schema: userPromptExecutionSchema,
  indexes: [{ name: 'by_user_step', keys: { userId: 1, elevateStep: 1 } }],
  purpose: 'Every run of a prompt: what went in, what came out and what it cost.',
});
