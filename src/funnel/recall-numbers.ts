import { DateTime } from 'luxon';
import type { FunnelPeriod, UserFunnelSnapshot } from '../domain/user-funnel-snapshot.ts';
import { valuesOf } from './draft-report.ts';
import { metricOf } from './metrics.ts';
import { isMonth, periodLabel, periodOfKey } from './period.ts';
import { tokensOf } from './report-tokens.ts';
import { givenValues, shownValue, type ValueName, valueLabel } from './show-values.ts';

/** How many periods of one metric are told. */
const mostTold = 4;

/** The metrics that a question names, in the order in which it does. */
export function metricsAskedFor(question: string): ValueName[] {
  const names = tokensOf(question.toLowerCase().replaceAll('’', "'"), 1).flatMap((token): ValueName[] => {
    if (token.kind !== 'named') return [];
    if (token.named.kind === 'metric') return [token.named.metric];
    return token.named.kind === 'revenue' ? ['convert_Revenue'] : [];
  });
  return [...new Set(names)];
}

export function labelOf(snapshot: UserFunnelSnapshot): string {
  const { periodKey, timeZone = 'UTC', timePeriod, snapshotDate } = snapshot;
  const period = periodKey === undefined ? undefined : periodOfKey(periodKey, timeZone);
  if (period) return periodLabel({ ...period, endsAtMs: snapshotDate });
  return `${timePeriod} to ${DateTime.fromMillis(snapshotDate, { zone: timeZone, locale: 'en-GB' }).toFormat('d LLL yyyy')}`;
}

/** One metric, newest first: "3.4× in week 48 (23–29 Nov); before that 3.1× in week 47". */
export function tellMetric(name: ValueName, newest: readonly UserFunnelSnapshot[]): string {
  const told = newest.filter((snapshot) => snapshot[name] !== undefined).slice(0, mostTold);
  if (told.length === 0) {
    const example = name === 'convert_Revenue' ? 'revenue £400' : `${metricOf(name).label} …`;
    return `${valueLabel(name)}: you have given me none yet. Send it like “${example}”.`;
  }
  const [last, ...earlier] = told.map((snapshot) => `${shownIn(snapshot, name)} in ${labelOf(snapshot)}`);
  return `${valueLabel(name)}: ${last}${earlier.length > 0 ? `; before that ${earlier.join(', ')}` : ''}.`;
}

/** All numbers of one period. */
export function tellSnapshot(snapshot: UserFunnelSnapshot): string {
  const derived = new Set(snapshot.derived ?? []);
  const approximate = new Set(snapshot.approximate ?? []);
  const lines = givenValues(valuesOf(snapshot)).map(({ name }) => {
    const marks = [...(derived.has(name) ? ['worked out'] : []), ...(approximate.has(name) ? ['about'] : [])];
    return `- ${valueLabel(name)}: ${shownIn(snapshot, name)}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
  });
  // A paragraph of its own: right below a list it would belong to the last item.
  const notes = snapshot.notes === undefined ? [] : [`\nNoted: ${snapshot.notes.replaceAll('\n', '; ')}.`];
  return [`**Your numbers, ${labelOf(snapshot)}**`, ...lines, ...notes].join('\n');
}

/** Several weeks as one stretch: counts and money taken add up, a rate goes from its first to its last. */
export function tellStretch(period: FunnelPeriod, snapshots: readonly UserFunnelSnapshot[]): string {
  const inOrder = [...snapshots].sort((one, other) => one.snapshotDate - other.snapshotDate);
  const names = givenValues(Object.assign({}, ...inOrder.map(valuesOf))).map(({ name }) => name);
  const lines = names.map((name) => {
    const given = inOrder.filter((snapshot) => snapshot[name] !== undefined);
    const [first, last] = [given[0], given.at(-1)];
    const adds = name === 'convert_Revenue' || metricOf(name).kind === 'count';
    if (adds) {
      const sum = given.reduce((total, snapshot) => total + (snapshot[name] ?? 0), 0);
      return `- ${valueLabel(name)}: ${shownValue(name, Math.round(sum * 100) / 100, last?.currency ?? 'GBP')} in all`;
    }
    const [from, to] = [first && shownIn(first, name), last && shownIn(last, name)];
    return `- ${valueLabel(name)}: ${from === to ? to : `${from} → ${to}`}`;
  });
  const weeks = snapshots.length === 1 ? 'one week' : `${snapshots.length} weeks`;
  return [`**${periodLabel(period)}**, ${weeks} that you reported:`, ...lines].join('\n');
}

/** The reported weeks that end within a month. */
export function weeksWithin(
  period: FunnelPeriod,
  newest: readonly UserFunnelSnapshot[],
): UserFunnelSnapshot[] {
  if (!isMonth(period)) return [];
  const from = DateTime.fromMillis(period.endsAtMs, { zone: period.timeZone }).startOf('month').toMillis();
  return newest.filter(
    ({ snapshotDate, periodKey }) =>
      snapshotDate >= from && snapshotDate <= period.endsAtMs && /W/.test(periodKey ?? 'W'),
  );
}

function shownIn(snapshot: UserFunnelSnapshot, name: ValueName): string {
  const value = snapshot[name];
  return value === undefined
    ? 'none'
    : shownValue(name, value, snapshot.currency ?? 'GBP', snapshot.educate_ScoreKind);
}
