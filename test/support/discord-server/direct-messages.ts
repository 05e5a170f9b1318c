import { type APIChannel, ChannelType } from 'discord-api-types/v10';
import { refusal } from './discord-error.ts';
import { channelView } from './views.ts';
import type { ChannelRecord, World } from './world.ts';

/** The one channel between the bot and a person, made when it is first needed. */
export function directMessagesWith(world: World, userId: string): ChannelRecord {
  const known = [...world.channels.values()].find((channel) => channel.recipientId === userId);
  if (known) return known;
  const channel: ChannelRecord = {
    id: world.nextId(),
    type: ChannelType.DM,
    name: '',
    overwrites: [],
    recipientId: userId,
    messages: new Map(),
  };
  world.channels.set(channel.id, channel);
  return channel;
}

/** Opening always works; that they are closed shows only when something is sent. */
export function openDirectMessages(world: World, userId: string): APIChannel {
  if (!world.users.has(userId)) throw refusal('unknownUser');
  return channelView(world, directMessagesWith(world, userId));
}

/** 50007 where the person takes no direct messages. */
export function refuseWhereClosed(world: World, channel: ChannelRecord): void {
  if (channel.recipientId && world.users.get(channel.recipientId)?.dmsClosed) throw refusal('closedToUser');
}
