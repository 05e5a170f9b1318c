import { ChannelType, OverwriteType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { refusal } from './discord-error.ts';
import type { ChannelRecord, GuildRecord, World } from './world.ts';

export type PermissionName = keyof typeof P;

const everything = Object.values(P).reduce((all, flag) => all | flag, 0n);

/** What both sides of a direct message may do. */
const inDirectMessages =
  P.ViewChannel | P.SendMessages | P.ReadMessageHistory | P.AttachFiles | P.EmbedLinks | P.AddReactions;

export function permissionBits(names: readonly PermissionName[]): string {
  return String(names.reduce((bits, name) => bits | P[name], 0n));
}

/** In the server as a whole, overwrites of channels apart. */
export function guildPermissions(guild: GuildRecord, userId: string): bigint {
  if (guild.ownerId === userId) return everything;
  const member = guild.members.get(userId);
  if (!member) return 0n;
  const bits = [guild.id, ...member.roles].reduce(
    (all, roleId) => all | BigInt(guild.roles.get(roleId)?.permissions ?? '0'),
    0n,
  );
  return bits & P.Administrator ? everything : bits;
}

/** By the docs' own steps: roles, then the overwrites of everyone, of the roles together, of the member. */
export function permissionsIn(world: World, channel: ChannelRecord, userId: string): bigint {
  if (!channel.guildId) {
    const isInIt = userId === channel.recipientId || userId === world.bot.id;
    return isInIt ? inDirectMessages : 0n;
  }
  const guild = world.guilds.get(channel.guildId);
  if (!guild) return 0n;
  let bits = guildPermissions(guild, userId);
  if (bits & P.Administrator) return bits;
  const { overwrites } = (channel.thread && world.channels.get(channel.thread.parentId)) ?? channel;
  const roles = guild.members.get(userId)?.roles ?? [];
  const steps = [
    overwrites.filter((one) => one.id === guild.id),
    overwrites.filter((one) => one.type === OverwriteType.Role && roles.includes(one.id)),
    overwrites.filter((one) => one.type === OverwriteType.Member && one.id === userId),
  ];
  for (const step of steps) {
    bits &= ~step.reduce((all, one) => all | BigInt(one.deny), 0n);
    bits |= step.reduce((all, one) => all | BigInt(one.allow), 0n);
  }
  const isClosedThread =
    channel.type === ChannelType.PrivateThread &&
    !channel.thread?.memberIds.has(userId) &&
    !(bits & P.ManageThreads);
  return isClosedThread || !(bits & P.ViewChannel) ? 0n : bits;
}

export function botMay(world: World, channel: ChannelRecord, name: PermissionName): boolean {
  return (permissionsIn(world, channel, world.bot.id) & P[name]) !== 0n;
}

/** 50001 where the bot cannot even see the channel, 50013 where it sees it and may not. */
export function requireInChannel(world: World, channel: ChannelRecord, ...names: PermissionName[]): void {
  if (!botMay(world, channel, 'ViewChannel')) throw refusal('missingAccess');
  if (!names.every((name) => botMay(world, channel, name))) throw refusal('missingPermissions');
}

export function requireInGuild(world: World, guild: GuildRecord, name: PermissionName): void {
  if (!(guildPermissions(guild, world.bot.id) & P[name])) throw refusal('missingPermissions');
}
