import {
  type APIChannel,
  type APIGuildMember,
  type APIInteractionGuildMember,
  type APIMessage,
  type APIRole,
  type APIThreadChannel,
  type APIThreadMember,
  type APIUser,
  type APIWebhook,
  ChannelType,
  type GatewayGuildCreateDispatchData,
  GuildDefaultMessageNotifications,
  GuildExplicitContentFilter,
  type GuildMemberFlags,
  GuildMFALevel,
  GuildNSFWLevel,
  GuildPremiumTier,
  type GuildSystemChannelFlags,
  GuildVerificationLevel,
  type RoleFlags,
  type ThreadMemberFlags,
  WebhookType,
} from 'discord-api-types/v10';
import {
  type ChannelRecord,
  type GuildRecord,
  type MemberRecord,
  type ThreadRecord,
  userOf,
  type WebhookRecord,
  type World,
} from './world.ts';

/** How what the world holds looks on the wire. */
export function channelView(world: World, channel: ChannelRecord): APIChannel {
  const lastMessageId = [...channel.messages.keys()].at(-1) ?? null;
  const common = { id: channel.id, name: channel.name, last_message_id: lastMessageId };
  if (channel.thread) return threadView(channel, channel.thread, common);
  if (channel.type === ChannelType.DM) {
    const recipient = userOf(world, channel.recipientId ?? '');
    return { ...common, type: ChannelType.DM, name: null, recipients: recipient ? [recipient] : [] };
  }
  const inGuild = {
    ...common,
    guild_id: channel.guildId ?? '',
    position: 0,
    parent_id: null,
    nsfw: false,
    topic: null,
    permission_overwrites: channel.overwrites,
  };
  if (channel.type === ChannelType.GuildForum) {
    return {
      ...inGuild,
      type: ChannelType.GuildForum,
      available_tags: [],
      default_reaction_emoji: null,
      default_sort_order: null,
      default_forum_layout: 0,
    };
  }
  return { ...inGuild, type: ChannelType.GuildText };
}

function threadView(
  channel: ChannelRecord,
  thread: ThreadRecord,
  common: { id: string; name: string; last_message_id: string | null },
): APIThreadChannel {
  return {
    ...common,
    type: channel.type === ChannelType.PrivateThread ? ChannelType.PrivateThread : ChannelType.PublicThread,
    guild_id: channel.guildId ?? '',
    parent_id: thread.parentId,
    owner_id: thread.ownerId,
    applied_tags: thread.appliedTags,
    message_count: channel.messages.size,
    member_count: thread.memberIds.size,
    total_message_sent: channel.messages.size,
    rate_limit_per_user: 0,
    thread_metadata: {
      archived: thread.archived,
      locked: thread.locked,
      auto_archive_duration: thread.autoArchiveMinutes,
      archive_timestamp: thread.changedAt,
    },
  };
}

export function threadMemberView(channel: ChannelRecord, userId: string): APIThreadMember {
  const joined = channel.thread?.changedAt ?? '';
  return { id: channel.id, user_id: userId, join_timestamp: joined, flags: 0 as ThreadMemberFlags };
}

export function memberView(world: World, member: MemberRecord): APIGuildMember {
  const user = userOf(world, member.userId) as APIUser;
  return { ...bareMember(member), user };
}

function bareMember(member: MemberRecord) {
  return {
    nick: member.nick,
    roles: member.roles,
    joined_at: member.joinedAt,
    deaf: false,
    mute: false,
    flags: 0 as GuildMemberFlags,
  };
}

export function interactionMemberView(
  world: World,
  guild: GuildRecord,
  userId: string,
  permissions: bigint,
): APIInteractionGuildMember {
  const member = guild.members.get(userId);
  const user = userOf(world, userId);
  if (!member || !user) throw new Error(`${user?.username ?? userId} is no member of ${guild.name}.`);
  return { ...bareMember(member), user, permissions: String(permissions) };
}

/** Of somebody in the chat, as MESSAGE_CREATE brings it along: without the user. */
export function messageMemberView(world: World, guildId: string, userId: string) {
  const member = world.guilds.get(guildId)?.members.get(userId);
  return member && bareMember(member);
}

export function roleView(fields: Partial<APIRole> & Pick<APIRole, 'id' | 'name' | 'permissions'>): APIRole {
  const colors = { primary_color: 0, secondary_color: null, tertiary_color: null };
  return {
    color: 0,
    colors,
    hoist: false,
    position: 1,
    managed: false,
    mentionable: false,
    flags: 0 as RoleFlags,
    ...fields,
  };
}

export function webhookView(world: World, webhook: WebhookRecord): APIWebhook {
  const creator = userOf(world, webhook.creatorId);
  const guildId = world.channels.get(webhook.channelId)?.guildId;
  return {
    id: webhook.id,
    type: WebhookType.Incoming,
    token: webhook.token,
    channel_id: webhook.channelId,
    ...(guildId && { guild_id: guildId }),
    name: webhook.name,
    avatar: null,
    application_id: world.application.id,
    ...(creator && { user: creator }),
  };
}

export function guildCreateView(world: World, guild: GuildRecord): GatewayGuildCreateDispatchData {
  const inGuild = [...world.channels.values()].filter((channel) => channel.guildId === guild.id);
  const members = [...guild.members.values()].map((member) => memberView(world, member));
  const views = (channels: ChannelRecord[]) => channels.map((channel) => channelView(world, channel));
  const threads = inGuild.filter((channel) => channel.thread && !channel.thread.archived);
  return {
    ...guildView(guild),
    joined_at: guild.members.get(world.bot.id)?.joinedAt ?? world.now(),
    large: false,
    unavailable: false,
    member_count: members.length,
    members,
    // The union of channel types is wider here than what `channelView` tells apart.
    channels: views(
      inGuild.filter((channel) => !channel.thread),
    ) as GatewayGuildCreateDispatchData['channels'],
    threads: views(threads) as GatewayGuildCreateDispatchData['threads'],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function guildView(guild: GuildRecord) {
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    region: '',
    afk_channel_id: null,
    afk_timeout: 300 as const,
    verification_level: GuildVerificationLevel.None,
    default_message_notifications: GuildDefaultMessageNotifications.OnlyMentions,
    explicit_content_filter: GuildExplicitContentFilter.Disabled,
    roles: [...guild.roles.values()],
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: GuildMFALevel.None,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0 as GuildSystemChannelFlags,
    rules_channel_id: null,
    vanity_url_code: null,
    premium_tier: GuildPremiumTier.None,
    preferred_locale: guild.preferredLocale,
    public_updates_channel_id: null,
    nsfw_level: GuildNSFWLevel.Default,
    premium_progress_bar_enabled: false,
    safety_alerts_channel_id: null,
    hub_type: null,
    incidents_data: null,
    max_video_channel_users: 25,
    max_stage_video_channel_users: 50,
    max_members: 500_000,
  };
}

/** What the bot gets of a message where the message content intent does not reach: who and when, no words. */
export function withoutContent<Message extends APIMessage>(message: Message): Message {
  const { poll: _hidden, ...rest } = message;
  return { ...rest, content: '', embeds: [], attachments: [], components: [] } as unknown as Message;
}

/** The docs' exceptions: direct messages, the bot's own, and those that mention it. */
export function needsContentIntent(world: World, channel: ChannelRecord, message: APIMessage): boolean {
  const isOwn = message.author.id === world.bot.id || message.application_id === world.application.id;
  const mentionsBot = message.mentions.some((user) => user.id === world.bot.id);
  return channel.guildId !== undefined && !isOwn && !mentionsBot;
}
