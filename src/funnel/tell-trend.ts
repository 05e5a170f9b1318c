import { typicalBandOf } from './benchmarks.ts';
import type { Medians } from './numbers-chart.ts';
import { shownValue, type ValueName, valueLabel } from './show-values.ts';
import { movementOf, type Series, type Trend } from './trend.ts';

/** The trend of each number in a line: where it is, where it came from, what is usual. */
export function tellTrend(trend: Trend, medians: Medians, names?: readonly ValueName[]): string {
  return trend.series
    .filter(({ name }) => !names || names.includes(name))
    .map((series) => `- ${tellSeries(series, trend, medians)}`)
    .join('\n');
}

function tellSeries(series: Series, trend: Trend, medians: Medians): string {
  const { name, values } = series;
  const shown = (value: number) =>
    shownValue(name, Math.round(value * 100) / 100, trend.currency, trend.scoreKind);
  const movement = movementOf(series);
  if (!movement) {
    const last = values.findLast((value) => value !== undefined);
    return `${valueLabel(name)}: none for the last week${last === undefined ? '' : `, ${shown(last)} before`}`;
  }
  const { last, before, direction } = movement;
  const moved =
    before === undefined
      ? 'your first'
      : direction === 'steady'
        ? `steady (about ${shown(before)} before)`
        : `${direction} from about ${shown(before)}`;
  const band =
    name === 'convert_Revenue'
      ? undefined
      : typicalBandOf(name, { currency: trend.currency, scoreKind: trend.scoreKind });
  const typical = band ? `; typical ${shown(band.from)}–${shown(band.to)}` : '';
  const others = medians[name]?.at(-1);
  return `${valueLabel(name)}: ${shown(last)}, ${moved}${typical}${others === undefined ? '' : `; the group’s middle ${shown(others)}`}`;
}
