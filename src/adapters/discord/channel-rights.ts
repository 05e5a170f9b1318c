import { type APIGuildChannel, type APIOverwrite, ChannelType, OverwriteType } from 'discord-api-types/v10';
import { missingRights, rightsByAll } from './server-rights.ts';

/** What decides, besides a channel's own overwrites, what the bot may do in it. */
export interface BotInServer {
  serverId: string;
  botUserId: string;
  roleIds: readonly string[];
  /** In the server as a whole: a number of bits, in digits. */
  permissions: string;
}

export interface ChannelLack {
  id: string;
  name: string;
  needed: string[];
  helpful: string[];
}

/** Where people write to us, or open the threads in which they do. */
const askedIn: ReadonlySet<ChannelType> = new Set([
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
]);

/** Of each channel that lacks more than the server does, what it lacks; where the bot sees nothing, that alone. */
export function lacksInChannels(channels: readonly APIGuildChannel[], bot: BotInServer): ChannelLack[] {
  const inServer = missingRights(bot.permissions);
  return channels.flatMap(({ id, type, name, permission_overwrites: overwrites = [] }) => {
    if (!askedIn.has(type)) return [];
    const here = missingRights(String(permissionsWith(overwrites, bot)));
    const needed = here.needed.filter((right) => !inServer.needed.includes(right));
    const helpful = here.helpful.filter((right) => !inServer.helpful.includes(right));
    if (needed.length + helpful.length === 0) return [];
    // The list of rights begins with seeing a channel; without that no other counts.
    const [unseen] = needed.filter((right) => right === 'View Channels');
    const lack = unseen === undefined ? { needed, helpful } : { needed: [unseen], helpful: [] };
    return [{ id, name: name ?? id, ...lack }];
  });
}

/** By Discord's own steps: the overwrites of everyone, of the bot's roles together, of the bot ("Permission Overwrites"). */
function permissionsWith(overwrites: readonly APIOverwrite[], bot: BotInServer): bigint {
  const inServer = BigInt(bot.permissions);
  if (rightsByAll(inServer)) return inServer;
  const steps = [
    overwrites.filter(({ id }) => id === bot.serverId),
    overwrites.filter(({ id, type }) => type === OverwriteType.Role && bot.roleIds.includes(id)),
    overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === bot.botUserId),
  ];
  return steps.reduce((bits, step) => {
    const denied = step.reduce((all, { deny }) => all | BigInt(deny), 0n);
    const allowed = step.reduce((all, { allow }) => all | BigInt(allow), 0n);
    return (bits & ~denied) | allowed;
  }, inServer);
}
