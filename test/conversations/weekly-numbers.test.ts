import { DateTime } from 'luxon';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stableId } from '../../src/domain/stable-id.ts';
import { weekOf } from '../../src/funnel/period.ts';
import { keepMedians } from '../../src/jobs/count-medians.ts';
import { cohortOf } from '../support/cohort-values.ts';
import { eventFrom, messageWithButton, receive } from '../support/conversation.ts';
import { type Elevate, type Person, startElevate } from '../support/elevate.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { filesOf, hears, linesOf, type Talker } from '../support/talker.ts';
import { createTestClock } from '../support/test-clock.ts';

/** Thursday of ISO week 48. */
const thursday = Date.UTC(2026, 10, 26, 9);
const dayMs = 86_400_000;
const zone = 'Europe/London';
const clock = () => createTestClock({ startMs: thursday, running: true });

onEverySurface({ title: 'weekly numbers', clock }, (stage) => {
  let ana: Talker;

  beforeEach(async () => {
    await stage.begin();
    ana = await stage.person('ana');
  });

  const userId = async () =>
    (await stage.stores.people.recognise(stage.authorOf('ana'), stage.clock.nowMs())).userId;
  const kept = () => stage.models.userFunnelSnapshots.find().sort({ snapshotDate: 1 }).lean();

  describe('a report in a direct message', () => {
    test('is shown, kept by Keep, and by nothing before it', async () => {
      const card = await ana
        .says('ctr 2,1%, opt in 22%, £240 ad spend for 60 leads, opens 44%')
        .getsReply(/Week 48/);
      expect(linesOf(card)).toEqual([
        '**Week 48 (23–29 Nov)**',
        '- Click-through rate: 2.1%',
        '- Opt-in rate: 22%',
        '- Cost per lead: £4 (worked out: 240 ÷ 60)',
        '- New leads: 60',
        'Noted beside them: opens 44%.',
        'Nothing is kept until you press Keep.',
      ]);
      expect(card.buttons).toEqual(['Keep', 'Change', 'Not now']);
      expect(await kept()).toEqual([]);
      await ana.presses('Keep').getsReply(/^Kept for week 48 \(23–29 Nov\): click-through rate 2\.1%/);
      expect(await kept()).toMatchObject([
        {
          periodKey: '2026-W48',
          timePeriod: 'Last 7 Days',
          snapshotDate: Date.UTC(2026, 10, 29, 23, 59, 59, 999),
          timeZone: 'Europe/London',
          hook_AvgCTR: 2.1,
          gift_OptInRate: 22,
          gift_CPL: 4,
          attract_LeadsTotal: 60,
          derived: ['gift_CPL'],
          notes: 'opens 44%',
          currency: 'GBP',
          source: 'chat',
        },
      ]);
    });

    test('is left by Not now, and what was left cannot be kept afterwards', async () => {
      await ana.says('ctr 2.1%, opt in 22%').getsReply(/Keep/);
      await ana.presses('Not now').getsReply(/nothing is kept/);
      await ana.presses('Keep').getsReply(/You left that card/);
      expect(await kept()).toEqual([]);
    });

    test('asks about what it cannot know once, and takes a bare answer for what it asked', async () => {
      const card = await ana.says('opt in 0.22, ctr 1.4%').getsReply(/is “0\.22” 22% or 0\.22%\?/);
      expect(card.text).toMatch(/Answer here, or press Keep for what is right/);
      const next = await ana.says('22%').getsReply(/Opt-in rate: 22%/);
      expect(next.text).toMatch(/Click-through rate: 1\.4%/);
      await ana.says('keep it').getsReply(/Kept for week 48/);
      expect(await kept()).toMatchObject([{ gift_OptInRate: 22, hook_AvgCTR: 1.4 }]);
    });
  });

  describe('the form', () => {
    test('is prefilled with last week, names what is wrong at its field, and leads to a card', async () => {
      await ana.says("last week's numbers: ctr 1.1%, 60 leads, roas 3.4x").getsReply(/Week 47/);
      await ana.presses('Keep').getsReply(/Kept/);
      await ana.says('weekly numbers').getsReply(/week 48/);
      expect((await ana.opensForm()).values).toEqual({
        hook_AvgCTR: '1.1%',
        attract_LeadsTotal: '60',
        nurture_RetargetingROAS: '3.4x',
        more: '',
      });
      await ana.fillsIn({ hook_AvgCTR: '140', attract_LeadsTotal: '72', more: 'aov 38' });
      expect(ana.fieldErrors().hook_AvgCTR).toMatch(/cannot be 140%/);
      expect((await ana.opensForm()).values.attract_LeadsTotal).toBe('72');
      const card = await ana
        .fillsIn({
          hook_AvgCTR: '1,4',
          attract_LeadsTotal: '72',
          nurture_RetargetingROAS: '',
          more: 'aov 38',
        })
        .getsReply(/Week 48/);
      expect(card.text).toMatch(/rate: 1\.4%\n- New leads: 72\n- Average order value: £38\n/);
      expect(card.text).not.toMatch(/ROAS/);
      await ana.presses('Keep').getsReply(/Kept for week 48/);
      expect((await kept())[1]).toMatchObject({ hook_AvgCTR: 1.4, source: 'form' });
    });

    test('changes a card and what is kept; an emptied field is taken out', async () => {
      await ana.says('ctr 1.4%, 60 leads, aov 38').getsReply(/Week 48/);
      await ana.presses('Change');
      const opened = await ana.opensForm();
      expect(Object.values(opened.values)).toEqual(['1.4%', '60', '38', '']);
      await ana
        .fillsIn({ hook_AvgCTR: '1.6', attract_LeadsTotal: '60', sell_AOV_Initial: '38' })
        .getsReply(/rate: 1\.6%/);
      await ana.presses('Keep').getsReply(/Kept/);
      await ana.presses('Change');
      await ana
        .fillsIn({ hook_AvgCTR: '1.6', attract_LeadsTotal: '', sell_AOV_Initial: '38' })
        .getsReply(/New leads: taken out/);
      await ana.presses('Keep').getsReply(/new leads taken out/);
      const [snapshot] = await kept();
      expect(snapshot).toMatchObject({ hook_AvgCTR: 1.6, sell_AOV_Initial: 38 });
      expect(Object.keys(snapshot ?? {})).not.toContain('attract_LeadsTotal');
    });
  });

  describe('what is kept', () => {
    async function keeps(report: string): Promise<void> {
      await ana.leavesThread();
      await ana.says(report).getsReply(/Keep/);
      await ana.presses('Keep').getsReply(/Kept/);
    }

    test('is told when asked for: one number, a week, a month', async () => {
      await ana.says("what's my roas").getsReply(/you have given me none yet/);
      await ana.says('my numbers').getsReply(/no numbers yet/);
      await keeps('week 46 numbers: roas 3.1x, leads 40');
      await keeps("last week's numbers: roas 3.4x, leads 60");
      await ana
        .says("what's my roas?")
        .getsReply(/Retargeting ROAS: 3\.4× in week 47 \(16–22 Nov\); before that 3\.1× in week 46/);
      await ana.says('my numbers').getsReply(/Your numbers, week 47.*New leads: 60/s);
      await ana.says('my numbers for week 46').getsReply(/Your numbers, week 46.*New leads: 40/s);
      await ana
        .says('how did November go')
        .getsReply(/November 2026\*\*, 2 weeks.*New leads: 100 in all.*3\.1× → 3\.4×/s);
      await ana.says('how did May go').getsReply(/no numbers of yours for May 2026/);
    });

    test('is deleted by its button alone, and asked about once', async () => {
      await keeps("last week's numbers: ctr 1.1%, 60 leads");
      await keeps('ctr 1.4%, 66 leads');
      await ana
        .says('delete my numbers for last week')
        .getsReply(/Week 47|week 47.*Delete these for good\?/s);
      expect(await kept()).toHaveLength(2);
      await ana.presses('Delete them').getsReply(/Deleted: your numbers for week 47/);
      await ana.presses('Delete them').getsReply(/nothing left to delete/);
      expect(await kept()).toMatchObject([{ periodKey: '2026-W48' }]);
    });

    test('goes out as a file for spreadsheets, in which nothing is a formula', async () => {
      await ana.says('export my numbers').getsReply(/no numbers yet/);
      await keeps("last week's numbers: ctr 1.1%, 60 leads, £240 for ads");
      await stage.models.userFunnelSnapshots.updateMany(
        {},
        { $set: { notes: '=HYPERLINK("http://evil","x")' } },
      );
      const exported = await ana.says('export my numbers');
      hears(exported, /one period/);
      const files = filesOf(exported);
      expect(files[0]?.name).toBe('elevate-numbers.csv');
      const content = String(await files[0]?.read());
      expect(content.startsWith('\ufeffsnapshotDate,timePeriod,')).toBe(true);
      expect(content).toContain('\r\n2026-11-22,Last 7 Days,1.1,');
      expect(content).toContain(`"'=HYPERLINK(""http://evil"",""x"")"`);
    });
  });

  describe('in a channel', () => {
    test('numbers go to their person alone, with a line in the thread', async () => {
      await ana.goesTo('#general');
      const ben = await stage.person('ben');
      await ben.goesTo('#general');
      const card = await ana.says('@Elevate ctr 1.4%, opt in 22%, 66 leads');
      expect(card.map(({ isPrivate }) => isPrivate)).toEqual([false, true]);
      const said = [
        await ana.presses('Keep'),
        await ana.says('my numbers'),
        await ana.says("what's my ctr"),
        await ana.says('export my numbers'),
        await ana.says('delete my numbers'),
        await ana.says('weekly numbers'),
        await ana.says('sorry ctr 1.5 not 1.4'),
      ].flat();
      expect(said.length).toBeGreaterThan(8);
      for (const { text, buttons, isPrivate, files } of [...card, ...said]) {
        if (isPrivate) continue;
        expect(text).not.toMatch(/1\.4|1\.5|22%|66/);
        expect([buttons, files]).toEqual([[], []]);
      }
      expect(JSON.stringify(ben.sees())).not.toMatch(/Opt-in rate|1\.4%/);
    });
  });

  describe('what the numbers say', () => {
    test('two messages make of a report a kept snapshot, a picture, a cause and a button', async () => {
      await ana.says('ctr 1.9% opt in 6% leads 48 aov £31').getsReply(/Nothing is kept until/);
      const heard = await ana.presses('Keep');
      const said = hears(heard, /^Kept for week 48/);
      const pictures = filesOf(heard);
      expect(said.text).toContain('**Opt-in rate**, 6%, is your weakest step');
      expect(said.text).toContain('**Next:** Rewrite the headline and bullets of the gift page.');
      expect(said.buttons).toEqual(['G3 Gift landing page headline and bullets', 'Change']);
      expect(pictures).toHaveLength(1);
      expect(pictures[0]).toMatchObject({
        name: 'Your numbers.png',
        alt: expect.stringContaining('Opt-in rate: 6%; typical 15% to 35%.'),
      });
      expect((await pictures[0]?.read())?.length).toBeGreaterThan(10_000);
      expect(await kept()).toMatchObject([{ gift_OptInRate: 6, attract_LeadsTotal: 48 }]);
      await ana.presses('G3 Gift landing page headline and bullets').getsReply(/./);
    });

    test('a trend is told and painted from the store, to the person alone', async () => {
      await ana.says('week 47: ctr 1.2%, opt in 18%').getsReply(/week 47/i);
      await ana.presses('Keep').getsReply(/two numbers/);
      await ana.says('ctr 1.8%, opt in 18%').getsReply(/week 48/i);
      await ana.presses('Keep').getsReply(/up from about 1\.2%/);
      const trend = await ana.says('trend of my ctr');
      expect(hears(trend, /last 2 weeks/).text).toMatch(
        /^\*\*Your last 2 weeks\*\*\n+- Click-through rate: 1\.8%, up from about 1\.2%; typical 1\.5%–2\.6%$/,
      );
      expect(filesOf(trend)[0]?.alt).toContain('Click-through rate: 1.2%, 1.8%');
      const whole = await ana.says('my dashboard');
      hears(whole, /Opt-in rate/);
      expect(filesOf(whole)[0]?.alt).toContain('Opt-in rate: 18%, 18%; typical');
      await ana.goesTo('#general');
      const inChannel = await ana.says('@Director my dashboard');
      const [alone, open] = [true, false].map((own) =>
        inChannel.filter(({ isPrivate }) => isPrivate === own),
      );
      expect(open?.map(({ text, files }) => [/1\.8%/.test(text), files])).toEqual([[false, []]]);
      hears(alone ?? [], /1\.8%/);
      expect(filesOf(alone ?? [])).toHaveLength(1);
    });

    test('beside them stand the middle of five others, the cohort’s first, and what went live', async () => {
      const me = await stage.stores.people.recognise(stage.authorOf('ana'), stage.clock.nowMs());
      const others = Array.from({ length: 5 }, (_, index) => `other${index}`);
      await stage.models.persons.insertMany(
        others.map((_id) => ({ _id, userId: `user of ${_id}`, name: _id })),
      );
      await stage.stores.cohorts.create(
        cohortOf({ _id: 'spring', memberPersonIds: [me.personId, ...others] }),
      );
      const report = async (back: number, own: number, theirs: number) => {
        const period = weekOf(DateTime.fromMillis(thursday, { zone }).minus({ weeks: back }));
        const keep = (userId: string, hook_AvgCTR: number) =>
          stage.stores.snapshots.keep(
            {
              userId,
              period,
              values: { hook_AvgCTR },
              removed: [],
              derived: [],
              approximate: [],
              notes: [],
              currency: 'GBP',
              source: 'chat',
            },
            undefined,
            stage.clock.nowMs(),
          );
        await keep(me.userId, own);
        await Promise.all(others.map((id, index) => keep(`user of ${id}`, theirs + index)));
      };
      await report(3, 1, 2);
      await report(2, 1, 2);
      await report(1, 2, 3);
      await report(0, 2, 3);
      await stage.models.userGeneratedAssets.create({
        _id: 'headlines',
        userId: me.userId,
        elevateStep: 'Hook',
        assetType: 'Ad headlines',
        title: 'May headlines',
        content: '1. Out again by nine?',
        status: 'Implemented',
        implementedAt: thursday - 16 * dayMs,
        createdAt: thursday - 20 * dayMs,
        lastUpdatedAt: thursday - 16 * dayMs,
      });
      const before = await ana.says('trend of my ctr').getsReply(/last 4 weeks/);
      expect(before.text).not.toMatch(/group’s middle/);
      expect(await keepMedians(stage.clock.nowMs(), stage.stores)).toBe(8);
      const heard = await ana.says('trend of my ctr');
      const told = hears(heard, /last 4 weeks/);
      expect(told.text).toContain(
        'Click-through rate: 2%, up from about 1.33%; typical 1.5%–2.6%; the group’s middle 4.5%',
      );
      expect(told.text).toMatch(
        /“May headlines” is live since 10 November 2026.* about 1% in the week before, about 2% in the 2 weeks since/,
      );
      expect(filesOf(heard)[0]?.alt).toMatch(/middle of the group 4\.5%.*Marked: May headlines live\./);
      expect(told.buttons).toEqual(['My dashboard']);
      await ana.presses('My dashboard').getsReply(/last 4 weeks/);
    });

    test('who has kept nothing is told how to begin', async () => {
      const nothing = await ana.says('my dashboard').getsReply(/kept no numbers/);
      expect(nothing.files).toEqual([]);
    });
  });

  // Last, because it moves the clock of all.
  test('early in a week it is about the one before, by the clock of the person', async () => {
    stage.clock.advance(4 * dayMs);
    await ana.says('ctr 1.4%, 60 leads').getsReply(/Week 48/);
    await stage.stores.settings.write('person', await userId(), 'timeZone', 'Pacific/Auckland', 1);
    await ana.presses('Not now').getsReply(/nothing/);
    // Wednesday evening in London is Thursday in Auckland.
    stage.clock.advance(2 * dayMs + 8 * 3_600_000);
    await ana.leavesThread();
    await ana.says('ctr 1.4%, 60 leads').getsReply(/Week 49/);
  });
});

/** What a report may say, and what is handed over by hand: buttons of earlier cards, and somebody else who presses. */
describe('in the program itself', () => {
  let elevate: Elevate;
  let ana: Person;
  let name: string;
  let people = 0;

  beforeAll(async () => {
    elevate = await startElevate({ clock: clock() });
  });
  afterAll(() => elevate.end());
  // One program for all: each test has a person of its own.
  beforeEach(async () => {
    people += 1;
    name = `ana${people}`;
    ana = await elevate.person(name);
  });

  const kept = () =>
    elevate.models.userFunnelSnapshots
      .find({ userId: stableId('user', 'playground', name) })
      .sort({ snapshotDate: 1 })
      .lean();

  test('never asks twice: what stays open is left out', async () => {
    await ana.says('opt in 0.22, ctr 1.4%').getsReply(/0\.22/);
    const next = await ana.says('opt in 0.3, aov 38').getsReply(/Average order value: £38/);
    expect(next.text).not.toMatch(/\?/);
    expect(next.text).not.toMatch(/Opt-in/);
  });

  test('refuses what cannot be, asks about what is unusual and about what contradicts itself', async () => {
    const card = await ana.says('ctr 140%, opt in 81%, cpl 9, cpa 4').getsReply(/Week 48/);
    expect(card.text).not.toMatch(/Click-through rate: 140%/);
    expect(card.text).toMatch(/Click-through rate cannot be 140%\. What is it\?/);
    expect(card.text).toMatch(/Opt-in rate of 81% is unusual\. Did you mean that\?/);
    expect(card.text).toMatch(/A customer costs 4, less than a lead at 9/);
    await ana.presses('Keep').getsReply(/Kept/);
    expect(Object.keys((await kept())[0] ?? {})).not.toContain('hook_AvgCTR');
  });

  test('is compared with the period before: more than threefold is asked about', async () => {
    await ana.says("last week's numbers: ctr 1.1%, 60 leads").getsReply(/Week 47 \(16–22 Nov\)/);
    await ana.presses('Keep').getsReply(/Kept for week 47/);
    await ana.leavesThread();
    const card = await ana.says('ctr 4.8%, 70 leads').getsReply(/Week 48/);
    expect(card.text).toMatch(/was 1\.1% and is 4\.8% now\. Did it move that much\?/);
  });

  test('a second one in the same week goes into the first, and says old and new', async () => {
    await ana.says('ctr 1.4%, 60 leads').getsReply(/Week 48/);
    await ana.presses('Keep').getsReply(/Kept/);
    await ana.leavesThread();
    const card = await ana.says('leads 72, aov £38').getsReply(/Week 48/);
    expect(card.text).toMatch(/New leads: 60 → 72\n- Average order value: £38/);
    await ana.presses('Keep').getsReply(/new leads 60 → 72/);
    expect(await kept()).toMatchObject([{ hook_AvgCTR: 1.4, attract_LeadsTotal: 72, sell_AOV_Initial: 38 }]);
  });

  test('“same as last week” copies, and so does the rest', async () => {
    await ana.says('same as last week').getsReply(/no earlier numbers to copy/);
    await ana.says("last week's numbers: ctr 1.1%, 60 leads, nps 42").getsReply(/Week 47/);
    await ana.presses('Keep').getsReply(/Kept/);
    await ana.leavesThread();
    await ana.says('same as last week').getsReply(/Week 48.*1\.1%.*60.*42 \(NPS\)/s);
    await ana.presses('Not now').getsReply(/nothing is kept/);
    await ana.leavesThread();
    await ana.says('ctr 1.4%, leads 66, rest same as last week').getsReply(/1\.4%.*66.*42 \(NPS\)/s);
    await ana.presses('Keep').getsReply(/Kept/);
    expect((await kept())[1]).toMatchObject({
      hook_AvgCTR: 1.4,
      educate_CSAT_NPS: 42,
      educate_ScoreKind: 'NPS',
    });
  });

  test('money in another currency is asked about; the first currency kept is the person’s', async () => {
    await ana.says('cpl €4,10 and aov €38').getsReply(/Cost per lead: €4\.10.*€38/s);
    await ana.presses('Keep').getsReply(/Kept/);
    expect((await kept())[0]).toMatchObject({ currency: 'EUR', gift_CPL: 4.1 });
    await ana.leavesThread();
    await ana.says('cpl £3.20, leads 40').getsReply(/“£3\.20” is not in EUR/);
  });

  test('a month is a period of its own', async () => {
    await ana.says('October: leads 412, sales 37').getsReply(/October 2026/);
    await ana.presses('Keep').getsReply(/Kept for October 2026/);
    expect((await kept())[0]).toMatchObject({ periodKey: '2026-10', timePeriod: 'Month of October' });
  });

  test('is kept once, however often Keep is pressed, and by its owner alone', async () => {
    await ana.says('ctr 2.1%, opt in 22%').getsReply(/Keep/);
    const { thread, buttonId } = await messageWithButton(elevate, 'Keep');
    const bens = await receive(elevate, eventFrom('ben', thread, { buttonId }));
    expect(bens[0]?.text).toMatch(/belongs to somebody else/);
    expect(await kept()).toEqual([]);
    await receive(elevate, eventFrom(name, thread, { buttonId }));
    await ana.says('sorry, ctr was 1.4 not 2.1').getsReply(/2\.1% → 1\.4%/);
    await ana.presses('Keep').getsReply(/click-through rate 2\.1% → 1\.4%/);
    // The first card once more: what came after it stays.
    await receive(elevate, eventFrom(name, thread, { buttonId }));
    expect(await kept()).toMatchObject([{ hook_AvgCTR: 1.4, gift_OptInRate: 22 }]);
  });

  test('is corrected before it is kept, and the earlier card then points to the later one', async () => {
    await ana.says('ctr 4.1%, opt in 22%').getsReply(/4\.1%/);
    const first = await messageWithButton(elevate, 'Keep');
    const card = await ana.says('sorry, ctr 1.4 not 4.1').getsReply(/Week 48/);
    expect(card.text).toMatch(/Click-through rate: 1\.4%\n- Opt-in rate: 22%/);
    const old = await receive(elevate, eventFrom(name, first.thread, { buttonId: first.buttonId }));
    expect(old[0]?.text).toMatch(/newer card below/);
    await ana.presses('Keep').getsReply(/Kept/);
    expect(await kept()).toMatchObject([{ hook_AvgCTR: 1.4, gift_OptInRate: 22 }]);
  });

  async function keeps(report: string): Promise<void> {
    await ana.leavesThread();
    await ana.says(report).getsReply(/Keep/);
    await ana.presses('Keep').getsReply(/Kept/);
  }

  test('what is kept is deleted by its owner alone', async () => {
    await keeps("last week's numbers: ctr 1.1%, 60 leads");
    await keeps('ctr 1.4%, 66 leads');
    await ana.says('delete my numbers for last week').getsReply(/Week 47|week 47.*Delete these for good\?/s);
    expect(await kept()).toHaveLength(2);
    const { thread, buttonId } = await messageWithButton(elevate, 'Delete them');
    const bens = await receive(elevate, eventFrom('ben', thread, { buttonId }));
    expect(bens[0]?.text).toMatch(/nothing left to delete/);
    expect(await kept()).toHaveLength(2);
    await ana.presses('Delete them').getsReply(/Deleted: your numbers for week 47/);
    await ana.presses('Delete them').getsReply(/nothing left to delete/);
    expect(await kept()).toMatchObject([{ periodKey: '2026-W48' }]);
  });
});
