import { expect, test } from 'vitest';
import type { UserFunnelSnapshot } from '../../src/domain/user-funnel-snapshot.ts';
import { explainNumbers } from '../../src/funnel/explain-numbers.ts';
import { diagnose } from '../../src/funnel/weakest-step.ts';

const snapshotOf = (values: Partial<UserFunnelSnapshot>): UserFunnelSnapshot => ({
  _id: 's1',
  userId: 'ana',
  snapshotDate: Date.UTC(2026, 10, 29),
  timePeriod: 'Last 7 Days',
  currency: 'GBP',
  ...values,
});

test('fewer than three metrics are refused, and what would help is named', () => {
  const two = snapshotOf({ hook_AvgCTR: 0.4, gift_OptInRate: 3 });
  expect(diagnose(two)).toEqual({ kind: 'too-few', given: 2 });
  expect(explainNumbers(two)).toMatchObject({ promptCode: undefined });
  expect(explainNumbers(two).text).toMatch(/^With two numbers I cannot tell .* takes three/);
});

test('the earliest weak step is named first, what inherits it beside it, later ones wait', () => {
  const snapshot = snapshotOf({
    hook_AvgCTR: 1.6,
    gift_OptInRate: 9,
    gift_CPL: 55,
    sell_ConversionRate: 0.5,
  });
  expect(diagnose(snapshot)).toEqual({
    kind: 'weakest',
    name: 'gift_OptInRate',
    value: 9,
    standing: 'weak',
    knockOn: ['gift_CPL'],
    later: ['gift_CPL', 'sell_ConversionRate'],
    tooSmall: [],
  });
  const { text, promptCode } = explainNumbers(snapshot);
  expect(promptCode).toBe('G3');
  expect(text).toMatch(/^\*\*Opt-in rate\*\*, 9%, is your weakest step.*carries on into cost per lead\./);
});

test.each([
  // The lower edge of the band is 15: below 70 % of it is weak, up to it one to watch.
  [10.4, 'weak'],
  [10.5, 'watch'],
  [14.9, 'watch'],
  [15, undefined],
])('an opt-in rate of %s is %s', (gift_OptInRate, standing) => {
  const found = diagnose(snapshotOf({ hook_AvgCTR: 2, gift_OptInRate, sell_ConversionRate: 3 }));
  expect(found.kind === 'weakest' ? found.standing : undefined).toBe(standing);
});

test('a step that is only to watch is named where none is weak, and a weak one later goes before it', () => {
  const watch = { hook_AvgCTR: 1.4, gift_OptInRate: 20, sell_ConversionRate: 3 };
  expect(diagnose(snapshotOf(watch))).toMatchObject({ name: 'hook_AvgCTR', standing: 'watch' });
  expect(diagnose(snapshotOf({ ...watch, sell_ConversionRate: 1 }))).toMatchObject({
    name: 'sell_ConversionRate',
    standing: 'weak',
    later: ['hook_AvgCTR'],
  });
});

test('rates with fewer than 30 leads or 20 orders behind them are left out, where the person says how many', () => {
  const small = { gift_OptInRate: 2, sell_ConversionRate: 0.3, upsell_TakeRate: 1, hook_AvgCTR: 2 };
  expect(diagnose(snapshotOf(small))).toMatchObject({ kind: 'weakest', name: 'gift_OptInRate' });
  expect(diagnose(snapshotOf({ ...small, attract_LeadsTotal: 29, convert_TotalSales: 19 }))).toEqual({
    kind: 'fine',
    judged: ['hook_AvgCTR'],
    tooSmall: ['gift_OptInRate', 'sell_ConversionRate', 'upsell_TakeRate'],
  });
  expect(diagnose(snapshotOf({ ...small, attract_LeadsTotal: 30, convert_TotalSales: 20 }))).toMatchObject({
    kind: 'weakest',
    name: 'gift_OptInRate',
    tooSmall: [],
  });
  expect(explainNumbers(snapshotOf({ gift_OptInRate: 2, gift_CPL: 50, attract_LeadsTotal: 4 })).text).toMatch(
    /^It is too early .*: opt-in rate and cost per lead stand on fewer than 30 leads/,
  );
});

test('costs are judged by the upper edge, not in a currency far from the dollar, and scores on their own scale', () => {
  const others = { hook_AvgCTR: 2, gift_OptInRate: 20 };
  expect(diagnose(snapshotOf({ ...others, gift_CPL: 3 }))).toMatchObject({ kind: 'fine' });
  expect(diagnose(snapshotOf({ ...others, gift_CPL: 41 }))).toMatchObject({
    name: 'gift_CPL',
    standing: 'weak',
  });
  expect(diagnose(snapshotOf({ ...others, gift_CPL: 4_100, currency: 'JPY' }))).toMatchObject({
    kind: 'fine',
    judged: ['hook_AvgCTR', 'gift_OptInRate'],
  });
  const nps = { ...others, educate_CSAT_NPS: 20, educate_ScoreKind: 'NPS' as const };
  expect(diagnose(snapshotOf(nps))).toMatchObject({ name: 'educate_CSAT_NPS', standing: 'weak' });
  expect(diagnose(snapshotOf({ ...nps, educate_ScoreKind: 'CSAT 1–5' }))).toMatchObject({ kind: 'fine' });
});

test('nothing usual to hold numbers against is said', () => {
  const { text, promptCode } = explainNumbers(
    snapshotOf({ attract_LeadsTotal: 40, convert_TotalSales: 30, overallROI: 12 }),
  );
  expect(text).toMatch(/^There is nothing usual/);
  expect(promptCode).toBeUndefined();
});
