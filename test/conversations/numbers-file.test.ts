import { beforeEach, describe, expect, test } from 'vitest';
import { readCsv } from '../../src/funnel/read-csv.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { type Talker, wordsOf } from '../support/talker.ts';
import { createTestClock } from '../support/test-clock.ts';

const thursday = Date.UTC(2026, 10, 26, 9);
const clock = () => createTestClock({ startMs: thursday, running: true });

onEverySurface({ title: 'a file of numbers', clock }, (stage) => {
  let ana: Talker;

  beforeEach(async () => {
    await stage.begin();
    ana = await stage.person('ana');
  });

  const kept = () => stage.models.userFunnelSnapshots.find().sort({ snapshotDate: 1 }).lean();

  const sends = async (content: string, words: string) =>
    wordsOf(await ana.says(words, [{ name: 'numbers.csv', content, mediaType: 'text/csv' }]));

  test('becomes one card for all its periods, and by Keep a snapshot each', async () => {
    const text = await sends(
      '\ufeffWeek;CTR;Opt-in rate;Leads;Mood\n2026-11-13;1,4%;21,5%;1.234;ok\n20/11/2026;1,6%;22%;60;=HYPERLINK("x")\n',
      'my numbers',
    );
    expect(text).toContain(
      '“CTR” as click-through rate, “Opt-in rate” as opt-in rate, “Leads” as new leads.',
    );
    expect(text).toContain('Not used: Mood.');
    expect(text).toContain('Left out where I cannot read the cell: Leads.');
    expect(text).toMatch(/Week 46 [\s\S]*1\.4%[\s\S]*Week 47 [\s\S]*New leads: 60/);
    expect(await kept()).toEqual([]);
    await ana.presses('Keep').getsReply(/Kept for week 46 .*\nKept for week 47/);
    expect(await kept()).toMatchObject([
      { periodKey: '2026-W46', hook_AvgCTR: 1.4, gift_OptInRate: 21.5, source: 'file' },
      { periodKey: '2026-W47', hook_AvgCTR: 1.6, attract_LeadsTotal: 60 },
    ]);
  });

  test('of 50,000 rows is read at both ends, and said to be', async () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => {
      const day = new Date(thursday - (50_000 - index) * 86_400_000).toISOString().slice(0, 10);
      return `${day},1,${index % 7}`;
    });
    const text = await sends(`date,leads,ctr\n${rows.join('\n')}\n`, 'numbers');
    expect(text).toMatch(/I have read its beginning and its end/);
    expect(text).toMatch(/I take the newest 104/);
    expect(text).toMatch(/rates do not add up: ctr/);
    await ana.presses('Keep').getsReply(/Kept: 104 periods/);
    expect(await kept()).toHaveLength(104);
  });

  test('without a number of ours stays an ordinary file', async () => {
    const text = await sends('name,city\nBo,York\n', 'my numbers');
    expect(text).not.toMatch(/Keep/);
  });
});

describe('cells and headings', () => {
  const read = (text: string) => readCsv(text, { monthNow: 11 }, thursday, 'Europe/London');
  test.each([
    ['by tabs', 'Month\tLeads\nOct 2026\t412', [['2026-10', { attract_LeadsTotal: 412 }]]],
    ['by field names', 'period,hook_AvgCTR,notes\n2026-W40,2.1,x', [['2026-W40', { hook_AvgCTR: 2.1 }]]],
    [
      'days that add up',
      'date,orders\n2026-11-16,2\n2026-11-17,3',
      [['2026-W47', { convert_TotalSales: 5 }]],
    ],
    ['months first', 'date,leads\n11/20/2026,4', [['2026-W47', { attract_LeadsTotal: 4 }]]],
    ['a day to come', 'date,leads\n2027-01-20,4', []],
    ['what cannot be', 'date,ctr\n2026-11-20,140%', []],
  ])('%s', (_, text, entries) => {
    expect(read(text)?.entries.map(({ period, values }) => [period.key, values])).toEqual(entries);
  });

  test('rows without dates are asked about, one row is the current week', () => {
    expect(read('ctr,leads\n1.4,60')?.entries[0]?.period.key).toBe('2026-W48');
    expect(read('ctr,leads\n1.4,60\n1.5,61')).toMatchObject({
      entries: [],
      problems: [expect.stringContaining('no column of dates')],
    });
  });
});
