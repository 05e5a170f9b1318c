import {
  type APIInteraction,
  type APIMessage,
  type APIMessageInteractionMetadata,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  InteractionType,
} from 'discord-api-types/v10';
import type { DiscordPlace } from './discord-place.ts';

/** Where an interaction happened. A private channel has others in it beside the person, so it is a channel. */
export function placeOf(interaction: APIInteraction): DiscordPlace | undefined {
  const { channel } = interaction;
  const channelId = channel?.id ?? interaction.channel_id;
  if (channelId === undefined) return undefined;
  if (isBotDm(interaction)) return { kind: 'dm', channelId };
  const isThread =
    channel?.type === ChannelType.PublicThread ||
    channel?.type === ChannelType.PrivateThread ||
    channel?.type === ChannelType.AnnouncementThread;
  const parentId = channel && 'parent_id' in channel ? channel.parent_id : undefined;
  return isThread && parentId ? { kind: 'thread', channelId, parentId } : { kind: 'channel', channelId };
}

/** A direct message of two other people is of the same type: only the context tells it from ours. */
function isBotDm({ context, guild_id, channel }: APIInteraction): boolean {
  if (context !== undefined) return context === InteractionContextType.BotDM;
  return guild_id === undefined && channel?.type === ChannelType.DM;
}

/**
 * `bot`: we can also speak there by ourselves. `token`: we are not there, somebody brought us along (a user install); all
 * that we can say is the interaction's answer and five follow-ups within 15 minutes.
 */
export type Reach = 'bot' | 'token';

export function reachOf(interaction: APIInteraction): Reach {
  const owners = interaction.authorizing_integration_owners;
  return isBotDm(interaction) || owners[ApplicationIntegrationType.GuildInstall] !== undefined
    ? 'bot'
    : 'token';
}

/**
 * What began the thread to which a message of ours in a channel belongs: the command that it answers, the message that it
 * replies to, or the message itself (an announcement).
 */
export function rootOfMessage(message: APIMessage): string {
  const { interaction_metadata, message_reference } = message;
  return interaction_metadata
    ? rootOfInteraction(interaction_metadata)
    : (message_reference?.message_id ?? message.id);
}

function rootOfInteraction(metadata: APIMessageInteractionMetadata): string {
  switch (metadata.type) {
    case InteractionType.ApplicationCommand:
      return metadata.id;
    case InteractionType.MessageComponent:
      return metadata.interacted_message_id;
    case InteractionType.ModalSubmit:
      return rootOfInteraction(metadata.triggering_interaction_metadata);
  }
}
