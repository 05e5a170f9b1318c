import { z } from 'zod';
import { defineTable } from './table.ts';
import {
  funnelPeriodSchema,
  funnelSourceSchema,
  funnelValuesSchema,
  scoreKindSchema,
} from './user-funnel-snapshot.ts';

/** What is to be kept for one period, and what stood there when it was shown. */
export const funnelDraftEntrySchema = z.strictObject({
  period: funnelPeriodSchema,
  values: funnelValuesSchema,
  /** Metrics that are to be taken out of what is kept. */
  removed: z.array(z.string()),
  /** Metrics that were worked out, each with its sum: "240 ÷ 60". */
  workedOut: z.array(z.strictObject({ metric: z.string(), sum: z.string() })),
  approximate: z.array(z.string()),
  /** Metrics that a model named for a number that stood alone. */
  guessed: z.array(z.string()),
  scoreKind: scoreKindSchema.optional(),
  /** What was said besides and is no metric: "opens 44%". */
  notes: z.array(z.string()),
  /** What is kept for the period already. */
  before: funnelValuesSchema,
});
export type FunnelDraftEntry = z.infer<typeof funnelDraftEntrySchema>;

/**
 * A preview card: numbers that were read and that nobody has confirmed. `_id` follows from the event that led to it, so a
 * second attempt shows the same card.
 */
export const funnelDraftSchema = z.strictObject({
  _id: z.string(),
  userId: z.string(),
  threadKey: z.string(),
  /** The event that led to it. */
  causedBy: z.string(),
  entries: z.array(funnelDraftEntrySchema).min(1),
  /** ISO 4217. */
  currency: z.string(),
  source: funnelSourceSchema,
  /** What is shown above the values, such as how a file was read. */
  lead: z.string().optional(),
  questions: z.array(z.string()),
  /** The metric that the one open question is about: a bare number in answer is its. */
  asked: z.string().optional(),
  /** Numbers that stood by no name, as they were written. */
  unplaced: z.array(z.string()),
  /** How often it has asked: after the first time what is open is left out. */
  timesAsked: z.number().int(),
  /** `kept` by Keep, `dropped` by Not now, `replaced` by a later card. */
  state: z.enum(['open', 'kept', 'dropped', 'replaced']),
  /** The open card that this one goes on from. */
  replaces: z.string().optional(),
  createdAt: z.number(),
});
export type FunnelDraft = z.infer<typeof funnelDraftSchema>;

export const funnelDraftsTable = defineTable({
  name: 'funnelDrafts',
  purpose: 'Preview cards of weekly numbers, until they are kept or left.',
  schema: funnelDraftSchema,
  indexes: [
    { name: 'by_user_thread', keys: { userId: 1, threadKey: 1, createdAt: 1 } },
    { name: 'by_created', keys: { createdAt: 1 } },
  ],
});
