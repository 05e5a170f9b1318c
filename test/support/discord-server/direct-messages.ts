import { type APIChannel, ChannelType } from 'discord-api-types/v10';
import { refusal } from './discord-error.ts';
import { channelView } from './views.ts';
import type { ChannelRecord, World } from './world.ts';

/** The one channel between the bot and a person, made when it is first needed. 10013 where there is no such person. */
export function directMessagesWith(world: World, userId: string): ChannelRecord {
  const user = world.users.get(userId);
  if (!user) throw refusal('unknownUser');
  const known = world.channels.get(user.dmChannelId ?? '');
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
  user.dmChannelId = channel.id;
  return channel;
}

/** Opening always works; that they are closed shows only when something is sent. */
export function openDirectMessages(world: World, userId: string): APIChannel {
  return channelView(world, directMessagesWith(world, userId));
}

/** 50007 where the person takes no direct messages. */
export function refuseWhereClosed(world: World, channel: ChannelRecord): void {
  if (channel.recipientId && world.users.get(channel.recipientId)?.dmsClosed) throw refusal('closedToUser');
}
