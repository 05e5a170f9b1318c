import type { FunnelValues } from '../domain/user-funnel-snapshot.ts';
import { metricNames, metricOf } from './metrics.ts';
import { capital, shown } from './settle-figure.ts';

/** Values that do not go together, or moved more than threefold since the period before (course-facts 5.2). */
export function checkConsistency(
  values: FunnelValues,
  previous: FunnelValues | undefined,
  clicks?: number,
): string[] {
  const questions: string[] = [];
  const {
    sell_AOV_Initial: initial,
    upsell_AOV_Final: final,
    gift_CPL: perLead,
    convert_CPA: perCustomer,
  } = values;
  if (initial !== undefined && final !== undefined && final < initial) {
    questions.push(
      `An order is ${initial} before the upsell and ${final} with it. Is that the right way round?`,
    );
  }
  if (perLead !== undefined && perCustomer !== undefined && perCustomer < perLead) {
    questions.push(`A customer costs ${perCustomer}, less than a lead at ${perLead}. Is one of them off?`);
  }
  const { attract_LeadsTotal: leads, convert_TotalSales: orders } = values;
  if (leads !== undefined && orders !== undefined && leads > 0 && orders > leads) {
    questions.push(`${orders} orders from ${leads} new leads: do most of them come from elsewhere?`);
  }
  const { gift_OptInRate: optIn } = values;
  if (leads !== undefined && leads > 0 && optIn !== undefined && clicks !== undefined) {
    const expected = Math.round((clicks * optIn) / 100);
    if (Math.abs(expected - leads) > 0.3 * leads) {
      questions.push(
        `${optIn}% of ${clicks} clicks would be ${expected} leads, and you had ${leads}. Did some come another way?`,
      );
    }
  }
  for (const name of metricNames) {
    const before = previous?.[name];
    const now = values[name];
    if (before === undefined || now === undefined || before <= 0 || now <= 0) continue;
    if (now / before > 3 || before / now > 3) {
      const metric = metricOf(name);
      questions.push(
        `${capital(metric.label)} was ${shown(metric, before)} and is ${shown(metric, now)} now. Did it move that much?`,
      );
    }
  }
  return questions;
}
