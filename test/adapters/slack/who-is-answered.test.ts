import { afterEach, expect, test } from 'vitest';
import type { SlackAnswers } from '../../../src/adapters/slack/admission.ts';
import { createRecordingLogger } from '../../support/recording-logger.ts';
import { type SlackElevate, startOnSlack } from '../../support/slack-elevate.ts';
import type { Person } from '../../support/slack-server/person.ts';
import type { Channel, StoredMessage } from '../../support/slack-server/world.ts';
import { wordsOfMessage } from '../../support/slack-words.ts';
import { createTestClock } from '../../support/test-clock.ts';

let elevate: SlackElevate;
const slack = () => elevate.slack;

afterEach(async () => {
  elevate.slack.expectAllUsed();
  await elevate.end();
});

async function begin(answers: Partial<SlackAnswers>, transport: 'socket' | 'http' = 'socket') {
  const log = createRecordingLogger();
  const clock = createTestClock({ running: true });
  elevate = await startOnSlack({ answers, log, clock, transport });
  const shared = slack().channel('shared', { isExtShared: true });
  const kinds = {
    member: slack().user('member'),
    guest: slack().user('guest', { isRestricted: true }),
    outsider: slack().user('outsider', { isStranger: true }),
  };
  return { shared, general: slack().channel('general'), ...kinds, log, clock };
}

/** Somebody mentions us: resolves when they are answered in the thread, or told alone why not. */
async function heardBy(person: Person, channel: Channel, text = 'help'): Promise<string> {
  const said = await person.says(channel, `${slack().botMention} ${text}`);
  expect(await said.acknowledged).toBe(true);
  const alone = () =>
    slack()
      .ephemeralFor(person)
      .find(({ ts }) => ts > said.ts);
  const openly = () => slack().messagesIn(channel, said.thread)[1];
  await slack().until(() => alone() ?? openly(), 'an answer');
  await elevate.settled();
  expect(alone() === undefined).toBe(openly() !== undefined);
  return alone()?.text ?? 'answered in the thread';
}

const answered = 'answered in the thread';

test('in shared channels members are answered, and people of other organisations only by their own setting', async () => {
  const { shared, member, outsider } = await begin({ sharedChannels: true });
  expect(await heardBy(member, shared)).toBe(answered);
  expect(await heardBy(outsider, shared)).toMatch(/another organisation.*SLACK_OUTSIDERS=on/);
  // Nothing of theirs is kept.
  expect(await elevate.models.inbox.countDocuments()).toBe(1);
  await elevate.leave();
  elevate = await startOnSlack({ after: elevate, answers: { sharedChannels: true, outsiders: true } });
  expect(await heardBy(outsider, shared)).toBe(answered);
});

test('guests are answered, unless a setting says otherwise; then nobody is asked about anew for a day', async () => {
  const { general, guest, member } = await begin({});
  expect(await heardBy(guest, general)).toBe(answered);
  await elevate.leave();
  elevate = await startOnSlack({ after: elevate, answers: { guests: false } });
  const before = slack().callsTo('users.info').length;
  expect(await heardBy(guest, general)).toMatch(/as a guest.*SLACK_GUESTS=on/);
  // Not addressed to us, so nothing is said to it, and nothing is done with it.
  const said = await guest.says(general, 'help with this please');
  expect(await said.acknowledged).toBe(true);
  expect(slack().ephemeralFor(guest)).toHaveLength(1);
  expect(slack().callsTo('users.info')).toHaveLength(before + 1);
  expect(await heardBy(member, general)).toBe(answered);
});

test('a guest who is turned away is told so by command, button and App Home as well', async () => {
  const { general, guest } = await begin({});
  await elevate.talker('guest').says('hi, just joined, I sell candles');
  await elevate.leave();
  elevate = await startOnSlack({ after: elevate, answers: { guests: false } });
  const kept = await elevate.models.inbox.countDocuments();
  await guest.joins(general);
  expect(JSON.stringify(await guest.runsCommand('/elevate', 'help', { in: general }))).toMatch(/as a guest/);
  await guest.opensHome();
  const home = await slack().until(() => slack().homeOf(guest), 'App Home');
  expect(JSON.stringify(home.blocks)).toMatch(/as a guest/);
  expect(JSON.stringify(home.blocks)).not.toMatch(/Good next steps/);
  const [welcome] = slack()
    .messagesIn(guest.dm)
    .filter(({ botId }) => botId !== undefined);
  await guest.presses(welcome as StoredMessage, 'Start my Foundation');
  await slack().until(
    () =>
      slack()
        .messagesIn(guest.dm)
        .some((one) => /as a guest/.test(wordsOfMessage(one))),
    'the sentence',
  );
  expect(slack().openView(guest)).toBeUndefined();
  expect(await elevate.models.inbox.countDocuments()).toBe(kept);
});

test('while Slack cannot say who somebody is, the event is left for Slack to send again', async () => {
  const { general, guest, log, clock } = await begin({ guests: false }, 'http');
  slack().faults.fail('users.info', 'internal_error');
  const said = await guest.says(general, `${slack().botMention} help`);
  const left = () => log.lines.filter(({ message }) => /could not be taken/.test(message)).length;
  // Both twins, and what Slack sends again at once.
  await expect.poll(left, { timeout: 60_000 }).toBe(4);
  expect(log.text()).toMatch(/does not say who somebody is/);
  expect(slack().ephemeralFor(guest)).toEqual([]);
  expect(await elevate.models.inbox.countDocuments()).toBe(0);
  clock.advance(61_000);
  expect(await said.acknowledged).toBe(true);
  await slack().until(() => slack().ephemeralFor(guest)[0], 'the sentence');
  expect(slack().ephemeralFor(guest)).toHaveLength(1);
});
