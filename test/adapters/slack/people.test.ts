import { afterEach, expect, test } from 'vitest';
import { createRecordingLogger } from '../../support/recording-logger.ts';
import { type SlackElevate, startOnSlack } from '../../support/slack-elevate.ts';
import { createTestClock } from '../../support/test-clock.ts';

let elevate: SlackElevate;
const profile = async () => (await elevate.models.accounts.find().lean())[0]?.profile;
const dayMs = 24 * 60 * 60_000;

afterEach(async () => {
  elevate.slack.expectAllUsed();
  await elevate.end();
});

test('what a Slack profile says is kept, asked for once a day, and followed', async () => {
  const clock = createTestClock({ running: true });
  elevate = await startOnSlack({ clock });
  const { slack } = elevate;
  slack.user('ana', { tz: 'Europe/Lisbon', locale: 'pt-PT', realName: 'Ana Moreira', displayName: 'Ana' });
  const ana = elevate.talker('ana');
  await ana.says('help');
  const told = { name: 'Ana', firstName: 'Ana', lastName: 'Moreira', email: 'ana@example.com' };
  expect(await profile()).toEqual({ ...told, timeZone: 'Europe/Lisbon', locale: 'pt-PT' });
  expect((await elevate.models.persons.find().lean())[0]).toMatchObject(told);

  Object.assign(slack.profileOf(ana.person), {
    tz: 'America/New_York',
    locale: 'en-US',
    displayName: 'Ana M',
  });
  await ana.says('help');
  expect(slack.callsTo('users.info')).toHaveLength(1);
  clock.advance(dayMs + 1);
  await ana.says('help');
  expect(slack.callsTo('users.info')).toHaveLength(2);
  expect(await profile()).toMatchObject({ name: 'Ana M', timeZone: 'America/New_York', locale: 'en-US' });
  expect((await elevate.models.persons.find().lean())[0]).toMatchObject({ name: 'Ana M' });
});

test('the day of a Foundation is written as its owner’s calendar and locale have it', async () => {
  const clock = createTestClock({ startMs: Date.UTC(2026, 2, 3, 23, 30), running: true });
  elevate = await startOnSlack({ clock });
  elevate.slack.user('ana', { tz: 'America/New_York', locale: 'en-US' });
  elevate.slack.user('ben', { tz: 'Australia/Sydney', locale: 'en-AU' });
  const [ana, ben] = [elevate.talker('ana'), elevate.talker('ben')];
  for (const person of [ana, ben]) {
    await person.says('help');
    const userId =
      (await elevate.stores.people.userIdOf('slack', `${elevate.slack.team.id}:${person.person.id}`)) ?? '';
    const change = [{ path: 'companyContext.coreOffers', after: 'Sour coffee' } as const];
    await elevate.stores.foundations.change(userId, `${userId}:1`, change, 'form', clock.nowMs());
  }
  for (const [person, day] of [
    [ana, 'March 3, 2026'],
    [ben, '4 March 2026'],
  ] as const) {
    const said = await person.says('@Sage what are my core offers?');
    expect(said.map(({ text }) => text).join('\n')).toContain(`last changed ${day}`);
  }
});

test('a slow look-up holds back neither the first sign nor, where it fails, the answer', async () => {
  const log = createRecordingLogger();
  elevate = await startOnSlack({ log });
  const { slack } = elevate;
  const general = slack.channel('general');
  const held = slack.faults.hold('users.info');
  const said = await slack.user('ana').says(general, `${slack.botMention} help`);
  await held.reached;
  await slack.until(() => slack.statusOf({ channelId: general.id, ts: said.thread }), 'the first sign');
  held.release();
  await elevate.settled();
  slack.faults.fail('users.info', 'missing_scope', { needed: 'users:read' });
  const ben = elevate.talker('ben');
  expect(await ben.says('help')).toHaveLength(1);
  expect(JSON.stringify(log.lines)).toMatch(/missing_scope.*npm run doctor/);
});

test('somebody deactivated meanwhile: their answer ends the delivery, and their profile stays', async () => {
  const log = createRecordingLogger();
  const clock = createTestClock({ running: true });
  elevate = await startOnSlack({ log, clock });
  const { slack } = elevate;
  const ana = elevate.talker('ana');
  await ana.says('help');
  const before = await profile();
  clock.advance(dayMs + 1);
  const held = slack.faults.hold('users.info');
  const asked = ana.says('help');
  await held.reached;
  slack.profileOf(ana.person).deleted = true;
  slack.faults.fail('chat.postMessage', 'user_disabled');
  held.release();
  expect(await asked).toEqual([]);
  expect(log.text()).toMatch(/user_disabled.*deactivated/);
  expect(await profile()).toEqual(before);
});
