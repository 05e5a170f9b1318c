import { afterEach, beforeEach, expect, test } from 'vitest';
import { announceJob } from '../../src/compose.ts';
import { spreadMs } from '../../src/jobs/spread.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { type DiscordElevate, startOnDiscord } from '../support/discord-elevate.ts';
import type { DiscordTalker } from '../support/discord-talker.ts';
import { silentLogger } from '../support/silent-logger.ts';
import { type SlackElevate, startOnSlack } from '../support/slack-elevate.ts';
import type { SlackTalker } from '../support/slack-talker.ts';

/** One program that hears Slack and Discord, and one facilitator who is in both. */
let onSlack: SlackElevate;
let onDiscord: DiscordElevate;
let inSlack: SlackTalker;
let inDiscord: DiscordTalker;

beforeEach(async () => {
  onSlack = await startOnSlack();
  onDiscord = await startOnDiscord({ beside: onSlack, privilegedIntents: ['MessageContent'] });
  inSlack = onSlack.talker('fay');
  inDiscord = onDiscord.talker('fay');
});

afterEach(async () => {
  await onDiscord.end();
  await onSlack.end();
});

const slackChannel = () => onSlack.slack.channel('general');
const inSlackChannel = () =>
  onSlack.slack.messagesIn(slackChannel()).filter(({ botId, threadTs }) => botId && !threadTs);
const inDiscordChannel = () =>
  onDiscord.discord.messagesIn(onDiscord.general).filter(({ isByBot }) => isByBot);
const lessons = <Message extends { text: string }>(messages: readonly Message[]) =>
  messages.filter(({ text }) => text.includes('Module 3'));

async function runJob(atMs: number): Promise<void> {
  await announceJob(onSlack.app, onSlack.stores, await loadCatalogue(), silentLogger)(atMs, spreadMs);
}

/** Fay of both is one person, leads Spring 27, and has connected a channel of each. */
async function leadsOnBoth(): Promise<void> {
  const { text } = await inSlack.says('link my account').getsReply(/Your code is/);
  await inDiscord.says(`link ${/\d{3} \d{3}/.exec(text)?.[0]}`);
  await inDiscord.presses('Join them').getsReply(/you are one person for me now/);
  const { id, dm } = inSlack.person;
  const known = await onSlack.stores.staff.standingOf('slack', `${dm.workspaceId}:${id}`);
  await onSlack.stores.staff.setRole(known?.personId ?? '', 'Facilitator');
  await inSlack.says('create cohort Spring 27');
  await inSlack
    .fillsIn({ name: 'Spring 27', timeZone: 'London', startsOn: '4 January 2027' })
    .getsReply(/Spring 27/);
  await inSlack.goesTo('#general');
  await inSlack.says('@Elevate connect this channel');
  await inSlack.presses('Connect channel').getsReply(/^Connected/);
  await inSlack.goesTo('dm');
  await inDiscord.goesTo('#general');
  await inDiscord.says('@Elevate connect this channel');
  await inDiscord.presses('Connect channel').getsReply(/^Connected/);
}

test('an announcement goes to both at once; where one fails the receipt says so, and Retry posts only what is missing', async () => {
  const role = onDiscord.guild.role('spring', { mentionable: true });
  const member = onDiscord.discord.user('ben');
  onDiscord.guild.joins(member, { roles: [role] });
  await leadsOnBoth();

  const preview = await inSlack.says('announce module 3 tomorrow 9am, ping @spring');
  expect(preview.map(({ text }) => text).join('\n')).toMatch(
    /Slack: one channel, one message, it pings nobody\n+.*Discord: one channel, one message, it pings the role spring alone/,
  );
  await inSlack.presses('Schedule').getsReply(/^Scheduled for/);
  const [announcement] = await onSlack.models.announcements.find().lean();
  const dueAt = announcement?.dueAt ?? 0;

  // Discord takes no message there just now.
  onDiscord.discord.willRefuse('POST /webhooks/:webhook/:token', {
    status: 403,
    code: 50013,
    message: 'Missing Permissions',
  });
  await runJob(dueAt);
  await onSlack.settled();
  expect(lessons(inSlackChannel())).toHaveLength(1);
  expect(lessons(inDiscordChannel())).toEqual([]);
  const receipt = () => inSlack.sees().filter(({ text }) => /^\*?\*?Posted/.test(text));
  await expect.poll(() => receipt().length).toBe(1);
  expect(receipt()[0]?.text).toMatch(/Slack: it is there\.[\s\S]*Discord: not posted\./);
  // Nobody got in private what was for the channel.
  expect(lessons(onDiscord.discord.messagesIn(inDiscord.person.directMessages))).toEqual([]);

  await inSlack.presses('Retry').getsReply(/^I try Discord once more/);
  await inSlack.presses('Retry').getsReply(/^I am at it already/);
  await Promise.all([runJob(dueAt), runJob(dueAt)]);
  await onSlack.settled();
  expect(lessons(inSlackChannel())).toHaveLength(1);
  const [posted, ...more] = lessons(inDiscordChannel());
  expect(more).toEqual([]);
  // The role that was named is pinged, by its members' own choice, and nobody else.
  expect(posted?.pinged).toEqual({ everyone: false, users: [], roles: [role.id] });
  await expect.poll(() => receipt().length).toBe(2);
  expect(receipt()[1]?.text).toMatch(/Slack: it is there\.[\s\S]*Discord: it is there\./);
  await inSlack.presses('Retry').getsReply(/^It is in every channel/);
  // A thread for questions stands below it.
  expect(onDiscord.discord.threadsOf(onDiscord.general).map(({ id }) => id)).toContain(posted?.id);

  // There whoever is mentioned answers, and people among themselves are left alone.
  await inSlack.goesTo('#general');
  inSlack.thread = lessons(inSlackChannel())[0]?.ts;
  await inSlack.says('who else is stuck on this?').getsNoReply();
  await inSlack.says('@Teacher what is a lead?').getsReply(/./);
  expect(
    onSlack.slack.messagesIn(slackChannel(), inSlack.thread).filter(({ botId }) => botId).length,
  ).toBeGreaterThan(1);
  await inSlack.goesTo('dm');
  await inSlack.says('recording for module 3: https://example.org/rec').getsReply(/^I change the post/);
  await runJob(dueAt);
  await onSlack.settled();
  expect(lessons(inSlackChannel())).toMatchObject([{ text: expect.stringContaining('example.org/rec') }]);
  expect(lessons(inDiscordChannel())).toMatchObject([
    { text: expect.stringContaining('https://example.org/rec'), isEdited: true },
  ]);
  await expect.poll(() => inSlack.sees().some(({ text }) => /^\*?\*?Changed/.test(text))).toBe(true);
});

test('by commands; where Slack takes no message it is said, and nobody gets it in private', async () => {
  await leadsOnBoth();
  const { person } = inSlack;
  await person.runsCommand('/elevate', 'announce module 3 tomorrow 9am', { in: slackChannel() });
  await onSlack.settled();
  await inSlack.presses('Schedule').getsReply(/^Scheduled for/);
  const shown = await inDiscord.person.runsCommand('announce', { text: 'module 4 tomorrow 10am' }).message();
  expect(shown.isPrivate).toBe(true);
  const cohorts = await inDiscord.person.runsCommand('cohort').message();
  expect(cohorts.text).toContain('Spring 27');

  const [announcement] = await onSlack.models.announcements.find({ state: 'scheduled' }).lean();
  onSlack.slack.faults.fail('chat.postMessage', 'not_in_channel', {
    when: ({ args }) => args.text('channel') === slackChannel().id,
  });
  await runJob(announcement?.dueAt ?? 0);
  await onSlack.settled();
  expect(lessons(inSlackChannel())).toEqual([]);
  expect(lessons(inDiscordChannel())).toHaveLength(1);
  await expect
    .poll(() => inSlack.sees().some(({ text }) => /Slack: not posted[\s\S]*Discord: it is there/.test(text)))
    .toBe(true);
  // The preview is the only one that she was shown alone.
  const alone = onSlack.slack.messagesIn(person.dm);
  expect(alone.filter(({ text }) => text.includes('the easy ask'))).toHaveLength(1);
});
