import { DateTime } from 'luxon';
import type { ElevateLevel } from '../domain/elevate-step.ts';
import { elevateStepInfo } from '../domain/elevate-step.ts';
import type { Chart, ChartGroup, ChartMark, ChartPanel, PeriodValues } from '../ports/chart-painter.ts';
import { typicalBandOf } from './benchmarks.ts';
import { metricOf } from './metrics.ts';
import { shownValue, type ValueName, valueLabel } from './show-values.ts';
import type { Series, Trend } from './trend.ts';

/** Something of the person's that happened: where it stands follows from its time. */
export interface Happening {
  kind: ChartMark['kind'];
  label: string;
  atMs: number;
}

/** What others reported in the middle, by metric; one value for each week of the trend. */
export type Medians = Partial<Record<ValueName, PeriodValues>>;

/** More marks are letters nobody follows: the newest stay. */
const mostMarks = 6;
const weekMs = 7 * 24 * 60 * 60 * 1_000;

/** The numbers named, one panel each. */
export function metricsChart(
  title: string,
  names: readonly ValueName[],
  trend: Trend,
  medians: Medians,
  happenings: readonly Happening[],
): Chart {
  const series = names.flatMap((name) => trend.series.filter((one) => one.name === name));
  return {
    title,
    periods: periodsOf(trend),
    groups: [{ heading: '', panels: series.map((one) => panelOf(one, trend, medians)) }],
    marks: marksOf(trend, happenings),
  };
}

/** All numbers, by the three groups of the course; the overall return closes. */
export function dashboardChart(
  title: string,
  trend: Trend,
  medians: Medians,
  happenings: readonly Happening[],
): Chart {
  const groups = (['Attract', 'Convert', 'Grow'] as const).map(
    (level): ChartGroup => ({
      heading: level.toUpperCase(),
      panels: trend.series
        .filter(({ name }) => levelOf(name) === level)
        .map((one) => panelOf(one, trend, medians)),
    }),
  );
  return {
    title,
    periods: periodsOf(trend),
    groups: groups.filter(({ panels }) => panels.length > 0),
    marks: marksOf(trend, happenings),
  };
}

/** The group that a number belongs to. Revenue is what converting brings, the overall return what growing does. */
function levelOf(name: ValueName): ElevateLevel {
  if (name === 'convert_Revenue') return 'Convert';
  const { step } = metricOf(name);
  return (step && elevateStepInfo(step).level) ?? 'Grow';
}

function panelOf({ name, values }: Series, trend: Trend, medians: Medians): ChartPanel {
  const median = medians[name];
  const band =
    name === 'convert_Revenue'
      ? undefined
      : typicalBandOf(name, { currency: trend.currency, scoreKind: trend.scoreKind });
  return {
    title: valueLabel(name),
    values,
    ...(band ? { band: { from: band.from, to: band.to } } : {}),
    ...(median?.some((value) => value !== undefined) ? { median } : {}),
    read: (value) => shownValue(name, Math.round(value * 100) / 100, trend.currency),
  };
}

/** A week is named by its last day. */
function periodsOf({ weeks }: Trend): string[] {
  return weeks.map(({ endsAtMs, timeZone }) =>
    DateTime.fromMillis(endsAtMs, { zone: timeZone, locale: 'en-GB' }).toFormat('d LLL'),
  );
}

/** What happened within the picture's weeks, oldest first. */
function marksOf({ weeks }: Trend, happenings: readonly Happening[]): ChartMark[] {
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (!first || !last) return [];
  return [...happenings]
    .filter(({ atMs }) => atMs > first.endsAtMs - weekMs && atMs <= last.endsAtMs)
    .sort((one, other) => one.atMs - other.atMs)
    .slice(-mostMarks)
    .map(({ kind, label, atMs }) => ({ kind, label, position: (atMs - first.endsAtMs) / weekMs }));
}
