import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { announceJob } from '../../src/compose.ts';
import type { Announcement } from '../../src/domain/announcement.ts';
import { spreadMs } from '../../src/jobs/spread.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { type Elevate, type Person, startElevate } from '../support/elevate.ts';
import { silentLogger } from '../support/silent-logger.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';

const hourMs = 3_600_000;
/** A Tuesday; the next Friday is the 4th. */
const tuesday = Date.parse('2026-12-01T10:00:00Z');

describe('announcements', () => {
  let elevate: Elevate;
  let clock: TestClock;
  let fay: Person;
  let ana: Person;
  let cohortId = '';
  let number = 0;

  beforeAll(async () => {
    clock = createTestClock({ startMs: tuesday, running: true });
    elevate = await startElevate({ clock });
    fay = await elevate.person('fay');
    ana = await elevate.person('ana');
  });
  afterAll(() => elevate.end());

  beforeEach(async () => {
    // One cohort at a time, each with a channel of its own.
    for (const { _id } of await elevate.stores.cohorts.all())
      await elevate.stores.cohorts.change(_id, () => ({ endedAt: 1 }));
    number += 1;
    await fay.goesTo('dm');
    const name = `Spring ${number}`;
    await fay.says(`create cohort ${name}`);
    await fay.presses('Fill in');
    await fay.fillsIn({ name, startsOn: '4 January 2027', timeZone: 'London' });
    await fay.goesTo(`#group${number}`);
    await fay.says(`@Elevate connect this channel to ${name}`);
    await fay.presses('Connect channel').getsReply(/^Connected/);
    await fay.goesTo('dm');
    cohortId = (await elevate.stores.cohorts.all()).find((one) => one.name === name)?._id ?? '';
  });

  async function runJob(atMs: number, aheadMs = spreadMs): Promise<void> {
    const job = announceJob(elevate.app, elevate.stores, await loadCatalogue(), silentLogger);
    await job(atMs, aheadMs);
  }

  const posts = async () =>
    (
      await elevate.models.playgroundMessages.find({ 'thread.place': `#group${number}`, cause: 'job' }).lean()
    ).map(({ text }) => text);
  const only = async (state: Announcement['state']) =>
    (await elevate.stores.announcements.ofCohort(cohortId, [state]))[0];
  const receipts = () => fay.seen.filter(({ text }) => /^\*\*(?:Posted|Changed|Under way)/.test(text));

  test('a lesson is read in words, shown, scheduled, posted once, and its author gets a receipt', async () => {
    const said = await fay.says('announce module 3 next friday 9am');
    expect(said.text).toMatch(/\*\*Module 3 · Identify.*\*\*\n/);
    expect(said.text).toMatch(
      /Spring \d+ reads this on \*\*Friday (?:4|11) December at 09:00 \(London time\)\*\*/,
    );
    expect(said.text).toMatch(/- the playground: one channel, one message, it pings nobody/);
    await fay.presses('Schedule').getsReply(/^Scheduled for \*\*Friday/);
    await fay.presses('Schedule').getsReply(/^Scheduled for/);
    const dueAt = (await only('scheduled'))?.dueAt ?? 0;
    await runJob(dueAt - 1);
    expect(await posts()).toEqual([]);
    // On two machines at once, and again.
    await Promise.all([runJob(dueAt), runJob(dueAt)]);
    await runJob(dueAt + hourMs);
    const [post, ...more] = await posts();
    expect(more).toEqual([]);
    expect(post).toMatch(/^\*\*Module 3 · Identify/);
    await expect.poll(() => receipts().length).toBe(1);
    expect(receipts()[0]?.text).toMatch(
      /^\*\*Posted\*\*: Module 3 · Identify, for Spring \d+\.\n- the playground: it is there\.$/,
    );

    // The recording goes into the same post.
    await fay.says('recording for module 3 https://example.org/rec').getsReply(/^I change the post/);
    await runJob(dueAt + 2 * hourMs);
    await runJob(dueAt + 2 * hourMs);
    const after = await posts();
    expect(after).toHaveLength(1);
    expect(after[0]).toContain('Recording: https://example.org/rec');
    await expect.poll(() => receipts().length).toBe(2);

    // Below it, whoever is mentioned answers; people among themselves are left alone.
    const conversation = await elevate.models.conversations
      .findOne({ place: `#group${number}`, thread: /^post:/ })
      .lean();
    expect(conversation?.owningAgent).toBeUndefined();
  });

  test('what is not clear is asked, and nothing is scheduled by it', async () => {
    await fay.says('announce module 3').getsReply(/^When shall it be posted\?/);
    await fay.says('announce module 3 next friday').getsReply(/^At what time on Friday/);
    await fay
      .says('announce module 3 next friday at 9')
      .getsReply(/^In the morning or in the evening, on Friday/);
    await fay.says('announce module 3 on 1 November 2026 at 9am').getsReply(/^That time is past/);
    await fay
      .says('announce the call moves from friday 9am to thursday 10am')
      .getsReply(/^I read two times there/);
    await fay.says('announce').getsReply(/read: a lesson, or your own words\?/);
    expect(await only('scheduled')).toBeUndefined();
    await ana.says('announce module 3 next friday 9am').getsReply(/^You lead no cohort yet/);
    expect(await elevate.models.announcements.countDocuments({ authorPersonId: { $exists: false } })).toBe(0);
  });

  test('own words are posted as they are and ping nobody; a draft is edited and cancelled', async () => {
    const said = await fay.says(
      'announce friday 9am: @everyone the call moves to thursday 3pm. Bring "form 2".',
    );
    expect(said.text).toContain('the call moves to thursday 3pm. Bring "form 2".');
    await fay.presses('Edit');
    await fay.fillsIn({ when: '3 days ago' }).getsReply(/past|When/);
    await fay
      .fillsIn({ when: '5 December 2026 10:00', text: '@everyone the call is at ten' })
      .getsReply(/Saturday 5 December at 10:00/);
    await fay.presses('Schedule').getsReply(/^Scheduled/);
    await fay
      .says('announcements')
      .getsReply(/Saturday 5 December at 10:00 .*: “@.*everyone the call is at ten”/s);
    const dueAt = (await only('scheduled'))?.dueAt ?? 0;
    await runJob(dueAt);
    expect((await posts())[0]).toMatch(/^@\u200deveryone the call is at ten/);

    await fay.says('announce module 4 friday 9am');
    await fay.presses('Schedule');
    await fay.presses('Cancel').getsReply(/^Cancelled: nothing is posted/);
    await runJob(dueAt);
    expect(await posts()).toHaveLength(1);
  });

  test('more than two hours late it is left out, and said; so it is without a channel', async () => {
    await fay.says('announce module 3 next friday 9am');
    await fay.presses('Schedule');
    const dueAt = (await only('scheduled'))?.dueAt ?? 0;
    await runJob(dueAt + 2 * hourMs + spreadMs + 1, 0);
    expect(await posts()).toEqual([]);
    await expect.poll(() => fay.seen.at(-1)?.text).toMatch(/was more than two hours late, so I left it out/);
    expect(await only('skipped')).toBeDefined();
    // Within them it is posted late.
    await fay.presses('Edit');
    await fay.fillsIn({ when: '4 December 2026 09:00' });
    await fay.presses('Schedule');
    await runJob(Date.parse('2026-12-04T10:30:00Z'), 0);
    expect(await posts()).toHaveLength(1);

    await fay.says('announce module 4 next friday 9am');
    await fay.presses('Schedule');
    const channels = (await elevate.stores.cohorts.get(cohortId))?.places ?? [];
    await elevate.stores.cohorts.change(cohortId, () => ({ places: [] }));
    await runJob((await only('scheduled'))?.dueAt ?? 0);
    await expect.poll(() => fay.seen.at(-1)?.text).toMatch(/has no channel yet/);

    // What is scheduled for a cohort that is over is not posted, and nobody is told late.
    await elevate.stores.cohorts.change(cohortId, () => ({ places: channels }));
    await fay.says('announce module 5 next friday 9am');
    await fay.presses('Schedule');
    await fay.says('end the cohort').getsReply(/what is scheduled for its channels is not posted/);
    await fay.presses('End cohort');
    await runJob((await only('scheduled'))?.dueAt ?? 0);
    expect(await posts()).toHaveLength(1);
    expect(await only('cancelled')).toMatchObject({ moduleNumber: 5 });
  });

  test('all lessons by the first day: proposed, changed in lines, scheduled once', async () => {
    const plan = await fay.says('lesson plan').getsReply(/^I would announce the lessons to Spring/);
    expect(plan.text).toContain('- 0 Foundation: Mon 4 Jan 2027 09:00');
    expect(plan.text).toContain('- 9 Share: Mon 8 Mar 2027 09:00');
    expect(await only('scheduled')).toBeUndefined();
    await fay.presses('Schedule all').getsReply(/^Scheduled for Spring/);
    await fay.presses('Schedule all').getsReply(/^Scheduled for Spring/);
    expect(await elevate.models.announcements.countDocuments({ cohortId })).toBe(10);
    await fay.says('lesson plan');
    await fay.presses('Change the plan');
    await fay
      .fillsIn({ plan: ['0 Foundation: Mon 4 Jan 2027', '1 Hook: Tue 12 Jan 2027 10:00'] })
      .getsReply(/Module 0: At what time/);
    await fay
      .fillsIn({ plan: ['0 Foundation: Mon 4 Jan 2027 09:00', '1 Hook: Tue 12 Jan 2027 10:00'] })
      .getsReply(/1 Hook: Tue 12 Jan 2027 10:00/);
    const [first, second] = await elevate.stores.announcements.ofCohort(cohortId, ['scheduled']);
    expect([first?.moduleNumber, second?.moduleNumber]).toEqual([0, 1]);
    expect(new Date(second?.dueAt ?? 0).toISOString()).toBe('2027-01-12T10:00:00.000Z');
  });
});
