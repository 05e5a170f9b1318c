import type { Backstage } from './backstage.ts';
import { limits } from './limits.ts';
import { readArguments } from './web-api/arguments.ts';
import { readContent } from './web-api/content.ts';
import { SlackRefusal } from './web-api/method.ts';
import type { Channel, ResponseUrl, StoredMessage, User } from './world.ts';
import { channelOf, findMessage, nowTs, workspaceOf } from './world.ts';

/** A `response_url`: for half an hour the app may answer five times, without a token. */
export function giveResponseUrl(
  { world, baseUrl }: Backstage,
  user: User,
  channelId: string,
  message?: { ts: string; ephemeral: boolean },
): string {
  const id = world.nextId('r');
  world.responseUrls.set(id, {
    id,
    workspaceId: user.workspaceId,
    channelId,
    userId: user.id,
    issuedAtMs: world.clock.nowMs(),
    uses: 0,
    ...(message && { message }),
  });
  return `${baseUrl}/response/${user.workspaceId}/${id}`;
}

/** What Slack answers to a post on a `response_url`. */
export function answerResponseUrl(
  backstage: Backstage,
  id: string,
  body: string,
): { status: number; text: string } {
  const { world } = backstage;
  const url = world.responseUrls.get(id);
  const refused = (error: string) => ({ status: 404, text: JSON.stringify({ ok: false, error }) });
  if (!url || world.clock.nowMs() - url.issuedAtMs > limits.responseUrl.lifeMs) return refused('expired_url');
  if (url.uses >= limits.responseUrl.uses) return refused('used_url');
  try {
    sayThrough(backstage, url, JSON.parse(body) as Record<string, unknown>);
  } catch (error) {
    if (error instanceof SlackRefusal)
      return { status: 500, text: JSON.stringify({ ok: false, error: error.error }) };
    return { status: 500, text: JSON.stringify({ ok: false, error: 'invalid_payload' }) };
  }
  url.uses += 1;
  backstage.changed();
  return { status: 200, text: 'ok' };
}

/** Also for what a slash command is answered with: the same fields mean the same there. */
export function sayThrough(
  backstage: Backstage,
  url: Pick<ResponseUrl, 'channelId' | 'userId' | 'workspaceId' | 'message'>,
  given: Record<string, unknown>,
): void {
  const { world, events } = backstage;
  const channel = channelOf(world, url.channelId);
  const original = url.message;
  if (given.delete_original === true && original) {
    removeOriginal(backstage, channel, original);
    return;
  }

  const content = readContent(world, readArguments(given), { maxTextChars: limits.message.textChars });
  const text = content.text ?? '';
  const blocks = content.blocks ? { blocks: content.blocks } : {};
  if (given.replace_original === true && original) {
    const shown = original.ephemeral
      ? world.ephemerals.find(({ ts }) => ts === original.ts)
      : findMessage(world, channel.id, original.ts);
    if (!shown) throw new SlackRefusal('message_not_found');
    const before = { ...shown } as StoredMessage;
    delete shown.blocks;
    Object.assign(shown, { text, ...blocks });
    if (!original.ephemeral) {
      (shown as StoredMessage).editedTs = nowTs(world);
      void events.changed(shown as StoredMessage, before);
    }
    return;
  }
  const threadTs = typeof given.thread_ts === 'string' ? { threadTs: given.thread_ts } : {};
  if (given.response_type !== 'in_channel') {
    const ts = world.nextTs(channel);
    world.ephemerals.push({ channelId: channel.id, userId: url.userId, ts, text, ...blocks, ...threadTs });
    return;
  }
  const { botId, botUserId } = workspaceOf(world, url.workspaceId);
  const message: StoredMessage = {
    channelId: channel.id,
    ts: world.nextTs(channel),
    userId: botUserId,
    botId,
    appId: world.app.id,
    text,
    files: [],
    reactions: new Map(),
    ...blocks,
    ...threadTs,
  };
  channel.messages.push(message);
  void Promise.all(events.posted(message));
}

function removeOriginal(
  { world, events }: Backstage,
  channel: Channel,
  original: { ts: string; ephemeral: boolean },
): void {
  const kept: Array<{ ts: string }> = original.ephemeral ? world.ephemerals : channel.messages;
  const index = kept.findIndex(({ ts }) => ts === original.ts);
  if (index < 0) throw new SlackRefusal('message_not_found');
  const message = findMessage(world, channel.id, original.ts);
  kept.splice(index, 1);
  if (message) void events.deleted(message);
}
