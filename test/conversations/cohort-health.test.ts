import { beforeEach, expect, test } from 'vitest';
import { digestJob } from '../../src/compose.ts';
import { momentOf } from '../../src/jobs/local-clock.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { cohortOf } from '../support/cohort-values.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { silentLogger } from '../support/silent-logger.ts';
import { filesOf, hears, type Talker } from '../support/talker.ts';

const dayMs = 86_400_000;

onEverySurface('how a cohort is', (stage) => {
  let fay: Talker;
  let ana: Talker;

  beforeEach(async () => {
    await stage.begin();
    [fay, ana] = [await stage.person('fay'), await stage.person('ana')];
    await fay.says('help');
    await ana.says('help');
    const personOf = async (name: 'fay' | 'ana') =>
      (await stage.stores.people.recognise(stage.authorOf(name), Date.now())).personId;
    const [leader, member] = [await personOf('fay'), await personOf('ana')];
    const others = ['ben', 'cleo', 'dan', 'eve'];
    await stage.models.persons.insertMany(
      others.map((_id) => ({
        _id,
        userId: `user of ${_id}`,
        name: `${_id.charAt(0).toUpperCase()}${_id.slice(1)}`,
      })),
    );
    await stage.models.userPromptExecutions.insertMany(
      [1, 2, 3].map((days) => ({
        _id: `run ${days}`,
        userId: 'user of ben',
        promptCode: 'H1',
        elevateStep: 'Hook',
        inputContextSnapshot: {},
        aiRequestTimestamp: Date.now() - days * dayMs,
        status: 'Error',
      })),
    );
    await stage.models.userModuleProgress.insertMany(
      ['ben', 'cleo'].map((name) => ({
        _id: `${name} 0`,
        userId: `user of ${name}`,
        moduleId: 'module:0',
        status: 'Completed',
        completedAt: Date.now(),
      })),
    );
    await stage.stores.cohorts.create(
      cohortOf({
        _id: 'spring',
        name: 'Spring 27',
        facilitatorPersonIds: [leader],
        memberPersonIds: [member, ...others],
        timeZone: 'Europe/London',
        startsAt: Date.now() - 40 * dayMs,
      }),
    );
  });

  test('is told to whoever leads it, alone, with who is stuck and why, and as a file; it stands in the audit', async () => {
    const told = await fay.says('who is stuck?').getsReply(/Spring 27.*5 people/s);
    expect(told.text).toMatch(/Ben: 3 failed runs of H1/);
    expect(told.text).toMatch(/Cleo: silent for \d+ days/);
    expect(told.text).not.toMatch(/Ana: /);
    expect(told.text).toMatch(/No numbers for a week.*\(5 of 5\)/s);
    expect(told.text).toMatch(/Finished.*: Foundation 2/s);
    expect(told.text).toMatch(/Prompts this week.*: H1 3/s);
    const [file] = filesOf(await fay.presses('As a file'));
    expect((await file?.read())?.toString()).toMatch(
      /^Name,Stuck,Numbers within a week\r\n.*Ben,3 failed runs of H1,no/s,
    );
    const acts = await stage.models.audit.find().sort({ at: 1 }).lean();
    expect(acts.map(({ action, detail }) => [action, detail])).toEqual([
      ['read cohort health', 'Spring 27'],
      ['export cohort health', 'Spring 27'],
    ]);
    await fay.goesTo('#general');
    const inChannel = await fay.says('@Director who is stuck?');
    expect(
      inChannel
        .filter(({ isPrivate }) => !isPrivate)
        .map(({ text }) => text)
        .join(),
    ).not.toMatch(/Ben/);
    hears(inChannel, /Ben: 3 failed runs/);
    // Who leads none hears nothing of anybody.
    expect(JSON.stringify(await ana.says('who is stuck?'))).not.toMatch(/Ben|Cleo|Spring/);
  });

  test('comes on Monday at nine by the cohort’s clock, once, and not when it is two hours late', async () => {
    const digest = digestJob(stage.app, stage.stores, await loadCatalogue(), silentLogger);
    const monday = nextMonday();
    expect(await digest(monday - 60_000)).toBe(0);
    await Promise.all([digest(monday), digest(monday)]);
    await digest(monday + 60_000);
    await expect.poll(() => stage.models.outbox.countDocuments({ state: { $ne: 'delivered' } })).toBe(0);
    await expect
      .poll(() => fay.sees().filter(({ text }) => /Your week with Spring 27/.test(text)).length)
      .toBe(1);
    expect(await digest(monday + 7 * dayMs + 2 * 3_600_000 + 1)).toBe(0);
    expect(fay.sees().filter(({ text }) => /Your week with/.test(text))).toHaveLength(1);
  });
});

function nextMonday(): number {
  for (let ahead = 1; ; ahead += 1) {
    const day = new Date(Date.now() + ahead * dayMs);
    if (day.getUTCDay() === 1) return momentOf(day.toISOString().slice(0, 10), '09:00', 'Europe/London');
  }
}
