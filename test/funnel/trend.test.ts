import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import type { UserFunnelSnapshot } from '../../src/domain/user-funnel-snapshot.ts';
import { describeChart } from '../../src/funnel/describe-chart.ts';
import { dashboardChart, metricsChart } from '../../src/funnel/numbers-chart.ts';
import { weekOf } from '../../src/funnel/period.ts';
import type { ValueName } from '../../src/funnel/show-values.ts';
import { tellTrend } from '../../src/funnel/tell-trend.ts';
import { movementOf, trendOf } from '../../src/funnel/trend.ts';

/** The snapshot of the week `back` weeks before that of 29 November 2026. */
function week(back: number, values: Partial<UserFunnelSnapshot>): UserFunnelSnapshot {
  const period = weekOf(DateTime.fromISO('2026-11-29', { zone: 'Europe/London' }).minus({ weeks: back }));
  return {
    _id: `week ${back}`,
    userId: 'ana',
    snapshotDate: period.endsAtMs,
    timePeriod: period.timePeriod,
    periodKey: period.key,
    timeZone: period.timeZone,
    currency: 'GBP',
    ...values,
  };
}

const moved = (name: ValueName, ...values: (number | undefined)[]) => movementOf({ name, values })?.direction;

describe('a trend', () => {
  test('has every week from the oldest reported one, with gaps where none was, also across a clock change', () => {
    const trend = trendOf([week(0, { hook_AvgCTR: 2 }), week(6, { hook_AvgCTR: 1, gift_OptInRate: 20 })]);
    expect(trend?.weeks.map(({ key }) => key)).toEqual(
      ['42', '43', '44', '45', '46', '47', '48'].map((number) => `2026-W${number}`),
    );
    const gap = [undefined, undefined, undefined, undefined, undefined];
    expect(trend?.series).toEqual([
      { name: 'hook_AvgCTR', values: [1, ...gap, 2] },
      { name: 'gift_OptInRate', values: [20, ...gap, undefined] },
    ]);
  });

  test('shows twelve weeks at most, and no months between them', () => {
    const long = trendOf([
      week(0, { hook_AvgCTR: 2 }),
      week(11, { hook_AvgCTR: 3 }),
      week(12, { hook_AvgCTR: 4 }),
    ]);
    expect(long?.weeks).toHaveLength(12);
    expect(long?.series[0]?.values[0]).toBe(3);
    expect(trendOf([week(0, { periodKey: '2026-11', hook_AvgCTR: 2 })])).toBeUndefined();
    expect(trendOf([])).toBeUndefined();
  });

  test('compares no money of another currency and no score on another scale', () => {
    const trend = trendOf([
      week(0, { sell_AOV_Initial: 30, educate_CSAT_NPS: 40, educate_ScoreKind: 'NPS', hook_AvgCTR: 2 }),
      week(1, {
        sell_AOV_Initial: 50,
        currency: 'EUR',
        educate_CSAT_NPS: 80,
        educate_ScoreKind: 'CSAT %',
        hook_AvgCTR: 1,
      }),
    ]);
    expect(trend?.series).toEqual([
      { name: 'hook_AvgCTR', values: [1, 2] },
      { name: 'sell_AOV_Initial', values: [undefined, 30] },
      { name: 'educate_CSAT_NPS', values: [undefined, 40] },
    ]);
  });
});

describe('a movement', () => {
  test('is a tenth of what was before, and five of a count', () => {
    expect(moved('hook_AvgCTR', 2, 2.2)).toBe('up');
    expect(moved('hook_AvgCTR', 2, 2.19)).toBe('steady');
    expect(moved('hook_AvgCTR', 2, 1.8)).toBe('down');
    expect(moved('attract_LeadsTotal', 6, 10)).toBe('steady');
    expect(moved('attract_LeadsTotal', 6, 11)).toBe('up');
    expect(moved('attract_LeadsTotal', 0, 0)).toBe('steady');
    expect(moved('overallROI', -40, -30)).toBe('up');
  });

  test('is held against the mean of the last four weeks that were reported', () => {
    expect(moved('hook_AvgCTR', 100, 1, undefined, 1, 2, 2, 1.5)).toBe('steady');
    expect(moved('hook_AvgCTR', 2)).toBe('new');
    expect(movementOf({ name: 'hook_AvgCTR', values: [2, undefined] })).toBeUndefined();
  });
});

describe('in words', () => {
  const trend = trendOf([
    week(0, { hook_AvgCTR: 2.1, gift_OptInRate: 22, sell_AOV_Initial: 31.5 }),
    week(1, { hook_AvgCTR: 1.4, gift_OptInRate: 22 }),
    week(2, { hook_AvgCTR: 1.4 }),
  ]);
  if (!trend) throw new Error('weeks were reported');
  const medians = { hook_AvgCTR: [undefined, 1.6, 1.7] };

  test('each line says where a number is, where it came from and what is usual', () => {
    expect(tellTrend(trend, medians).split('\n')).toEqual([
      '- Click-through rate: 2.1%, up from about 1.4%; typical 1.5%–2.6%; the group’s middle 1.7%',
      '- Opt-in rate: 22%, steady (about 22% before); typical 15%–35%',
      '- Average order value: £31.50, your first',
    ]);
  });

  test('a picture of one metric tells each week, its band, the others and what happened', () => {
    const happened = { kind: 'module' as const, label: 'Hook finished', atMs: Date.UTC(2026, 10, 19) };
    const long = { kind: 'module' as const, label: 'Gift finished', atMs: Date.UTC(2026, 8, 1) };
    const chart = metricsChart('Click-through rate', ['hook_AvgCTR'], trend, medians, [happened, long]);
    expect(chart.marks).toHaveLength(1);
    expect(chart.marks[0]?.position).toBeCloseTo(0.5, 0);
    expect(describeChart(chart)).toBe(
      'Line chart “Click-through rate”, by week, to 15 Nov up to 29 Nov. Click-through rate: 1.4%, 1.4%, 2.1%; ' +
        'typical 1.5% to 2.6%; middle of the group 1.7%. Marked: Hook finished.',
    );
  });

  test('a dashboard groups by the course, and tells first and last', () => {
    const chart = dashboardChart('Your numbers', trend, {}, []);
    expect(chart.groups.map(({ heading, panels }) => [heading, panels.length])).toEqual([
      ['ATTRACT', 2],
      ['CONVERT', 1],
    ]);
    expect(describeChart(chart)).toContain('Click-through rate: from 1.4% to 2.1%; typical 1.5% to 2.6%.');
  });
});
