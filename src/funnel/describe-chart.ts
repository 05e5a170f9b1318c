import type { Chart, ChartPanel, PeriodValues } from '../ports/chart-painter.ts';

/** The numbers of one panel are all told up to here; of more panels, first and last. */
const mostTold = 2;

/** What a picture shows, for whoever does not see it. */
export function describeChart({ title, periods, groups, marks }: Chart): string {
  const panels = groups.flatMap((group) => group.panels);
  const span =
    periods.length === 1
      ? `in the week to ${periods[0]}`
      : `by week, to ${periods[0]} up to ${periods.at(-1)}`;
  const told = panels.map((panel) => describePanel(panel, panels.length <= mostTold));
  const happened = marks.map(({ label }) => label);
  return [
    `Line chart “${title}”, ${span}.`,
    ...told,
    ...(happened.length > 0 ? [`Marked: ${happened.join('; ')}.`] : []),
  ].join(' ');
}

function describePanel({ title, values, band, median, read }: ChartPanel, whole: boolean): string {
  const own = whole
    ? values.map((value) => (value === undefined ? 'no number' : read(value))).join(', ')
    : span();
  const typical = band ? `; typical ${read(band.from)} to ${read(band.to)}` : '';
  const others = lastOf(median ?? []);
  return `${title}: ${own}${typical}${others === undefined ? '' : `; middle of the group ${read(others)}`}.`;

  function span(): string {
    const [first, last] = [values.find((value) => value !== undefined), lastOf(values)];
    if (first === undefined || last === undefined) return 'no number';
    return first === last ? read(last) : `from ${read(first)} to ${read(last)}`;
  }
}

const lastOf = (values: PeriodValues) => values.findLast((value) => value !== undefined);
