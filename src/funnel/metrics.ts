import type { ElevateStep } from '../domain/elevate-step.ts';

/** How a metric's number is to be read: 2.1 means 2.1 %, £2.10, 2.1 of something, 2.1 ×, or 2.1 on its own scale. */
export type MetricKind = 'percent' | 'money' | 'count' | 'ratio' | 'score';

/** The seed's own metrics, in the order of the funnel: each later one inherits what the earlier ones let through. */
export const metricNames = [
  'hook_AvgCTR',
  'gift_OptInRate',
  'gift_CPL',
  'attract_LeadsTotal',
  'engage_AssistedConversionRate',
  'sell_ConversionRate',
  'sell_AOV_Initial',
  'nurture_EmailConvRate',
  'nurture_RetargetingROAS',
  'convert_TotalSales',
  'convert_CPA',
  'upsell_TakeRate',
  'upsell_AOV_Final',
  'educate_RepeatPurchaseRate',
  'educate_CSAT_NPS',
  'share_ReviewRate',
  'grow_CLTV_Estimate',
  'overallROI',
] as const;
export type MetricName = (typeof metricNames)[number];
/** Percents as percent numbers, money in major units. A number nobody gave is absent. */
export type MetricValues = Partial<Record<MetricName, number>>;

/** Lowest and highest value, both allowed. */
export interface Range {
  from: number;
  to: number;
}

/** What is usual, of whom, and which way is better. Orientation, not a target. */
export interface TypicalBand extends Range {
  note: string;
  /** For costs: below the band is better than within. */
  lowIsGood?: boolean;
}

export interface Metric {
  name: MetricName;
  /** As people read it, in the middle of a sentence. */
  label: string;
  /** Where the metric belongs; the overall return belongs to no step. */
  step: ElevateStep | undefined;
  kind: MetricKind;
  /** Outside of it "did you mean…?" is asked. */
  soft: Range;
  /** Outside of it nothing is kept. */
  hard: Range;
  /** Absent where nothing usual is known. */
  typical?: TypicalBand;
}

const anyPercent: Range = { from: 0, to: 100 };
const notNegative: Range = { from: 0, to: Number.POSITIVE_INFINITY };
const positive: Range = { from: Number.MIN_VALUE, to: Number.POSITIVE_INFINITY };

/** Names, kinds and ranges of course-facts 5.2. */
const rows: Record<MetricName, Omit<Metric, 'name'>> = {
  hook_AvgCTR: row('click-through rate', 'Hook', 'percent', 0.2, 10),
  gift_OptInRate: row('opt-in rate', 'Gift', 'percent', 2, 60),
  gift_CPL: row('cost per lead', 'Gift', 'money', 0.1, 100),
  attract_LeadsTotal: row('new leads', 'Identify', 'count', 0, 100_000),
  engage_AssistedConversionRate: row('sales helped by chat', 'Engage', 'percent', 0.5, 40),
  sell_ConversionRate: row('lead-to-sale rate', 'Sell', 'percent', 0.2, 20),
  sell_AOV_Initial: row('average order value', 'Sell', 'money', 3, 2_000, positive),
  nurture_EmailConvRate: row('email conversion rate', 'Nurture', 'percent', 0.05, 15),
  nurture_RetargetingROAS: row('retargeting ROAS', 'Nurture', 'ratio', 0.3, 20),
  convert_TotalSales: row('orders', 'Sell', 'count', 0, 50_000),
  convert_CPA: row('cost per new customer', 'Sell', 'money', 0.5, 500),
  upsell_TakeRate: row('upsell take rate', 'Upsell', 'percent', 0.5, 60),
  upsell_AOV_Final: row('order value with upsell', 'Upsell', 'money', 3, 3_000, positive),
  educate_RepeatPurchaseRate: row('repeat purchase rate', 'Educate', 'percent', 1, 80),
  // The ranges of its three kinds differ: `scoreRanges`.
  educate_CSAT_NPS: row('satisfaction score', 'Educate', 'score', -50, 100, { from: -100, to: 100 }),
  share_ReviewRate: row('review rate', 'Share', 'percent', 0.5, 40),
  grow_CLTV_Estimate: row('customer lifetime value', 'Share', 'money', 5, 10_000),
  overallROI: row('return on investment', undefined, 'percent', -90, 1_000, {
    from: -100,
    to: Number.POSITIVE_INFINITY,
  }),
};

/** Typical bands of course-facts 5.2. Absent for what only compares with one's own past. */
const typicalBands: Partial<Record<MetricName, TypicalBand>> = {
  hook_AvgCTR: {
    from: 1.5,
    to: 2.6,
    note: 'paid social; search ads run at 6 to 7, display at half a percent',
  },
  gift_OptInRate: {
    from: 15,
    to: 35,
    note: 'a page of its own with warm visitors; all pages together 6 to 7',
  },
  gift_CPL: {
    from: 22,
    to: 28,
    note: 'Meta lead ads of all trades, in dollars; a small shop with a gift is usually far below',
    lowIsGood: true,
  },
  engage_AssistedConversionRate: { from: 5, to: 5, note: "the course's worked figure; the evidence is weak" },
  sell_ConversionRate: { from: 2, to: 5, note: 'leads to first purchase within 30 days' },
  nurture_EmailConvRate: { from: 1.7, to: 5.7, note: 'email flows, from the average to the top tenth' },
  nurture_RetargetingROAS: { from: 3.6, to: 6, note: 'as the platforms report it, which flatters' },
  convert_CPA: { from: 53, to: 91, note: 'e-commerce, in dollars, food to jewellery', lowIsGood: true },
  upsell_TakeRate: { from: 4, to: 10, note: 'one click after the purchase; add-ons in the basket 8 to 18' },
  educate_RepeatPurchaseRate: { from: 15, to: 30, note: 'what is used up runs higher' },
  educate_CSAT_NPS: { from: 30, to: 50, note: 'NPS' },
  share_ReviewRate: { from: 2.5, to: 5, note: 'of requests sent; the best tenth reach 22' },
};

function row(
  label: string,
  step: ElevateStep | undefined,
  kind: MetricKind,
  from: number,
  to: number,
  hard: Range = kind === 'percent' ? anyPercent : notNegative,
): Omit<Metric, 'name'> {
  return { label, step, kind, soft: { from, to }, hard };
}

export function metricOf(name: MetricName): Metric {
  const typical = typicalBands[name];
  return { name, ...rows[name], ...(typical ? { typical } : {}) };
}

export function isWithin(value: number, range: Range): boolean {
  return value >= range.from && value <= range.to;
}
