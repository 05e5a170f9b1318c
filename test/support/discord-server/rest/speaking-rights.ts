import { ChannelType } from 'discord-api-types/v10';
import { refuseWhereClosed } from '../direct-messages.ts';
import { refusal } from '../discord-error.ts';
import { botMay, requireInChannel } from '../permissions.ts';
import type { ChannelRecord, World } from '../world.ts';
import type { RestRequest } from './route.ts';

/** Refuses where the bot, as itself, may not write: by type, rights, lock, or because the person wants none of it. */
export function requireMaySpeak(world: World, channel: ChannelRecord, request: RestRequest): void {
  if (channel.type === ChannelType.DM) {
    refuseWhereClosed(world, channel);
    return;
  }
  requireInChannel(world, channel, 'ViewChannel');
  if (channel.type === ChannelType.GuildForum) throw refusal('notATextChannel');
  requireInChannel(world, channel, channel.thread ? 'SendMessagesInThreads' : 'SendMessages');
  refuseWhereLocked(world, channel);
  if (request.files.length > 0) requireInChannel(world, channel, 'AttachFiles');
  const { body } = request;
  const embeds = typeof body === 'object' && body !== null && 'embeds' in body ? body.embeds : undefined;
  if (Array.isArray(embeds) && embeds.length > 0) requireInChannel(world, channel, 'EmbedLinks');
}

/** A locked thread is for those who may manage threads; an archived one that is not locked opens by itself. */
function refuseWhereLocked(world: World, channel: ChannelRecord): void {
  if (!channel.thread?.locked || botMay(world, channel, 'ManageThreads')) return;
  throw refusal(channel.thread.archived ? 'archivedThread' : 'lockedThread');
}

/** Everything but writing anew: 50083 while the thread is archived. */
export function refuseWhereArchived(channel: ChannelRecord): void {
  if (channel.thread?.archived) throw refusal('archivedThread');
}
