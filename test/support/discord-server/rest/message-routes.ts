import { type APIMessage, GatewayDispatchEvents } from 'discord-api-types/v10';
import { FormCheck, isObject, type JsonObject } from '../checks/form-check.ts';
import { refusal } from '../discord-error.ts';
import { messageLimits, nonceLifeMs } from '../limits.ts';
import { deleteMessage, editMessage, postMessage } from '../messages.ts';
import { botMay, requireInChannel } from '../permissions.ts';
import { changeReaction } from '../reactions.ts';
import { needsContentIntent, withoutContent } from '../views.ts';
import { type ChannelRecord, hasContentIntent, type StoredMessage, type World } from '../world.ts';
import { readChanges, readOutgoing } from './outgoing-message.ts';
import { channelOf, formOf, noContent, ok, paramOf, type RestRequest, type Route } from './route.ts';
import { refuseWhereArchived, requireMaySpeak } from './speaking-rights.ts';

/** What the bot says, reads and takes back as itself. */
export function messageRoutes(world: World): Route[] {
  return [
    {
      name: 'GET /channels/:channel/messages',
      handle: (request) => {
        const channel = channelOf(world, request);
        requireInChannel(world, channel, 'ViewChannel');
        if (!botMay(world, channel, 'ReadMessageHistory')) return ok([]);
        return ok(listed(channel, request.query).map((message) => seen(channel, message)));
      },
    },
    {
      name: 'POST /channels/:channel/messages',
      handle: (request) => {
        const channel = channelOf(world, request);
        requireMaySpeak(world, channel, request);
        const body = formOf(request);
        const outgoing = readOutgoing(world, channel, request);
        const repliesTo = repliedTo(channel, body);
        const known = body.enforce_nonce === true ? alreadySaid(outgoing.nonce) : undefined;
        if (known) return ok(known);
        const { message, sentMs } = postMessage(world, channel, {
          ...outgoing,
          author: world.bot,
          ...(repliesTo && { repliesTo }),
        });
        if (outgoing.nonce !== undefined) {
          world.nonces.set(String(outgoing.nonce), { channelId: channel.id, messageId: message.id, sentMs });
        }
        return ok(message);
      },
    },
    {
      name: 'GET /channels/:channel/messages/:message',
      handle: (request) => {
        const channel = channelOf(world, request);
        requireInChannel(world, channel, 'ViewChannel', 'ReadMessageHistory');
        return ok(seen(channel, messageOf(channel, request).message));
      },
    },
    {
      name: 'PATCH /channels/:channel/messages/:message',
      handle: (request) => {
        const channel = channelOf(world, request);
        requireInChannel(world, channel, 'ViewChannel');
        const stored = messageOf(channel, request);
        if (stored.message.author.id !== world.bot.id) throw refusal('anotherAuthor');
        refuseWhereArchived(channel);
        editMessage(world, channel, stored, readChanges(world, channel, request, stored.message));
        return ok(stored.message);
      },
    },
    {
      name: 'DELETE /channels/:channel/messages/:message',
      handle: (request) => {
        const channel = channelOf(world, request);
        requireInChannel(world, channel, 'ViewChannel');
        const stored = messageOf(channel, request);
        if (stored.message.author.id !== world.bot.id) requireInChannel(world, channel, 'ManageMessages');
        deleteMessage(world, channel, stored);
        return noContent;
      },
    },
    {
      name: 'POST /channels/:channel/typing',
      handle: (request) => {
        const channel = channelOf(world, request);
        requireMaySpeak(world, channel, request);
        channel.typingMs = world.clock.nowMs();
        world.changed();
        return noContent;
      },
    },
    {
      name: 'PUT /channels/:channel/messages/:message/reactions/:emoji/@me',
      handle: (request) => react(request, GatewayDispatchEvents.MessageReactionAdd),
    },
    {
      name: 'DELETE /channels/:channel/messages/:message/reactions/:emoji/@me',
      handle: (request) => react(request, GatewayDispatchEvents.MessageReactionRemove),
    },
  ];

  function seen(channel: ChannelRecord, message: APIMessage): APIMessage {
    const isHidden = needsContentIntent(world, channel, message) && !hasContentIntent(world);
    return isHidden ? withoutContent(message) : message;
  }

  /** The docs promise uniqueness among the author's messages of the past few minutes, in whichever channel. */
  function alreadySaid(nonce: string | number | undefined): APIMessage | undefined {
    const first = world.nonces.get(String(nonce));
    if (!first || world.clock.nowMs() - first.sentMs > nonceLifeMs) return undefined;
    return world.channels.get(first.channelId)?.messages.get(first.messageId)?.message;
  }

  function repliedTo(channel: ChannelRecord, body: JsonObject): APIMessage | undefined {
    const reference = body.message_reference;
    if (!isObject(reference)) return undefined;
    if (!botMay(world, channel, 'ReadMessageHistory')) throw refusal('replyWithoutHistory');
    const target = channel.messages.get(String(reference.message_id));
    if (target) return target.message;
    if (reference.fail_if_not_exists === false) return undefined;
    const form = new FormCheck();
    form.fail(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
    form.refuseIfWrong();
    return undefined;
  }

  function react(
    request: RestRequest,
    t: GatewayDispatchEvents.MessageReactionAdd | GatewayDispatchEvents.MessageReactionRemove,
  ) {
    const channel = channelOf(world, request);
    const { message } = messageOf(channel, request);
    requireInChannel(world, channel, 'ViewChannel', 'ReadMessageHistory', 'AddReactions');
    refuseWhereArchived(channel);
    changeReaction(world, channel, message, {
      userId: world.bot.id,
      emoji: paramOf(request, 'emoji'),
      t,
    });
    return noContent;
  }
}

export function messageOf(channel: ChannelRecord, request: RestRequest): StoredMessage {
  const stored = channel.messages.get(paramOf(request, 'message'));
  // Private answers are no messages of the channel; only their interaction's token reaches them.
  if (!stored || stored.ephemeralFor) throw refusal('unknownMessage');
  return stored;
}

/** Newest first, whichever way was asked. */
function listed(channel: ChannelRecord, query: URLSearchParams): APIMessage[] {
  const form = new FormCheck();
  const limit = query.has('limit') ? Number(query.get('limit')) : 50;
  form.integer(['limit'], limit, { min: 1, max: messageLimits.listed });
  form.refuseIfWrong();
  const all = [...channel.messages.values()]
    .filter((stored) => stored.ephemeralFor === undefined)
    .map(({ message }) => message);
  const idOf = (key: string) => (query.has(key) ? BigInt(query.get(key) ?? '0') : undefined);
  const [before, after, around] = ['before', 'after', 'around'].map(idOf);
  const older = (id: bigint) => all.filter((message) => BigInt(message.id) < id);
  const newer = (id: bigint) => all.filter((message) => BigInt(message.id) > id);
  const pick = (): APIMessage[] => {
    if (around !== undefined) {
      const half = Math.floor(limit / 2);
      const itself = all.filter((message) => BigInt(message.id) === around);
      return [...older(around).slice(-half), ...itself, ...newer(around).slice(0, half)];
    }
    if (after !== undefined) return newer(after).slice(0, limit);
    return (before === undefined ? all : older(before)).slice(-limit);
  };
  return pick().reverse();
}
