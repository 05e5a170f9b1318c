import { parse } from 'csv-parse/sync';
import { DateTime } from 'luxon';
import type { FunnelPeriod, FunnelValues } from '../domain/user-funnel-snapshot.ts';
import { namedAt } from './metric-phrases.ts';
import { metricOf } from './metrics.ts';
import { parseFunnelReport, type ReadingContext } from './parse-funnel-report.ts';
import { currentWeek, periodOfDay, periodOfKey } from './period.ts';
import { isValueName, type ValueName } from './show-values.ts';

/** Two years of weeks. */
const mostPeriods = 104;

/** A table of numbers: what its headings were taken for, and one entry for each period, the oldest first. */
export interface CsvReading {
  /** In the file's order. */
  mapped: Array<{ heading: string; name: ValueName }>;
  /** Headings that are no number of ours. */
  ignored: string[];
  entries: Array<{ period: FunnelPeriod; values: FunnelValues }>;
  /** What of the rows could not be used, in a sentence each. */
  problems: string[];
}

/** Reads a spreadsheet's export; undefined where no heading is a number that we know. Cells are read like messages. */
export function readCsv(
  text: string,
  context: ReadingContext,
  nowMs: number,
  timeZone: string,
): CsvReading | undefined {
  const [heads = [], ...rows] = rowsOf(text);
  const names = heads.map(nameOfHeading);
  const mapped = heads.flatMap((heading, index) => {
    const name = names[index];
    return name !== undefined && names.indexOf(name) === index ? [{ heading, name, index }] : [];
  });
  if (mapped.length === 0 || rows.length === 0) return undefined;
  const dateAt = heads.findIndex((head) => /\b(?:date|week|month|period|day)\b/i.test(head));
  const reading: CsvReading = {
    mapped: mapped.map(({ heading, name }) => ({ heading, name })),
    ignored: heads.filter((head, index) => head !== '' && names[index] === undefined && index !== dateAt),
    entries: [],
    problems: [],
  };
  if (dateAt < 0 && rows.length > 1) {
    reading.problems.push(
      `There are ${rows.length} rows and no column of dates, so I cannot tell their weeks.`,
    );
    return reading;
  }
  const monthFirst = rows.some((row) => /^\d{1,2}\/(?:1[3-9]|2\d|3[01])\//.test(row[dateAt] ?? ''));
  const periods = new Map<string, { period: FunnelPeriod; rows: string[][] }>();
  let undated = 0;
  for (const row of rows) {
    const period =
      dateAt < 0 ? currentWeek(nowMs, timeZone) : periodOfCell(row[dateAt] ?? '', monthFirst, timeZone);
    if (!period || periodBegins(period) > nowMs) undated++;
    else periods.set(period.key, { period, rows: [...(periods.get(period.key)?.rows ?? []), row] });
  }
  if (undated > 0)
    reading.problems.push(`${undated} of ${rows.length} rows have no date that I can read, or one to come.`);
  const inOrder = [...periods.values()].sort((one, other) => one.period.endsAtMs - other.period.endsAtMs);
  if (inOrder.length > mostPeriods)
    reading.problems.push(`Of ${inOrder.length} periods I take the newest ${mostPeriods}.`);
  const unread = new Set<string>();
  const several = new Set<string>();
  for (const { period, rows: own } of inOrder.slice(-mostPeriods)) {
    const values: FunnelValues = {};
    for (const { name, heading, index } of mapped) {
      const cells = own
        .map((row) => (row[index] ?? '').trim())
        .filter((cell) => !/^(?:|-+|n\/?a|null)$/i.test(cell));
      const read = cells.map((cell) => valueOfCell(name, cell, context));
      if (read.includes(undefined)) unread.add(heading);
      const numbers = read.filter((value) => value !== undefined);
      // Days add up to a week where they count something; of seven rates nobody knows the week's.
      if (numbers.length > 1 && !addsUp(name)) several.add(heading);
      else if (numbers.length > 0) values[name] = round(numbers.reduce((sum, value) => sum + value, 0));
    }
    if (Object.keys(values).length > 0) reading.entries.push({ period, values });
  }
  if (unread.size > 0)
    reading.problems.push(`Left out where I cannot read the cell: ${[...unread].join(', ')}.`);
  if (several.size > 0)
    reading.problems.push(
      `Left out where a period has several rows, since rates do not add up: ${[...several].join(', ')}.`,
    );
  return reading;
}

function rowsOf(text: string): string[][] {
  const bare = text.replace(/^\ufeff/, '');
  const first = bare.split('\n', 1)[0] ?? '';
  const [delimiter = ','] = ['\t', ';', ','].sort(
    (one, other) => first.split(other).length - first.split(one).length,
  );
  const rows: string[][] = parse(bare, {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
  });
  // Where a long file was cut, a line says so.
  return rows.filter(([cell = '']) => !cell.startsWith('[Cut here:'));
}

function nameOfHeading(heading: string): ValueName | undefined {
  if (isValueName(heading)) return heading;
  const bare = heading
    .toLowerCase()
    .replace(/\(.*?\)|[%£€$]/g, ' ')
    .replace(/[_\s]+/g, ' ')
    .trim();
  const found = namedAt(bare, 0);
  if (!found || found.end < bare.length) return undefined;
  if (found.named.kind === 'metric') return found.named.metric;
  return found.named.kind === 'revenue' ? 'convert_Revenue' : undefined;
}

function periodOfCell(cell: string, monthFirst: boolean, timeZone: string): FunnelPeriod | undefined {
  const known = periodOfKey(cell, timeZone);
  if (known) return known;
  const slashed = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})/.exec(cell);
  if (slashed) {
    const [, one = '', two = '', year = ''] = slashed;
    const [day, month] = monthFirst ? [two, one] : [one, two];
    return periodOfDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, timeZone);
  }
  const named = ['LLLL yyyy', 'LLL yyyy']
    .map((format) => DateTime.fromFormat(cell, format, { zone: timeZone, locale: 'en-GB' }))
    .find(({ isValid }) => isValid);
  if (named) return periodOfKey(named.toFormat('yyyy-MM'), timeZone);
  return /^\d{4}-\d{2}-\d{2}/.test(cell) ? periodOfDay(cell.slice(0, 10), timeZone) : undefined;
}

function periodBegins({ key, endsAtMs, timeZone }: FunnelPeriod): number {
  return DateTime.fromMillis(endsAtMs, { zone: timeZone })
    .startOf(key.includes('W') ? 'week' : 'month')
    .toMillis();
}

function valueOfCell(name: ValueName, cell: string, context: ReadingContext): number | undefined {
  if (name === 'convert_Revenue') return parseFunnelReport(`revenue ${cell}`, context).revenue;
  return parseFunnelReport(cell, { ...context, asked: name }).values[name];
}

function addsUp(name: ValueName): boolean {
  return name === 'convert_Revenue' || metricOf(name).kind === 'count';
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
