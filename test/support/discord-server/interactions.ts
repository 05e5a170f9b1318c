import {
  type APIInteraction,
  type APIMessageInteractionMetadata,
  ApplicationIntegrationType,
  ChannelType,
  GatewayDispatchEvents,
  InteractionContextType,
  InteractionType,
} from 'discord-api-types/v10';
import { interactionLimits, messageLimits } from './limits.ts';
import { openPromise } from './open-promise.ts';
import { permissionsIn } from './permissions.ts';
import { channelView, interactionMemberView } from './views.ts';
import { type ChannelRecord, type FirstAnswer, type InteractionRecord, userOf, type World } from './world.ts';

interface Done {
  type: Exclude<InteractionType, InteractionType.Ping>;
  userId: string;
  channel: ChannelRecord;
  /** As the interaction's type has it. */
  data: object;
  /** Whose button or select it was. */
  messageId?: string;
  /** Of a form: what opened it. */
  openedBy?: APIMessageInteractionMetadata;
  isLate: boolean;
}

/** Somebody used a command, a component or a form: tells the bot, and waits for its first answer. */
export function openInteraction(
  world: World,
  { type, userId, channel, data, messageId, openedBy, isLate }: Done,
): { record: InteractionRecord; firstAnswer: Promise<FirstAnswer> } {
  const { promise, resolve, reject } = openPromise<FirstAnswer>();
  const guild = channel.guildId === undefined ? undefined : world.guilds.get(channel.guildId);
  const user = userOf(world, userId);
  if (!user) throw new Error(`There is no user ${userId}.`);
  const isOnlyUserInstalled = guild !== undefined && !guild.hasBot;
  const owners = isOnlyUserInstalled
    ? { [ApplicationIntegrationType.UserInstall]: userId }
    : { [ApplicationIntegrationType.GuildInstall]: guild?.id ?? '0' };
  const id = world.nextId();
  const record: InteractionRecord = {
    id,
    token: `interaction-token-${world.nextId()}`,
    type,
    userId,
    channelId: channel.id,
    ...(guild && { guildId: guild.id }),
    createdMs: world.clock.nowMs(),
    isLate,
    isOnlyUserInstalled,
    ...(messageId && { messageId }),
    isPrivate: false,
    followUps: 0,
    metadata: {
      id,
      type,
      user,
      authorizing_integration_owners: owners,
      ...(type === InteractionType.MessageComponent && { interacted_message_id: messageId }),
      ...(openedBy && { triggering_interaction_metadata: openedBy }),
    } as APIMessageInteractionMetadata,
    settle: resolve,
    fail: reject,
  };
  world.interactions.set(record.token, record);
  const stored = messageId === undefined ? undefined : channel.messages.get(messageId);
  const permissions = permissionsIn(world, channel, userId);
  const interaction = {
    id,
    application_id: world.application.id,
    type,
    token: record.token,
    version: 1,
    data,
    channel_id: channel.id,
    channel: channelView(world, channel),
    ...(guild
      ? {
          guild_id: guild.id,
          guild: { id: guild.id, locale: guild.preferredLocale, features: [] },
          guild_locale: guild.preferredLocale,
          member: interactionMemberView(world, guild, userId, permissions),
        }
      : { user }),
    ...(stored && { message: stored.message }),
    locale: world.users.get(userId)?.locale,
    app_permissions: String(permissionsIn(world, channel, world.bot.id)),
    entitlements: [],
    authorizing_integration_owners: owners,
    context: channel.type === ChannelType.DM ? InteractionContextType.BotDM : InteractionContextType.Guild,
    attachment_size_limit: messageLimits.attachmentBytes,
    // Each kind has its own type; which one it is depends on `type` and `data` together.
  } as unknown as APIInteraction;
  world.publish({ t: GatewayDispatchEvents.InteractionCreate, d: interaction });
  return { record, firstAnswer: promise };
}

/** After three seconds without an answer Discord forgets the interaction. */
export function isPastFirstAnswer(world: World, record: InteractionRecord): boolean {
  return record.isLate || world.clock.nowMs() - record.createdMs > interactionLimits.firstAnswerMs;
}

export function isTokenOver(world: World, record: InteractionRecord): boolean {
  return world.clock.nowMs() - record.createdMs > interactionLimits.tokenMs;
}
