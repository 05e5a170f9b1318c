import { afterEach, expect, test } from 'vitest';
import type { OutboxEntry } from '../../../src/domain/outbox-entry.ts';
import { type DiscordElevate, startOnDiscord } from '../../support/discord-elevate.ts';

let elevate: DiscordElevate;

afterEach(async () => {
  elevate.discord.expectAllUsed();
  await elevate.end();
});

/** Something to say in answer to what Ana said in #general, which nobody was asked to work. */
function entryFor(name: string, changes: Partial<OutboxEntry['content']> = {}): OutboxEntry {
  const ana = elevate.talker(name, elevate.general).person;
  const question = ana.says(elevate.general, 'how do I begin?');
  return {
    _id: `reply:discord:${question.id}:answer`,
    threadKey: `discord/${elevate.general.id}/${question.id}`,
    thread: { surface: 'discord', place: elevate.general.id, root: question.id, audience: 'channel' },
    position: '1',
    accountId: ana.id,
    personId: 'ana',
    inReplyTo: `discord:${question.id}`,
    cause: 'message',
    content: {
      part: 'answer',
      audience: 'thread',
      agent: 'Writer',
      text: 'One. Two.',
      buttons: [],
      ...changes,
    },
    state: 'growing',
    claimedUntil: 0,
    attempts: 0,
    nextAttemptAt: 0,
    createdAt: Date.now(),
  };
}

const saidInThread = () =>
  elevate.discord.threadsOf(elevate.general).flatMap((thread) => elevate.discord.messagesIn(thread));

test('a growing message whose first showing was not heard of is found, and grows on', async () => {
  elevate = await startOnDiscord();
  const entry = entryFor('ana');
  elevate.discord.willLoseResponse('POST /webhooks/:webhook/:token');
  expect((await elevate.platform.grow(entry, 'One.')).kind).toBe('unknown');
  expect(await elevate.platform.find(entry)).toEqual({
    kind: 'absent',
    platformMessageId: expect.any(String),
  });
  const grown = await elevate.platform.grow(entry, 'One. Two.');
  expect(grown.kind).toBe('delivered');
  expect(saidInThread().map(({ text }) => text)).toEqual(['One. Two.']);
});

test('what is private never grows, for where direct messages are closed it would grow in a note', async () => {
  elevate = await startOnDiscord();
  const entry = entryFor('ana', { audience: 'person' });
  elevate.talker('ana').person.closesDirectMessages();
  expect((await elevate.platform.grow(entry, 'One.')).kind).toBe('not-delivered');
  expect(saidInThread()).toEqual([]);
});

test('a rate limit is told with its time', async () => {
  elevate = await startOnDiscord();
  const entry = entryFor('ana');
  elevate.discord.willRateLimit('POST /webhooks/:webhook/:token', { retryAfterMs: 1_500, scope: 'user' });
  const refused = await elevate.platform.deliver(entry);
  expect(refused).toMatchObject({ kind: 'not-delivered', retryable: true });
  expect(refused.kind === 'not-delivered' && refused.retryAfterMs).toBeGreaterThanOrEqual(1_500);
});

test('an archived thread is opened again for an edit, and a deleted message is not said again', async () => {
  elevate = await startOnDiscord();
  const entry = entryFor('ana');
  const shown = await elevate.platform.grow(entry, 'One.');
  const platformMessageId = shown.kind === 'delivered' ? shown.platformMessageId : '';
  const [thread = elevate.general] = elevate.discord.threadsOf(elevate.general);
  elevate.discord.changesThread(thread, { archived: true });
  expect(await elevate.platform.deliver({ ...entry, platformMessageId })).toEqual(shown);
  expect(saidInThread().map(({ text }) => text)).toEqual(['One. Two.']);
  elevate.discord.willRefuse('PATCH /webhooks/:webhook/:token/messages/:message', {
    status: 404,
    code: 10_008,
  });
  expect(await elevate.platform.deliver({ ...entry, platformMessageId })).toEqual(shown);
  expect(saidInThread()).toHaveLength(1);
});

test('a refusal is logged with its cure', async () => {
  const errors: Array<Record<string, unknown>> = [];
  const log = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (facts: object) => void errors.push({ ...facts }),
  };
  elevate = await startOnDiscord({ log });
  const entry = entryFor('ana');
  elevate.guild.overwrites(elevate.general, [
    { for: 'everyone', deny: ['SendMessagesInThreads', 'ManageWebhooks'] },
  ]);
  // It comes by direct message instead; whoever runs the server still reads what to put right.
  expect(await elevate.platform.deliver(entry)).toMatchObject({ kind: 'delivered' });
  expect(errors).toEqual([
    expect.objectContaining({ cure: expect.stringMatching(/Send Messages in Threads/) }),
  ]);
});
