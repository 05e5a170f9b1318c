import {
  type APIAllowedMentions,
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type APIMessageInteractionMetadata,
  type APIMessageTopLevelComponent,
  type ChannelType,
  GatewayDispatchEvents,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageUpdateDispatchData,
  type MessageFlags,
  MessageReferenceType,
  MessageType,
} from 'discord-api-types/v10';
import { mentionedIn, pingedBy, textOf } from './mentions.ts';
import { joinThread, unarchive } from './threads.ts';
import { messageMemberView } from './views.ts';
import { type ChannelRecord, type StoredMessage, userOf, type World } from './world.ts';

export interface Draft {
  author: APIMessage['author'];
  content?: string;
  embeds?: APIEmbed[];
  components?: APIMessageTopLevelComponent[];
  attachments?: APIAttachment[];
  flags?: number;
  nonce?: string | number;
  repliesTo?: APIMessage;
  allowedMentions?: APIAllowedMentions;
  /** Of a webhook, or the application's id for an answer to an interaction. */
  webhookId?: string;
  avatarUrl?: string;
  senderToken?: string;
  interaction?: APIMessageInteractionMetadata;
  ephemeralFor?: string;
}

/** Says something, whoever it is, and lets the gateway know. Private answers reach nobody else, the gateway included. */
export function postMessage(world: World, channel: ChannelRecord, draft: Draft): StoredMessage {
  if (channel.thread?.archived) unarchive(world, channel);
  const { author, repliesTo, nonce, interaction } = draft;
  // An interaction's answer carries a webhook's id too, but has the bot's own rights.
  const isWebhook = draft.webhookId !== undefined && !interaction;
  const content = (draft.content ?? '').trim();
  const components = draft.components ?? [];
  const mentioned = mentionedIn(textOf({ content, components }));
  const pinged = pingedBy(world, {
    channel,
    authorId: author.id,
    isWebhook,
    mentioned,
    allowed: draft.allowedMentions,
    repliedToUserId: repliesTo?.author.id,
  });
  const isBots = author.id === world.bot.id || isWebhook;
  const repliedTo = repliesTo && pinged.users.includes(repliesTo.author.id) ? [repliesTo.author.id] : [];
  const message: APIMessage = {
    id: world.nextId(),
    channel_id: channel.id,
    type: repliesTo ? MessageType.Reply : interaction ? MessageType.ChatInputCommand : MessageType.Default,
    author,
    content,
    timestamp: world.now(),
    edited_timestamp: null,
    tts: false,
    pinned: false,
    mention_everyone: pinged.everyone,
    // A text that names somebody mentions them; `allowed_mentions` only decides about the ringing.
    mentions: [...new Set([...mentioned.users, ...repliedTo])].flatMap((id) => userOf(world, id) ?? []),
    mention_roles: mentioned.roles,
    attachments: draft.attachments ?? [],
    embeds: (draft.embeds ?? []).map((embed) => ({ type: 'rich' as APIEmbed['type'] & string, ...embed })),
    components,
    flags: (draft.flags ?? 0) as MessageFlags,
    ...(nonce !== undefined && { nonce }),
    ...(draft.webhookId && { webhook_id: draft.webhookId }),
    ...(isBots && { application_id: world.application.id }),
    ...(interaction && { interaction_metadata: interaction }),
    ...(repliesTo && {
      message_reference: {
        type: MessageReferenceType.Default,
        channel_id: channel.id,
        message_id: repliesTo.id,
        ...(channel.guildId && { guild_id: channel.guildId }),
      },
      referenced_message: repliesTo,
    }),
  };
  const stored: StoredMessage = {
    message,
    pinged,
    sentMs: world.clock.nowMs(),
    ...(draft.ephemeralFor && { ephemeralFor: draft.ephemeralFor }),
    ...(draft.senderToken && { senderToken: draft.senderToken }),
    ...(draft.avatarUrl && { avatarUrl: draft.avatarUrl }),
  };
  channel.messages.set(message.id, stored);
  if (!isWebhook) joinThread(world, channel, author.id);
  if (stored.ephemeralFor) world.changed();
  else world.publish({ t: GatewayDispatchEvents.MessageCreate, d: eventData(world, channel, message) });
  return stored;
}

export interface MessageChanges {
  content?: string | null;
  embeds?: APIEmbed[] | null;
  components?: APIMessageTopLevelComponent[] | null;
  attachments?: APIAttachment[];
  flags?: number;
}

/** Says it differently. What is not given stays. */
export function editMessage(
  world: World,
  channel: ChannelRecord,
  stored: StoredMessage,
  changes: MessageChanges,
): void {
  const { message } = stored;
  const next = {
    content: changes.content === undefined ? message.content : (changes.content ?? '').trim(),
    embeds: changes.embeds === undefined ? message.embeds : (changes.embeds ?? []),
    components: changes.components === undefined ? (message.components ?? []) : (changes.components ?? []),
    attachments: changes.attachments ?? message.attachments,
    flags: (changes.flags ?? message.flags ?? 0) as MessageFlags,
  };
  const mentioned = mentionedIn(textOf(next));
  Object.assign(message, next, {
    edited_timestamp: world.now(),
    mentions: mentioned.users.flatMap((id) => userOf(world, id) ?? []),
    mention_roles: mentioned.roles,
  });
  publishUpdate(world, channel, stored);
}

function publishUpdate(world: World, channel: ChannelRecord, stored: StoredMessage): void {
  if (stored.ephemeralFor) {
    world.changed();
    return;
  }
  const d: GatewayMessageUpdateDispatchData = eventData(world, channel, stored.message);
  world.publish({ t: GatewayDispatchEvents.MessageUpdate, d });
}

export function deleteMessage(world: World, channel: ChannelRecord, stored: StoredMessage): void {
  channel.messages.delete(stored.message.id);
  if (stored.ephemeralFor) {
    world.changed();
    return;
  }
  const d = {
    id: stored.message.id,
    channel_id: channel.id,
    ...(channel.guildId && { guild_id: channel.guildId }),
  };
  world.publish({ t: GatewayDispatchEvents.MessageDelete, d });
}

function eventData(
  world: World,
  channel: ChannelRecord,
  message: APIMessage,
): GatewayMessageCreateDispatchData {
  const member = channel.guildId && messageMemberView(world, channel.guildId, message.author.id);
  return {
    ...structuredClone(message),
    mentions: message.mentions,
    channel_type: channel.type as ChannelType.GuildText,
    ...(channel.guildId && { guild_id: channel.guildId }),
    ...(member && !message.webhook_id && { member }),
  };
}
