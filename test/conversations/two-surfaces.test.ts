import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillFoundationOf } from '../support/conversation.ts';
import { type DiscordElevate, startOnDiscord } from '../support/discord-elevate.ts';
import type { DiscordTalker } from '../support/discord-talker.ts';
import { type SlackElevate, startOnSlack } from '../support/slack-elevate.ts';
import type { SlackTalker } from '../support/slack-talker.ts';
import { wordsOf } from '../support/talker.ts';

/** One program that hears Slack and Discord. */
let onSlack: SlackElevate;
let onDiscord: DiscordElevate;
let inSlack: SlackTalker;
let inDiscord: DiscordTalker;

beforeEach(async () => {
  onSlack = await startOnSlack();
  onDiscord = await startOnDiscord({ beside: onSlack, privilegedIntents: ['MessageContent'] });
  inSlack = onSlack.talker('ana');
  inDiscord = onDiscord.talker('ana');
});

afterEach(async () => {
  await onDiscord.end();
  await onSlack.end();
});

const slackAuthor = () => {
  const { id, dm } = inSlack.person;
  return { surface: 'slack' as const, accountId: `${dm.workspaceId}:${id}`, name: 'Ana' };
};

async function foundationOf(author: ReturnType<typeof slackAuthor>) {
  const { userId } = await onSlack.stores.people.recognise(author, Date.now());
  return onSlack.stores.foundations.read(userId);
}

test('begun in Slack, joined, gone on with in Discord: one Foundation and the same saved work', async () => {
  // In Slack: a Foundation, an answer, an asset.
  await fillFoundationOf(onSlack.stores, slackAuthor(), 'Poured on Tuesdays');
  await inSlack.says('@Writer F3').getsReply(/No model is set/);
  await inSlack.presses('Paste the answer');
  await inSlack.fillsIn({ answer: '1. Candles poured on Tuesdays' }).getsReply(/Kept as the answer/);
  await inSlack.presses('Save').getsReply(/Saved as a draft/);

  // In Discord nobody knows who that is, until a code of theirs says so.
  const stranger = await inDiscord.says('my drafts');
  expect(stranger.map(({ text }) => text).join()).not.toContain('poured on Tuesdays');
  const { text } = await inSlack.says('link my account').getsReply(/Your code is/);
  const [code] = /\d{3} \d{3}/.exec(text) ?? [];
  await inDiscord.says(`link ${code}`).getsReply(/I can make them one/);
  await inDiscord.presses('Join them').getsReply(/you are one person for me now/);

  // The saved work of Slack is at hand in Discord, and a prompt is filled from the Foundation given in Slack.
  await inDiscord.says('my drafts').getsReply(/poured on Tuesdays/);
  const run = await inDiscord.says('@Writer F3');
  expect(wordsOf(run)).toMatch(/No model is set/);
  expect(wordsOf(run)).toContain('Poured on Tuesdays');

  // What changes in Discord has changed in Slack.
  await inDiscord.says('add a pain: the wick drowns').getsReply(/the wick drowns/);
  expect((await foundationOf(slackAuthor())).customerAvatar.pains).toContain('the wick drowns');
  await inSlack.says('remove the second pain').getsReply(/Shall I remove this[\s\S]*the wick drowns/);
  expect(await onSlack.models.persons.countDocuments({})).toBe(1);
});
