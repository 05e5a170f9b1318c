import { DateTime } from 'luxon';
import { csvCell } from '../domain/csv-cell.ts';
import type { ReplyFile } from '../domain/reply.ts';
import type { UserFunnelSnapshot } from '../domain/user-funnel-snapshot.ts';
import { valueNames } from './show-values.ts';

/** Kept numbers as a spreadsheet reads them: one row a period, the oldest first, dates as ISO 8601. */
export function numbersFile(snapshots: readonly UserFunnelSnapshot[]): ReplyFile {
  const inOrder = [...snapshots].sort((one, other) => one.snapshotDate - other.snapshotDate);
  const used = valueNames.filter((name) => inOrder.some((snapshot) => snapshot[name] !== undefined));
  const heads = ['snapshotDate', 'timePeriod', ...used, 'educate_ScoreKind', 'currency', 'derived', 'notes'];
  const rows = inOrder.map((snapshot) => [
    DateTime.fromMillis(snapshot.snapshotDate, { zone: snapshot.timeZone ?? 'UTC' }).toISODate() ?? '',
    snapshot.timePeriod,
    ...used.map((name) => snapshot[name]?.toString() ?? ''),
    snapshot.educate_ScoreKind ?? '',
    snapshot.currency ?? '',
    (snapshot.derived ?? []).join(' '),
    snapshot.notes ?? '',
  ]);
  // The mark at the beginning tells spreadsheets that it is UTF-8.
  const content = `\ufeff${[heads, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
  const periods = snapshots.length === 1 ? 'one period' : `${snapshots.length} periods`;
  return {
    name: 'elevate-numbers.csv',
    mediaType: 'text/csv',
    alt: `A table of your numbers, ${periods}`,
    content,
    encoding: 'utf-8',
  };
}
