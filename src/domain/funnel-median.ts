import { z } from 'zod';
import { defineTable } from './table.ts';
import { funnelMetricNames, scoreKindSchema } from './user-funnel-snapshot.ts';

/** The middle of what a group reported for one number of one week. */
const medianValueSchema = z.strictObject({
  name: z.string().refine((name) => funnelMetricNames.includes(name)),
  /** Of money: amounts in different currencies are never mixed. */
  currency: z.string().optional(),
  /** Of satisfaction: nor are scores on different scales. */
  scoreKind: scoreKindSchema.optional(),
  median: z.number(),
  /** People behind it. Fewer than five are never kept. */
  reporters: z.number().int().min(5),
});
export type MedianValue = z.infer<typeof medianValueSchema>;

/** What a group reported for one week, in the middle. Names nobody. */
export const funnelMedianSchema = z.strictObject({
  /** `<group>:<week>`, such as `all:2026-W48`. */
  _id: z.string(),
  /** A cohort's id, or `all`. */
  groupId: z.string(),
  periodKey: z.string(),
  values: z.array(medianValueSchema),
  countedAt: z.number(),
});
export type FunnelMedian = z.infer<typeof funnelMedianSchema>;

/** Everybody together. */
export const everybody = 'all';

export function medianIdOf(groupId: string, periodKey: string): string {
  return `${groupId}:${periodKey}`;
}

export const funnelMediansTable = defineTable({
  name: 'funnelMedians',
  purpose: 'The middle of what five or more people reported for a week, by cohort and of everybody.',
  schema: funnelMedianSchema,
  indexes: [{ name: 'by_counting', keys: { countedAt: 1 } }],
});
