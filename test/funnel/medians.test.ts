import { describe, expect, test } from 'vitest';
import type { FunnelMedian } from '../../src/domain/funnel-median.ts';
import { countMedians, mediansBeside, type Reported } from '../../src/funnel/medians.ts';
import type { Trend } from '../../src/funnel/trend.ts';

const week = '2026-W48';
const reports = (values: readonly (number | undefined)[], more: Partial<Reported> = {}): Reported[] =>
  values.map((hook_AvgCTR, index) => ({ userId: `u${index}`, periodKey: week, hook_AvgCTR, ...more }));

function rowsOf(all: readonly Reported[], groupsOf = (_userId: string): string[] => []): FunnelMedian[] {
  const count = countMedians(groupsOf);
  for (const one of all) count.add(one);
  return count.rows(1);
}

describe('the middle of what people reported', () => {
  test('of an odd and of an even number of them, one far off among them', () => {
    expect(rowsOf(reports([1, 2, 3, 4, 100]))[0]?.values).toEqual([
      { name: 'hook_AvgCTR', median: 3, reporters: 5 },
    ]);
    expect(rowsOf(reports([1, 2, 3, 4, 5, 100]))[0]?.values[0]).toMatchObject({ median: 3.5, reporters: 6 });
  });

  test('is kept of five and more, never of fewer, and of weeks alone', () => {
    expect(rowsOf(reports([1, 2, 3, 4]))).toEqual([]);
    expect(rowsOf(reports([1, 2, 3, 4, undefined]))).toEqual([]);
    expect(rowsOf(reports([1, 2, 3, 4, 5], { periodKey: '2026-11' }))).toEqual([]);
  });

  test('keeps currencies and scales apart', () => {
    const money = (currency: string, value: number) =>
      Array.from(
        { length: 5 },
        (_, index): Reported => ({
          userId: `${currency}${index}`,
          periodKey: week,
          currency,
          gift_CPL: value,
        }),
      );
    expect(rowsOf([...money('GBP', 3), ...money('USD', 9)])[0]?.values).toEqual([
      { name: 'gift_CPL', currency: 'GBP', median: 3, reporters: 5 },
      { name: 'gift_CPL', currency: 'USD', median: 9, reporters: 5 },
    ]);
    const scores = (['NPS', 'CSAT %'] as const).flatMap((educate_ScoreKind) =>
      Array.from(
        { length: 3 },
        (_, index): Reported => ({
          userId: `${educate_ScoreKind}${index}`,
          periodKey: week,
          educate_ScoreKind,
          educate_CSAT_NPS: 40,
        }),
      ),
    );
    expect(rowsOf(scores)).toEqual([]);
  });

  test('is counted for each cohort and for everybody', () => {
    const rows = rowsOf(reports([1, 2, 3, 4, 5, 50, 60, 70, 80, 90]), (userId) =>
      userId < 'u5' ? ['spring'] : [],
    );
    expect(rows.map(({ _id, values }) => [_id, values[0]?.median]).toSorted()).toEqual([
      ['all:2026-W48', 27.5],
      ['spring:2026-W48', 3],
    ]);
  });
});

describe('beside a trend', () => {
  const trend = (own: number | undefined): Trend => ({
    weeks: [{ key: week, timePeriod: 'Last 7 Days', endsAtMs: 0, timeZone: 'UTC' }],
    series: [{ name: 'hook_AvgCTR', values: [own] }],
    currency: 'GBP',
    scoreKind: undefined,
  });
  const row = (groupId: string, median: number, reporters: number): FunnelMedian => ({
    _id: `${groupId}:${week}`,
    groupId,
    periodKey: week,
    values: [{ name: 'hook_AvgCTR', median, reporters }],
    countedAt: 1,
  });

  test('stands the cohort’s, and everybody’s where too few of the cohort reported', () => {
    const rows = [row('spring', 2, 6), row('all', 9, 40)];
    expect(mediansBeside(trend(1), ['spring'], rows)).toEqual({ hook_AvgCTR: [2] });
    expect(mediansBeside(trend(1), [], rows)).toEqual({ hook_AvgCTR: [9] });
    // With their own there are four others.
    expect(mediansBeside(trend(1), ['spring'], [row('spring', 2, 5), row('all', 9, 40)])).toEqual({
      hook_AvgCTR: [9],
    });
    expect(mediansBeside(trend(undefined), ['spring'], [row('spring', 2, 5)])).toEqual({ hook_AvgCTR: [2] });
    expect(mediansBeside(trend(1), [], [row('all', 9, 5)])).toEqual({});
  });
});
