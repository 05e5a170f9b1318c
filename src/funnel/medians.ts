import { everybody, type FunnelMedian, type MedianValue, medianIdOf } from '../domain/funnel-median.ts';
import type { ScoreKind, UserFunnelSnapshot } from '../domain/user-funnel-snapshot.ts';
import { metricOf } from './metrics.ts';
import type { Medians } from './numbers-chart.ts';
import { type ValueName, valueNames } from './show-values.ts';
import type { Trend } from './trend.ts';

/** Fewer could tell one of them what another reported. */
const fewestOthers = 5;

/** What counts of one snapshot. */
export type Reported = Pick<UserFunnelSnapshot, 'userId' | 'periodKey' | 'currency' | 'educate_ScoreKind'> &
  Partial<Record<ValueName, number | undefined>>;

/** Gathers what people reported; a person has one snapshot a week, so each of them counts once. */
export interface MedianCount {
  add(reported: Reported): void;
  rows(nowMs: number): FunnelMedian[];
}

/** @param groupsOf The cohorts of somebody; everybody together is counted besides. */
export function countMedians(groupsOf: (userId: string) => readonly string[]): MedianCount {
  const weeks = new Map<
    string,
    Map<string, { head: Omit<MedianValue, 'median' | 'reporters'>; all: number[] }>
  >();
  return {
    add(reported) {
      const { userId, periodKey, currency, educate_ScoreKind: scoreKind } = reported;
      if (periodKey === undefined || !/^\d{4}-W\d{2}$/.test(periodKey)) return;
      for (const name of valueNames) {
        const value = reported[name];
        if (value === undefined) continue;
        const head = { name, ...scaleOf(name, currency, scoreKind) };
        for (const groupId of [...groupsOf(userId), everybody]) {
          const id = medianIdOf(groupId, periodKey);
          const week = weeks.get(id) ?? new Map();
          weeks.set(id, week);
          const key = JSON.stringify(head);
          const found = week.get(key) ?? { head, all: [] };
          week.set(key, found);
          found.all.push(value);
        }
      }
    },
    rows: (nowMs) =>
      [...weeks].flatMap(([_id, week]): FunnelMedian[] => {
        const values = [...week.values()]
          .filter(({ all }) => all.length >= fewestOthers)
          .map(({ head, all }) => ({ ...head, median: middleOf(all), reporters: all.length }));
        const at = _id.lastIndexOf(':');
        return values.length === 0
          ? []
          : [{ _id, groupId: _id.slice(0, at), periodKey: _id.slice(at + 1), values, countedAt: nowMs }];
      }),
  };
}

function scaleOf(name: ValueName, currency: string | undefined, scoreKind: ScoreKind | undefined) {
  if (name === 'educate_CSAT_NPS') return scoreKind === undefined ? {} : { scoreKind };
  return isMoney(name) && currency !== undefined ? { currency } : {};
}

function isMoney(name: ValueName): boolean {
  return name === 'convert_Revenue' || metricOf(name).kind === 'money';
}

function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const half = Math.floor(sorted.length / 2);
  const [before = 0, at = 0] = [sorted[half - 1], sorted[half]];
  return Math.round((sorted.length % 2 === 1 ? at : (before + at) / 2) * 100) / 100;
}

/** The rows that may hold the middles of a trend's weeks. */
export function medianIdsFor({ weeks }: Trend, groupIds: readonly string[]): string[] {
  return [...groupIds, everybody].flatMap((groupId) => weeks.map(({ key }) => medianIdOf(groupId, key)));
}

/**
 * The middles beside a trend: of each number, those of the first group in which at least five others reported it for the
 * newest week that anybody reported, the person's cohort before everybody.
 */
export function mediansBeside(
  trend: Trend,
  groupIds: readonly string[],
  rows: readonly FunnelMedian[],
): Medians {
  const byId = new Map(rows.map((row) => [row._id, row]));
  const medians: Medians = {};
  for (const { name, values } of trend.series) {
    const scale = scaleOf(name, trend.currency, trend.scoreKind);
    for (const groupId of [...groupIds, everybody]) {
      const course = trend.weeks.map(({ key }, index) => {
        const found = byId
          .get(medianIdOf(groupId, key))
          ?.values.find(
            (one) =>
              one.name === name && one.currency === scale.currency && one.scoreKind === scale.scoreKind,
          );
        const others = (found?.reporters ?? 0) - (values[index] === undefined ? 0 : 1);
        return found && others >= fewestOthers ? found.median : undefined;
      });
      if (course.every((value) => value === undefined)) continue;
      medians[name] = course;
      break;
    }
  }
  return medians;
}
