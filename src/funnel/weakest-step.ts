import type { UserFunnelSnapshot } from '../domain/user-funnel-snapshot.ts';
import { type Standing, standingOf } from './benchmarks.ts';
import { type MetricName, metricNames } from './metrics.ts';

/** Fewer say nothing about which of them is the weakest. Course-facts 3.3, OP1. */
const fewestMetrics = 3;
/** Below these a rate is chance. Course-facts 5.2. */
const fewestLeads = 30;
const fewestOrders = 20;

/** What the numbers say about the funnel. */
export type Diagnosis =
  | { kind: 'too-few'; given: number }
  /** Every number that could be judged stands on too few leads or orders, or on nothing usual. */
  | { kind: 'nothing-to-judge'; tooSmall: MetricName[] }
  | { kind: 'fine'; judged: MetricName[]; tooSmall: MetricName[] }
  | {
      kind: 'weakest';
      name: MetricName;
      value: number;
      standing: Exclude<Standing, 'fine'>;
      /** What inherits it, of what was reported. */
      knockOn: MetricName[];
      /** Others that are as weak or only to watch, later in the funnel. */
      later: MetricName[];
      tooSmall: MetricName[];
    };

/** What stands on how many leads or orders: not judged where the person gave fewer. */
const standsOn: Partial<Record<MetricName, 'leads' | 'orders'>> = {
  gift_OptInRate: 'leads',
  gift_CPL: 'leads',
  sell_ConversionRate: 'leads',
  engage_AssistedConversionRate: 'orders',
  sell_AOV_Initial: 'orders',
  nurture_EmailConvRate: 'orders',
  nurture_RetargetingROAS: 'orders',
  convert_CPA: 'orders',
  upsell_TakeRate: 'orders',
  upsell_AOV_Final: 'orders',
};

/** What each metric is carried on to: a later number cannot be better than what it inherits. */
const inheritedBy: Partial<Record<MetricName, MetricName[]>> = {
  hook_AvgCTR: ['gift_CPL', 'attract_LeadsTotal', 'convert_CPA'],
  gift_OptInRate: ['gift_CPL', 'attract_LeadsTotal', 'convert_CPA'],
  gift_CPL: ['convert_CPA', 'overallROI'],
  engage_AssistedConversionRate: ['sell_ConversionRate', 'convert_TotalSales'],
  sell_ConversionRate: ['convert_TotalSales', 'convert_CPA', 'overallROI'],
  nurture_EmailConvRate: ['convert_TotalSales', 'grow_CLTV_Estimate'],
  nurture_RetargetingROAS: ['convert_CPA', 'overallROI'],
  convert_CPA: ['overallROI'],
  upsell_TakeRate: ['upsell_AOV_Final', 'grow_CLTV_Estimate'],
  educate_RepeatPurchaseRate: ['grow_CLTV_Estimate', 'overallROI'],
  educate_CSAT_NPS: ['educate_RepeatPurchaseRate', 'share_ReviewRate'],
};

/**
 * The earliest weak step: later ones inherit its traffic. Where none is weak, the earliest to watch. Course-facts 5.2.
 */
export function diagnose(snapshot: UserFunnelSnapshot): Diagnosis {
  const given = metricNames.filter((name) => snapshot[name] !== undefined);
  if (given.length < fewestMetrics) return { kind: 'too-few', given: given.length };
  const tooSmall = given.filter((name) => isTooSmall(name, snapshot));
  const judged = given
    .filter((name) => !tooSmall.includes(name))
    .flatMap((name) => {
      const value = snapshot[name];
      const standing =
        value === undefined
          ? undefined
          : standingOf(name, value, {
              currency: snapshot.currency,
              scoreKind: snapshot.educate_ScoreKind,
            });
      return value === undefined || standing === undefined ? [] : [{ name, value, standing }];
    });
  if (judged.length === 0) return { kind: 'nothing-to-judge', tooSmall };
  const first =
    judged.find(({ standing }) => standing === 'weak') ?? judged.find(({ standing }) => standing === 'watch');
  if (!first || first.standing === 'fine')
    return { kind: 'fine', judged: judged.map(({ name }) => name), tooSmall };
  return {
    kind: 'weakest',
    name: first.name,
    value: first.value,
    standing: first.standing,
    knockOn: (inheritedBy[first.name] ?? []).filter((name) => given.includes(name)),
    later: judged
      .filter(({ name, standing }) => name !== first.name && standing !== 'fine')
      .map(({ name }) => name),
    tooSmall,
  };
}

function isTooSmall(name: MetricName, snapshot: UserFunnelSnapshot): boolean {
  const { attract_LeadsTotal: leads, convert_TotalSales: orders } = snapshot;
  if (standsOn[name] === 'leads') return leads !== undefined && leads < fewestLeads;
  return standsOn[name] === 'orders' && orders !== undefined && orders < fewestOrders;
}
