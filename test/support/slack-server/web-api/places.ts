import type { Backstage } from '../backstage.ts';
import type { Channel, StoredMessage } from '../world.ts';
import { directChannel } from '../world.ts';
import { type MethodCall, refuse, requireScope, workspaceOfCall } from './method.ts';

const scopePrefixes = { public: 'channels', private: 'groups', im: 'im' } as const;

/** A channel of the caller's workspace that the bot may know of. A private one it is not in does not exist for it. */
export function knownChannel(call: MethodCall, backstage: Backstage, id: string): Channel {
  const workspace = workspaceOfCall(call, backstage);
  const channel = backstage.world.channels.get(id);
  const hidden = channel?.kind !== 'public' && !channel?.members.has(workspace.botUserId);
  if (!channel || channel.workspaceId !== workspace.id || hidden) refuse('channel_not_found');
  return channel;
}

/** …and that its token may read: `channels:`, `groups:` or `im:`, by the channel's kind. */
export function readableChannel(
  call: MethodCall,
  backstage: Backstage,
  id: string,
  right: 'read' | 'history',
): Channel {
  const channel = knownChannel(call, backstage, id);
  requireScope(call, `${scopePrefixes[channel.kind]}:${right}`);
  if (right === 'history' && !channel.members.has(workspaceOfCall(call, backstage).botUserId)) {
    refuse('not_in_channel');
  }
  return channel;
}

/** Where the bot may post. A user's id stands for the direct messages with that person. */
export function writableChannel(call: MethodCall, backstage: Backstage, id: string): Channel {
  const { world } = backstage;
  const user = world.users.get(id);
  const channel = user ? directChannel(world, user).channel : knownChannel(call, backstage, id);
  if (channel.isArchived) refuse('is_archived');
  const inIt = channel.members.has(workspaceOfCall(call, backstage).botUserId);
  const mayPostAnyway = channel.kind === 'public' && call.token?.scopes.has('chat:write.public');
  if (!inIt && !mayPostAnyway) refuse('not_in_channel');
  return channel;
}

/** The root of a thread, for a reply in it. */
export function threadRoot(channel: Channel, threadTs: string): StoredMessage {
  if (!/^\d+\.\d{6}$/.test(threadTs)) refuse('invalid_thread_ts');
  const root = channel.messages.find((message) => message.ts === threadTs);
  if (!root) refuse('thread_not_found');
  // "Avoid using a reply's ts value; use its parent's value instead" (web-api, `ThreadTS`). Here one cannot.
  if (root.threadTs && root.threadTs !== root.ts) refuse('cannot_reply_to_message');
  return root;
}

/** A message of the bot's own. */
export function ownMessage(
  call: MethodCall,
  backstage: Backstage,
  { channel, ts, refusal }: { channel: Channel; ts: string; refusal: string },
): StoredMessage {
  const message = channel.messages.find((one) => one.ts === ts);
  if (!message) refuse('message_not_found');
  if (message.botId !== workspaceOfCall(call, backstage).botId) refuse(refusal);
  return message;
}
