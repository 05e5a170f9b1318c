import { dayInWords } from '../domain/day-in-words.ts';
import type { ElevateStep } from '../domain/elevate-step.ts';
import { metricOf } from './metrics.ts';
import { shownValue, type ValueName, valueLabel } from './show-values.ts';
import type { Series, Trend } from './trend.ts';

/** Something of theirs that went live. */
export interface LiveWork {
  name: string;
  step: ElevateStep;
  liveAtMs: number;
}

/** A week of a number says little; two are the least that may say something. */
const fewestWeeksSince = 2;
const comparedWeeks = 4;
/** More of them is a list that nobody reads on a phone. */
const mostTold = 2;

/**
 * What became of the number that each piece of work is for: the weeks before it went live beside the whole weeks since,
 * or that it is too early to tell. It never says that one caused the other. Empty where no number of theirs is for it.
 */
export function tellSinceLive(live: readonly LiveWork[], trend: Trend): string {
  return [...live]
    .sort((one, other) => other.liveAtMs - one.liveAtMs)
    .flatMap((work) => {
      const series = trend.series.find(({ name }) => stepOf(name) === work.step);
      return series ? [tellOne(work, series, trend)] : [];
    })
    .slice(0, mostTold)
    .join('\n');
}

function stepOf(name: ValueName): ElevateStep | undefined {
  return name === 'convert_Revenue' ? undefined : metricOf(name).step;
}

function tellOne({ name, liveAtMs }: LiveWork, { name: metric, values }: Series, trend: Trend): string {
  const { weeks } = trend;
  const timeZone = weeks.at(-1)?.timeZone ?? 'UTC';
  const head = `**“${name}” is live since ${dayInWords(liveAtMs, { timeZone })}.**`;
  const given = weeks.flatMap(({ endsAtMs }, index) => {
    const value = values[index];
    return value === undefined ? [] : [{ endsAtMs, value }];
  });
  const before = given.filter(({ endsAtMs }) => endsAtMs < liveAtMs).slice(-comparedWeeks);
  // The week in which it went live is of both.
  const since = given.filter(({ endsAtMs }) => endsAtMs - weekMs >= liveAtMs);
  const label = valueLabel(metric).toLowerCase();
  if (since.length < fewestWeeksSince) return `${head} Too early to tell what it does for your ${label}.`;
  if (before.length === 0) return `${head} There is no ${label} from before to set beside it.`;
  const shown = (list: readonly { value: number }[]) =>
    shownValue(metric, mean(list.map(({ value }) => value)), trend.currency, trend.scoreKind);
  return `${head} Your ${label}: about ${shown(before)} in the ${weeksOf(before.length)} before, about ${shown(since)} in the ${weeksOf(since.length)} since. Other things may have changed too.`;
}

const weekMs = 7 * 86_400_000;
const weeksOf = (count: number) => (count === 1 ? 'week' : `${count} weeks`);
const mean = (values: readonly number[]) =>
  Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 100) / 100;
