import { beforeEach, expect, test } from 'vitest';
import { unaskedJob } from '../../src/compose.ts';
import { momentOf } from '../../src/jobs/local-clock.ts';
import { spreadMs } from '../../src/jobs/spread.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { silentLogger } from '../support/silent-logger.ts';
import type { Talker } from '../support/talker.ts';

const dayMs = 86_400_000;
const zone = 'Europe/London';

onEverySurface('what is sent unasked', (stage) => {
  let ana: Talker;
  let userId: string;

  beforeEach(async () => {
    await stage.begin();
    ana = await stage.person('ana');
    await ana.says('hello').getsReply(/Ana/);
    userId = (await stage.stores.people.recognise(stage.authorOf('ana'), Date.now())).userId;
    await stage.stores.settings.write('person', userId, 'timeZone', zone, Date.now());
  });

  const runAt = (atMs: number) => unaskedJob(stage.app, stage.stores, silentLogger)(atMs, spreadMs);

  /** The first such weekday that is at least two days away: nobody is nudged who was here today. */
  function next(weekday: number, weeksLater = 0, time = '09:00'): number {
    for (let ahead = 2; ; ahead += 1) {
      const day = new Date(Date.now() + ahead * dayMs);
      if (day.getUTCDay() === weekday)
        return momentOf(
          new Date(day.getTime() + weeksLater * 7 * dayMs).toISOString().slice(0, 10),
          time,
          zone,
        );
    }
  }

  async function chooses(nudges: string): Promise<void> {
    await ana.says('settings').getsReply(/Nudges: not chosen/);
    await ana.presses('Change reminders');
    await ana.fillsIn({ nudges }).getsReply(/Kept/);
  }

  /** All that came unasked, once nothing is on its way any more. */
  async function unasked(): Promise<string[]> {
    await expect.poll(() => stage.models.outbox.countDocuments({ state: { $ne: 'delivered' } })).toBe(0);
    const kept = await stage.models.outbox.find({ cause: 'job' }).sort({ createdAt: 1 }).lean();
    return kept.map(({ content }) => content.text);
  }

  test('a nudge says where they are, one next action and its minutes; on two machines it is said once', async () => {
    await chooses('Weekly');
    const at = next(3);
    await Promise.all([runAt(at), runAt(at)]);
    await runAt(at);
    const texts = await unasked();
    const nudge = texts.filter((text) => text.includes('Where you are'));
    expect(nudge).toHaveLength(1);
    expect(nudge[0]).toMatch(/modules finished.*\n\n\*\*Next, about \d+ minutes:\*\*/);
    await ana.presses('Snooze 1 day').getsReply(/^Snoozed until tomorrow\.$/);
    expect(await stage.stores.settings.read('person', userId, 'pausedUntil')).toBeGreaterThan(Date.now());
  });

  test('nobody who has not chosen hears anything', async () => {
    expect(await runAt(next(3))).toEqual({ sent: 0, skipped: 0 });
    expect(await unasked()).toEqual([]);
  });

  test('the request asks three questions; a quiet week is one tap, and numbers sent late are taken', async () => {
    await chooses('Weekly');
    await runAt(next(1));
    const [text = ''] = await unasked();
    expect(text.match(/^\d\. /gm)).toHaveLength(3);
    await ana.presses('Quiet week').getsReply(/^Noted, a quiet week/);
    expect((await stage.stores.plans.get(userId))?.quietWeeks).toHaveLength(1);
    await ana.says('leads 30, sales 4').getsReply(/30/);
  });

  test.each(['stop', 'Stop!!', 'pause', 'mute', 'leave me alone', 'unsubscribe'])(
    '“%s” is obeyed at once, told in one line and taken back by one press',
    async (words) => {
      await chooses('Weekly');
      const { buttons } = await ana.says(words).getsReply(/^Done: I write only when you ask\./);
      expect(buttons).toEqual(['Undo']);
      expect(await runAt(next(3))).toEqual({ sent: 0, skipped: 0 });
      await ana.presses('Undo').getsReply(/^Good to have you back/);
      await runAt(next(3));
      expect(await unasked()).toHaveLength(1);
    },
  );

  test('a holiday has an end, and begins nothing that was not chosen', async () => {
    await chooses('Weekly');
    await ana.says('away').getsReply(/^Until when\?/);
    await ana.says('away until tomorrow').getsReply(/^Enjoy it\. I send nothing unasked before \w+day /);
    await ana.presses('I am back').getsReply(/^Good to have you back/);
    expect(await stage.stores.settings.read('person', userId, 'nudges')).toBe('Weekly');
  });

  test('“catch me up” shows the way back: start here, skip that, so many minutes', async () => {
    await ana.says('catch me up').getsReply(/Start here\.[\s\S]*about \d+ minutes[\s\S]*Skip for now:/);
  });
});
