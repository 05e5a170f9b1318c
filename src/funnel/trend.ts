import { DateTime } from 'luxon';
import type { FunnelPeriod, ScoreKind, UserFunnelSnapshot } from '../domain/user-funnel-snapshot.ts';
import type { PeriodValues } from '../ports/chart-painter.ts';
import { metricOf } from './metrics.ts';
import { isWeek, periodOfKey, weekOf } from './period.ts';
import { type ValueName, valueNames } from './show-values.ts';

/** A picture of more weeks says less on a phone. */
export const mostWeeks = 12;
/** So many weeks before the last are what it is compared with. */
const comparedWeeks = 4;
/** A rate that moves by less than this part of itself has not moved. */
const smallestPart = 0.1;
/** Counts move by a few from week to week for no reason at all. */
const smallestCount = 5;

export interface Series {
  name: ValueName;
  /** One for each week of the trend; a week without a number is a gap. */
  values: PeriodValues;
}

/** A person's own numbers over their last weeks. */
export interface Trend {
  /** Oldest first, without a hole, at least one. */
  weeks: FunnelPeriod[];
  /** Only what was given at least once, in the order of the funnel. */
  series: Series[];
  currency: string;
  scoreKind: ScoreKind | undefined;
}

/**
 * The weeks up to the newest that was reported. Money in another currency than the newest and scores on another scale
 * are left out: they cannot be compared. Undefined where no week was reported.
 */
export function trendOf(newest: readonly UserFunnelSnapshot[]): Trend | undefined {
  const byWeek = new Map<string, UserFunnelSnapshot>();
  for (const snapshot of newest) {
    const week = weekOfSnapshot(snapshot);
    if (week && !byWeek.has(week.key)) byWeek.set(week.key, snapshot);
  }
  const last = [...byWeek.values()].sort((one, other) => other.snapshotDate - one.snapshotDate)[0];
  const lastWeek = last && weekOfSnapshot(last);
  if (!last || !lastWeek) return undefined;
  const weeks = weeksTo(lastWeek, byWeek);
  const snapshots = weeks.map(({ key }) => byWeek.get(key));
  const currency = newestOf(snapshots, 'currency') ?? 'GBP';
  const scoreKind = newestOf(snapshots, 'educate_ScoreKind');
  const series = valueNames.flatMap((name): Series[] => {
    const values = snapshots.map((snapshot) =>
      snapshot && isComparable(name, snapshot, currency, scoreKind) ? snapshot[name] : undefined,
    );
    return values.some((value) => value !== undefined) ? [{ name, values }] : [];
  });
  return { weeks, series, currency, scoreKind };
}

function weekOfSnapshot({ periodKey, timeZone, timePeriod, snapshotDate }: UserFunnelSnapshot) {
  const zone = timeZone ?? 'UTC';
  const period =
    periodKey === undefined
      ? timePeriod === 'Last 7 Days'
        ? weekOf(DateTime.fromMillis(snapshotDate, { zone }))
        : undefined
      : periodOfKey(periodKey, zone);
  return period && isWeek(period) ? period : undefined;
}

/** Every week from the oldest reported one, at most `mostWeeks`. */
function weeksTo(last: FunnelPeriod, reported: ReadonlyMap<string, unknown>): FunnelPeriod[] {
  const end = DateTime.fromMillis(last.endsAtMs, { zone: last.timeZone });
  const all = Array.from({ length: mostWeeks }, (_, index) =>
    weekOf(end.minus({ weeks: mostWeeks - 1 - index })),
  );
  return all.slice(all.findIndex(({ key }) => reported.has(key)));
}

function newestOf<Name extends 'currency' | 'educate_ScoreKind'>(
  snapshots: readonly (UserFunnelSnapshot | undefined)[],
  name: Name,
): UserFunnelSnapshot[Name] {
  return snapshots.findLast((snapshot) => snapshot?.[name] !== undefined)?.[name];
}

function isComparable(
  name: ValueName,
  snapshot: UserFunnelSnapshot,
  currency: string,
  scoreKind: ScoreKind | undefined,
): boolean {
  if (name === 'educate_CSAT_NPS') return snapshot.educate_ScoreKind === scoreKind;
  return !isMoney(name) || (snapshot.currency ?? currency) === currency;
}

function isMoney(name: ValueName): boolean {
  return name === 'convert_Revenue' || metricOf(name).kind === 'money';
}

/** Where a metric went. */
export interface Movement {
  last: number;
  /** The mean of the weeks before, up to four; undefined where there are none. */
  before: number | undefined;
  direction: 'up' | 'down' | 'steady' | 'new';
}

/** How the newest number compares with the weeks before it; undefined where the newest week has none. */
export function movementOf({ name, values }: Series): Movement | undefined {
  const last = values.at(-1);
  if (last === undefined) return undefined;
  const earlier = values
    .slice(0, -1)
    .filter((value) => value !== undefined)
    .slice(-comparedWeeks);
  if (earlier.length === 0) return { last, before: undefined, direction: 'new' };
  const before = earlier.reduce((sum, value) => sum + value, 0) / earlier.length;
  const change = last - before;
  const counts = name !== 'convert_Revenue' && metricOf(name).kind === 'count';
  const smallest = Math.max(Math.abs(before) * smallestPart, counts ? smallestCount : 0);
  // A step of exactly a tenth counts, whatever the last bit of its division.
  const isStill = change === 0 || Math.abs(change) < smallest - 1e-9;
  return { last, before, direction: isStill ? 'steady' : change > 0 ? 'up' : 'down' };
}
