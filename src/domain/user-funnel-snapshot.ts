import { z } from 'zod';
import { defineTable } from './table.ts';

/** The scales of `educate_CSAT_NPS`. Scores of different kinds are never compared. */
export const scoreKindSchema = z.enum(['NPS', 'CSAT %', 'CSAT 1–5']);

export type ScoreKind = z.infer<typeof scoreKindSchema>;

const percent = z.number().optional();
const money = z.number().optional();
const count = z.number().optional();
const ratio = z.number().optional();
const score = z.number().optional();

/**
 * The numbers that can be given for a period, seed fields first, then ours. Percents are percent numbers (2.1 means
 * 2.1%), money is in major units of the snapshot's `currency` (3.2 is £3.20), ratios are multiples (3.4 is 3.4×),
 * counts are whole. Source of the rules: course-facts 5.1.
 */
const metrics = {
  hook_AvgCTR: percent,
  gift_OptInRate: percent,
  gift_CPL: money,
  attract_LeadsTotal: count,
  engage_AssistedConversionRate: percent,
  sell_ConversionRate: percent,
  sell_AOV_Initial: money,
  nurture_EmailConvRate: percent,
  nurture_RetargetingROAS: ratio,
  /** Orders, not money: money is `convert_Revenue`. */
  convert_TotalSales: count,
  convert_CPA: money,
  upsell_TakeRate: percent,
  upsell_AOV_Final: money,
  educate_RepeatPurchaseRate: percent,
  /** On the scale that `educate_ScoreKind` names. */
  educate_CSAT_NPS: score,
  share_ReviewRate: percent,
  grow_CLTV_Estimate: money,
  /** Profit on cost. */
  overallROI: percent,
  convert_Revenue: money,
};

/** The values of one period, or of a report about one: any of them, each only where somebody gave it. */
export const funnelValuesSchema = z.strictObject(metrics);
export type FunnelValues = z.infer<typeof funnelValuesSchema>;

/** One stretch of time that numbers are for. */
export const funnelPeriodSchema = z.strictObject({
  /** The same for every report about it: "2026-W48", "2026-10", "30d-2026-W48". */
  key: z.string().min(1),
  /** As the seed has it, such as "Last 7 Days". */
  timePeriod: z.string().min(1),
  /** Its last millisecond in that time zone, milliseconds since the Unix epoch. */
  endsAtMs: z.number(),
  /** IANA name. */
  timeZone: z.string().min(1),
});
export type FunnelPeriod = z.infer<typeof funnelPeriodSchema>;

/** Where a number came from. */
export const funnelSourceSchema = z.enum(['chat', 'form', 'file', 'hook']);

/** The fields of a snapshot that hold a metric, in the order of the funnel, revenue last: what a module may name as its own. */
export const funnelMetricNames: readonly string[] = Object.keys(metrics);

/** A user's numbers for one period. A number nobody gave is absent; 0 is a number somebody gave. */
export const userFunnelSnapshotSchema = z.strictObject({
  _id: z.string(),
  userId: z.string(),
  /** End of the period in the person's time zone, milliseconds since the Unix epoch. */
  snapshotDate: z.number(),
  /** Such as "Last 7 Days". */
  timePeriod: z.string(),
  ...metrics,
  notes: z.string().optional(),
  /** ISO 4217, such as "GBP". */
  currency: z.string().optional(),
  educate_ScoreKind: scoreKindSchema.optional(),
  /** `FunnelPeriod.key`; `_id` follows from user and key, so there is one snapshot a period. */
  periodKey: z.string().optional(),
  timeZone: z.string().optional(),
  /** Metrics that were worked out of others ("£240 for 60 leads"). */
  derived: z.array(z.string()).optional(),
  /** Metrics that were given as about so much, or as a range. */
  approximate: z.array(z.string()).optional(),
  source: funnelSourceSchema.optional(),
  /** The changes that are in it: each is made once. */
  changeIds: z.array(z.string()).optional(),
  lastUpdatedAt: z.number().optional(),
});

export type UserFunnelSnapshot = z.infer<typeof userFunnelSnapshotSchema>;

export const userFunnelSnapshotsTable = defineTable({
  name: 'userFunnelSnapshots',
  schema: userFunnelSnapshotSchema,
  indexes: [
    { name: 'by_user_date', keys: { userId: 1, snapshotDate: 1 } },
    // For the middles of a week, which are counted over everybody.
    { name: 'by_date', keys: { snapshotDate: 1, _id: 1 } },
  ],
  purpose: 'The numbers that users give for a period, one row for each period.',
});
