import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { weekOf } from '../../src/funnel/period.ts';
import { tellSinceLive } from '../../src/funnel/since-live.ts';
import type { Trend } from '../../src/funnel/trend.ts';

const at = (text: string) => DateTime.fromISO(text, { zone: 'Europe/London' });
/** Weeks that end on 8, 15, 22 and 29 November. */
const weeks = [3, 2, 1, 0].map((back) => weekOf(at('2026-11-29').minus({ weeks: back })));
const trend = (...values: (number | undefined)[]): Trend => ({
  weeks,
  series: [{ name: 'hook_AvgCTR', values }],
  currency: 'GBP',
  scoreKind: undefined,
});
const live = (day: string) => [
  { name: 'May headlines', step: 'Hook' as const, liveAtMs: at(day).toMillis() },
];

test('two whole weeks since are set beside those before, and nothing is claimed', () => {
  expect(tellSinceLive(live('2026-11-11T10:00'), trend(1, 1.2, 2, 2.4))).toBe(
    '**“May headlines” is live since 11 November 2026.** Your click-through rate: about 1% in the week before, about 2.2% in the 2 weeks since. Other things may have changed too.',
  );
});

test('before two whole weeks are over it is too early, also where a week was left out', () => {
  const early =
    '**“May headlines” is live since 20 November 2026.** Too early to tell what it does for your click-through rate.';
  expect(tellSinceLive(live('2026-11-20'), trend(1, 1.2, 2, 2.4))).toBe(early);
  expect(tellSinceLive(live('2026-11-11'), trend(1, 1.2, undefined, 2.4))).toContain('Too early to tell');
});

test('without a number from before there is nothing to set it beside', () => {
  expect(tellSinceLive(live('2026-11-08T23:59'), trend(undefined, undefined, 2, 2.4))).toMatch(
    /no click-through rate from before/,
  );
});

test('what belongs to no number that they gave is left out, and of many the two latest are told', () => {
  expect(
    tellSinceLive(
      [{ name: 'Emails', step: 'Nurture', liveAtMs: at('2026-11-11').toMillis() }],
      trend(1, 2, 3, 4),
    ),
  ).toBe('');
  const many = ['2026-11-09', '2026-11-10', '2026-11-11'].flatMap((day) => live(day));
  expect(
    tellSinceLive(many, trend(1, 2, 3, 4))
      .split('\n')
      .map((line) => /(\d+) November/.exec(line)?.[1]),
  ).toEqual(['11', '10']);
});
