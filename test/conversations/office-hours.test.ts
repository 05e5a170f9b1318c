import { beforeEach, expect, test } from 'vitest';
import { announceJob, officeHoursJob } from '../../src/compose.ts';
import { spreadMs } from '../../src/jobs/spread.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { silentLogger } from '../support/silent-logger.ts';
import type { Talker } from '../support/talker.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

onEverySurface('office hours', (stage) => {
  let fay: Talker;
  let ana: Talker;
  let ben: Talker;

  beforeEach(async () => {
    await stage.begin();
    [fay, ana, ben] = [await stage.person('fay'), await stage.person('ana'), await stage.person('ben')];
    await fay.says('help');
    const { surface, accountId } = stage.authorOf('fay');
    const known = await stage.stores.staff.standingOf(surface, accountId);
    await stage.stores.staff.setRole(known?.personId ?? '', 'Facilitator');
    await fay.says('create cohort Spring 27');
    await fay.opensForm();
    await fay.fillsIn({ name: 'Spring 27', timeZone: 'London' }).getsReply(/Spring 27/);
    await fay.goesTo('#general');
    await fay.says('@Elevate connect this channel');
    await fay.presses('Connect channel').getsReply(/^Connected/);
    await fay.goesTo('dm');
    await ana.goesTo('#general');
    await ben.goesTo('#general');
  });

  const settled = () =>
    expect.poll(() => stage.models.outbox.countDocuments({ state: { $in: ['waiting', 'unknown'] } })).toBe(0);

  async function remind(atMs: number): Promise<void> {
    await officeHoursJob(stage.app, stage.stores)(atMs);
    await settled();
  }
  const hears = async (who: Talker, pattern: RegExp, times: number) =>
    expect.poll(() => who.sees().filter(({ text }) => pattern.test(text)).length).toBe(times);

  test('are posted with Going; reminders go to those alone, questions to the facilitator', async () => {
    await fay.says('office hours').getsReply(/^No office hours are planned/);
    await fay.says('office hours next friday https://meet.example/x').getsReply(/^At what time on Friday/);
    await fay.says('office hours next friday 3pm https://meet.example/x').getsReply(/Spring 27 reads this/);
    await ana.says('@Elevate when are office hours').getsReply(/I know of no live session/);
    await fay.presses('Schedule').getsReply(/^Scheduled for/);
    const [hour] = await stage.models.officeHours.find().lean();
    const startsAt = hour?.startsAt ?? 0;
    await announceJob(stage.app, stage.stores, await loadCatalogue(), silentLogger)(Date.now(), spreadMs);
    await settled();
    await hears(ana, /^\*?\*?Office hours: /, 1);

    await ana.presses('Going').getsReply(/^Good, .*I remind you a day and an hour before/s);
    await ana.presses('Going').getsReply(/^Good/);
    await ben.presses('Ask before');
    await ben.fillsIn({ question: 'How long is a headline?' }).getsReply(/^Noted for the office hours/);
    await fay
      .says('office hours')
      .getsReply(/one person comes\. What they ask:\n+.*How long is a headline\?/);

    await remind(startsAt - dayMs - 1);
    await hears(ana, /^Office hours are tomorrow/, 0);
    // On two machines at once, and again.
    await Promise.all([remind(startsAt - dayMs), remind(startsAt - dayMs)]);
    await remind(startsAt - 2 * hourMs);
    await hears(ana, /^Office hours are tomorrow/, 1);
    await remind(startsAt - hourMs);
    await remind(startsAt - hourMs / 2);
    await hears(ana, /^Office hours begin within the hour/, 1);
    await hears(ben, /^Office hours (?:are tomorrow|begin)/, 0);
    await hears(fay, /one person comes\. What they ask:\n+.*How long is a headline\?/, 2);
    expect(ana.sees().find(({ text }) => text.startsWith('Office hours are tomorrow'))?.isPrivate).toBe(true);
  });

  test('called off, those who would come are told, and nobody is reminded; “stop” is obeyed', async () => {
    await fay.says('office hours next friday 3pm');
    await fay.presses('Schedule');
    const [hour] = await stage.models.officeHours.find().lean();
    const startsAt = hour?.startsAt ?? 0;
    await announceJob(stage.app, stage.stores, await loadCatalogue(), silentLogger)(Date.now(), spreadMs);
    await settled();
    await ana.presses('Going').getsReply(/^Good/);
    await ben.presses('Going').getsReply(/^Good/);
    await ben.goesTo('dm');
    await ben.says('weekly numbers');
    const author = await stage.stores.people.userIdOf(
      stage.authorOf('ben').surface,
      stage.authorOf('ben').accountId,
    );
    await stage.stores.settings.write('person', author ?? '', 'pausedUntil', startsAt + dayMs, Date.now());
    await remind(startsAt - dayMs);
    await hears(ana, /^Office hours are tomorrow/, 1);
    await hears(ben, /^Office hours are tomorrow/, 0);
    await fay.says('office hours');
    await fay.presses('Call off the next').getsReply(/^Call off the office hours on/);
    await fay.presses('Call it off').getsReply(/are called off\. Whoever would come is told/);
    await remind(startsAt - 5 * hourMs);
    await remind(startsAt - hourMs);
    await hears(ana, /do not take place/, 1);
    await hears(ana, /^Office hours begin/, 0);
    await ben.goesTo('#general');
    await hears(ben, /do not take place/, 1);
  });
});
