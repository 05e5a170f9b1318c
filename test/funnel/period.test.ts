import { describe, expect, test } from 'vitest';
import { currentWeek, periodInWords, periodLabel, periodOfKey } from '../../src/funnel/period.ts';

const london = 'Europe/London';
/** Thursday of ISO week 48. */
const thursday = Date.UTC(2026, 10, 26, 9);
const dayMs = 86_400_000;

describe('the current week', () => {
  test.each([
    [-3, '2026-W47'],
    [-1, '2026-W47'],
    [0, '2026-W48'],
    [3, '2026-W48'],
    [4, '2026-W48'],
    [6, '2026-W48'],
    [7, '2026-W49'],
  ])('%i days from a Thursday', (days, key) => {
    expect(currentWeek(thursday + days * dayMs, london).key).toBe(key);
  });

  test('ends with Sunday in the zone of the person, also where the clock changes in it', () => {
    expect(currentWeek(Date.UTC(2026, 9, 24, 9), london).endsAtMs).toBe(
      Date.UTC(2026, 9, 25, 23, 59, 59, 999),
    );
    expect(currentWeek(Date.UTC(2026, 9, 17, 9), london).endsAtMs).toBe(
      Date.UTC(2026, 9, 18, 22, 59, 59, 999),
    );
    expect(currentWeek(thursday, 'Pacific/Auckland').endsAtMs).toBe(Date.UTC(2026, 10, 29, 10, 59, 59, 999));
    expect(currentWeek(thursday, 'no/where').timeZone).toBe(london);
  });

  test('of the turn of the year has the year of its Thursday', () => {
    expect(currentWeek(Date.UTC(2027, 0, 3, 9), london).key).toBe('2026-W53');
  });
});

describe('the period in words', () => {
  test.each([
    ["last week's numbers: ctr 1.1", 'Last 7 Days', '2026-W47'],
    ['for last week', undefined, '2026-W47'],
    ['week 40: ctr 2', undefined, '2026-W40'],
    ['wk 50 ctr 2', undefined, '2025-W50'],
    ['two weeks ago ctr was 2', undefined, '2026-W46'],
    ['the week before last', undefined, '2026-W46'],
    ['how did may go', undefined, '2026-05'],
    ['October: leads 4', 'Month of October', '2026-10'],
    ['December: leads 4', 'Month of December', '2025-12'],
    ['last month', undefined, '2026-10'],
    ['ctr 2, last 30 days', 'Last 30 Days', '30d-2026-W48'],
    ['this week ctr 2', 'Last 7 Days', '2026-W48'],
    ['ctr 14 (last week 11)', 'Last 7 Days', undefined],
    ['same as last week', undefined, undefined],
    ['better than last week', undefined, undefined],
    ['ctr 2', undefined, undefined],
  ])('%s', (words, named, key) => {
    expect(periodInWords(words, named, thursday, london)?.key).toBe(key);
  });
});

test.each([
  ['2026-W48', 'week 48 (23–29 Nov)'],
  ['2026-W49', 'week 49 (30 Nov–6 Dec)'],
  ['2026-05', 'May 2026'],
  ['30d-2026-W48', 'the 30 days to 29 Nov'],
])('%s is %s', (key, label) => {
  const period = periodOfKey(key, london);
  expect(period?.key).toBe(key);
  expect(period && periodLabel(period)).toBe(label);
});

test.each(['', 'week', '2026', '2026-W60', '2026-13', 'x-2026-W48'])('%j is no period', (key) => {
  expect(periodOfKey(key, london)).toBeUndefined();
});
