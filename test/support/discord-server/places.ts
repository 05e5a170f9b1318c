import {
  type APIChannel,
  type APIOverwrite,
  type APIRole,
  ChannelType,
  GatewayDispatchEvents,
  type Locale,
  OverwriteType,
} from 'discord-api-types/v10';
import { type PermissionName, permissionBits } from './permissions.ts';
import type { Person } from './person.ts';
import { channelView, guildCreateView, memberView, roleView } from './views.ts';
import type { ChannelRecord, GuildRecord, MemberRecord, World } from './world.ts';

/** Where something can be said. */
export interface Place {
  readonly id: string;
  readonly name: string;
}

export type Thread = Place;

export interface Role {
  readonly id: string;
  /** `<@&id>`; also what `${role}` gives. */
  readonly mention: string;
  toString(): string;
}

/** For whom a channel differs: a role, a person, or everyone. */
export interface Overwrite {
  for: 'everyone' | { id: string; isRole?: boolean };
  allow?: PermissionName[];
  deny?: PermissionName[];
}

export interface GuildOptions {
  members?: Person[];
  owner?: Person;
  locale?: Locale;
  /** False: there only by a user's own installation. */
  hasBot?: boolean;
  /** What the bot's own role may do; everything that this project's bot asks for unless told. */
  botPermissions?: PermissionName[];
  /** Decides the shard. The next snowflake unless told. */
  id?: string;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  channel(name: string, options?: { overwrites?: Overwrite[] }): Place;
  forum(name: string, options?: { overwrites?: Overwrite[] }): Place;
  role(name: string, options?: { mentionable?: boolean; permissions?: PermissionName[] }): Role;
  /** Of the names that the bot, or the test, made. */
  roleNamed(name: string): Role | undefined;
  joins(person: Person, options?: { nick?: string; roles?: Role[] }): void;
  leaves(person: Person): void;
  /** From now on, as an administrator would change it. */
  letsBot(permissions: PermissionName[]): void;
  overwrites(place: Place, overwrites: Overwrite[]): void;
}

const usualPermissions: PermissionName[] = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'ReadMessageHistory',
  'CreatePublicThreads',
  'AddReactions',
  'AttachFiles',
  'EmbedLinks',
  'UseApplicationCommands',
];

/** What the bot's invitation asks for besides. */
const botPermissionsBesides: PermissionName[] = [
  'ManageWebhooks',
  'ManageThreads',
  'ManageRoles',
  'CreatePrivateThreads',
];

export function createGuild(world: World, name: string, options: GuildOptions): Guild {
  const id = options.id ?? world.nextId();
  const botRoleId = world.nextId();
  const { hasBot = true, botPermissions = [...usualPermissions, ...botPermissionsBesides] } = options;
  const everyone = roleView({
    id,
    name: '@everyone',
    permissions: permissionBits(usualPermissions),
    position: 0,
  });
  const botRole = roleView({
    id: botRoleId,
    name: world.bot.username,
    permissions: permissionBits(botPermissions),
    managed: true,
  });
  const record: GuildRecord = {
    id,
    name,
    ownerId: options.owner?.id ?? world.application.ownerId,
    preferredLocale: options.locale ?? ('en-GB' as Locale),
    hasBot,
    roles: new Map([
      [everyone.id, everyone],
      [botRole.id, botRole],
    ]),
    members: new Map(),
  };
  world.guilds.set(id, record);
  if (hasBot) record.members.set(world.bot.id, newMember(world, world.bot.id, null, [botRoleId]));
  for (const member of options.members ?? []) {
    record.members.set(member.id, newMember(world, member.id, null, []));
  }
  world.publish({ t: GatewayDispatchEvents.GuildCreate, d: guildCreateView(world, record) });

  const addChannel = (type: ChannelType, channelName: string, overwrites: Overwrite[]): Place => {
    const channel: ChannelRecord = {
      id: world.nextId(),
      type,
      name: channelName,
      guildId: id,
      overwrites: overwrites.map((one) => overwriteView(id, one)),
      messages: new Map(),
    };
    world.channels.set(channel.id, channel);
    publishChannel(GatewayDispatchEvents.ChannelCreate, channel);
    return { id: channel.id, name: channelName };
  };

  const publishChannel = (
    t: GatewayDispatchEvents.ChannelCreate | GatewayDispatchEvents.ChannelUpdate,
    channel: ChannelRecord,
  ) => {
    const d = channelView(world, channel) as APIChannel & { guild_id: string };
    // The view is one of a guild's channels, which is narrower than any channel.
    world.publish({ t, d } as Parameters<World['publish']>[0]);
  };

  const publishRole = (
    t: GatewayDispatchEvents.GuildRoleCreate | GatewayDispatchEvents.GuildRoleUpdate,
    role: APIRole,
  ) => {
    record.roles.set(role.id, role);
    world.publish({ t, d: { guild_id: id, role } });
  };

  return {
    id,
    name,
    channel: (channelName, { overwrites = [] } = {}) =>
      addChannel(ChannelType.GuildText, channelName, overwrites),
    forum: (channelName, { overwrites = [] } = {}) =>
      addChannel(ChannelType.GuildForum, channelName, overwrites),
    role(roleName, { mentionable = false, permissions = [] } = {}) {
      const role = roleView({
        id: world.nextId(),
        name: roleName,
        mentionable,
        permissions: permissionBits(permissions),
      });
      publishRole(GatewayDispatchEvents.GuildRoleCreate, role);
      return roleHandle(role.id);
    },
    roleNamed(roleName) {
      const role = [...record.roles.values()].find((one) => one.name === roleName);
      return role && roleHandle(role.id);
    },
    joins(person, { nick = null, roles = [] } = {}) {
      const member = newMember(
        world,
        person.id,
        nick,
        roles.map((role) => role.id),
      );
      record.members.set(person.id, member);
      const d = { ...memberView(world, member), guild_id: id };
      world.publish({ t: GatewayDispatchEvents.GuildMemberAdd, d });
    },
    leaves(person) {
      const member = record.members.get(person.id);
      if (!member) return;
      const { user } = memberView(world, member);
      record.members.delete(person.id);
      world.publish({ t: GatewayDispatchEvents.GuildMemberRemove, d: { guild_id: id, user } });
    },
    letsBot(permissions) {
      const role = { ...botRole, permissions: permissionBits(permissions) };
      publishRole(GatewayDispatchEvents.GuildRoleUpdate, role);
    },
    overwrites(place, overwrites) {
      const channel = world.channels.get(place.id);
      if (!channel) throw new Error(`There is no channel ${place.name}.`);
      channel.overwrites = overwrites.map((one) => overwriteView(id, one));
      publishChannel(GatewayDispatchEvents.ChannelUpdate, channel);
    },
  };
}

function newMember(world: World, userId: string, nick: string | null, roles: string[]): MemberRecord {
  return { userId, nick, roles, joinedAt: world.now() };
}

function roleHandle(id: string): Role {
  const mention = `<@&${id}>`;
  return { id, mention, toString: () => mention };
}

function overwriteView(guildId: string, { for: whom, allow = [], deny = [] }: Overwrite): APIOverwrite {
  const isEveryone = whom === 'everyone';
  return {
    id: isEveryone ? guildId : whom.id,
    type: isEveryone || whom.isRole ? OverwriteType.Role : OverwriteType.Member,
    allow: permissionBits(allow),
    deny: permissionBits(deny),
  };
}
