import { afterEach, expect, test } from 'vitest';
import { createReadFiles } from '../../../src/adapters/slack/read-files.ts';
import { readMissed } from '../../../src/adapters/slack/read-missed.ts';
import { singleWorkspace, slackClient } from '../../../src/adapters/slack/workspaces.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { type SlackElevate, startOnSlack } from '../../support/slack-elevate.ts';
import { createTestClock } from '../../support/test-clock.ts';

const admits = async () => true;
const readFiles = createReadFiles(undefined, silentLogger);
let elevate: SlackElevate;
afterEach(() => elevate.end());

test('what was written in an active thread while nobody listened is kept at the next start, once', async () => {
  elevate = await startOnSlack();
  const { slack, models, app } = elevate;
  const general = slack.channel('general');
  const ana = elevate.talker('ana', general);
  await ana.says(`${slack.botMention} @Teacher what does ROCKET stand for?`);
  const [thread] = await models.conversations.find().lean();
  const active = [
    { place: thread?.place ?? '', root: thread?.thread ?? '', lastMessageAtMs: thread?.lastMessageAt ?? 0 },
  ];

  const before = await models.inbox.countDocuments();
  const workspaces = await singleWorkspace(slackClient(slack.botToken, slack.apiUrl, silentLogger));
  const deps = { program: app, workspaces, readFiles, admits, clock: createTestClock(), log: silentLogger };
  await readMissed(active, deps, new AbortController().signal);
  // All of it was heard before.
  expect(await models.inbox.countDocuments()).toBe(before);
  await ana.person.says(general, 'and what is a hook?', { thread: thread?.thread ?? '' });
  await elevate.settled();
  // As if neither message had come through: what stands in Slack is kept, and nothing of the bot's own.
  await models.inbox.deleteMany({});
  await readMissed(active, deps, new AbortController().signal);
  const kept = await models.inbox.find().lean();
  expect(kept.map(({ incoming }) => incoming.kind === 'message' && incoming.text).sort()).toEqual([
    '@Elevate @Teacher what does ROCKET stand for?',
    'and what is a hook?',
  ]);
  await elevate.settled();
});

test('a rate limit is waited for, and the end of the program ends the wait', async () => {
  elevate = await startOnSlack();
  const { slack, app } = elevate;
  const general = slack.channel('general');
  const clock = createTestClock();
  const workspaces = await singleWorkspace(slackClient(slack.botToken, slack.apiUrl, silentLogger));
  slack.faults.rateLimit('conversations.history', { retryAfterSeconds: 60 });
  const ending = new AbortController();
  const active = [{ place: `${slack.team.id}/${general.id}`, root: 'home:1', lastMessageAtMs: 0 }];
  const reading = readMissed(
    active,
    { program: app, workspaces, readFiles, admits, clock, log: silentLogger },
    ending.signal,
  );
  await expect.poll(() => slack.callsTo('conversations.history').length).toBe(1);
  await expect
    .poll(() => {
      clock.advance(60_000);
      return slack.callsTo('conversations.history').length;
    })
    .toBe(2);
  await reading;

  slack.faults.rateLimit('conversations.history', { retryAfterSeconds: 60 });
  const again = readMissed(
    active,
    { program: app, workspaces, readFiles, admits, clock, log: silentLogger },
    ending.signal,
  );
  await expect.poll(() => slack.callsTo('conversations.history').length).toBe(3);
  ending.abort();
  await again;
  slack.expectAllUsed();
});
