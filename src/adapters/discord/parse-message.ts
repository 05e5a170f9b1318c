import { type GatewayMessageCreateDispatchData, MessageType } from 'discord-api-types/v10';
import type { IncomingMessage } from '../../domain/incoming.ts';
import { authorOf, shownName } from './discord-author.ts';
import { type DiscordPlace, threadAt } from './discord-place.ts';
import { type DiscordSelf, roleName } from './discord-self.ts';
import { type ContentNames, readContent } from './read-content.ts';
import { madeAtMs, positionOf } from './snowflake.ts';

/**
 * What somebody said, or nothing: bots (we are one), webhooks and Discord itself are not answered, and without the
 * message-content intent a message that is not for us comes without its words and files. Of files it tells nothing: they
 * have to be fetched.
 */
export function parseDiscordMessage(
  message: GatewayMessageCreateDispatchData,
  self: DiscordSelf,
  place: DiscordPlace,
): IncomingMessage | undefined {
  if (!isFromPerson(message, self)) return undefined;
  const text = readContent(message.content, namesIn(message, self));
  if (text === '' && message.attachments.length === 0) return undefined;
  return {
    kind: 'message',
    id: `discord:${message.id}`,
    thread: threadAt(place, message.id),
    author: authorOf(message.author, message.member),
    position: positionOf(message.id),
    sentAtMs: madeAtMs(message.id),
    text,
    addressed: place.kind === 'dm' || mentionsUs(message, self),
  };
}

function isFromPerson(message: GatewayMessageCreateDispatchData, self: DiscordSelf): boolean {
  return (
    (message.type === MessageType.Default || message.type === MessageType.Reply) &&
    message.author.id !== self.botUserId &&
    message.author.bot !== true &&
    message.author.system !== true &&
    message.webhook_id === undefined
  );
}

/** Us, our role or an agent's. Discord counts a reply to a message of ours as a mention, unless its writer said not to. */
function mentionsUs(message: GatewayMessageCreateDispatchData, self: DiscordSelf): boolean {
  return (
    message.mentions.some(({ id }) => id === self.botUserId) ||
    message.mention_roles.some((id) => self.botRoleIds.includes(id) || self.agentRoleNames.has(id))
  );
}

function namesIn(message: GatewayMessageCreateDispatchData, self: DiscordSelf): ContentNames {
  return {
    user: (id) => {
      if (id === self.botUserId) return 'Elevate';
      const user = message.mentions.find((mentioned) => mentioned.id === id);
      return user && shownName(user, user.member?.nick);
    },
    role: (id) => roleName(id, self),
    channel: (id) =>
      message.mention_channels?.find((channel) => channel.id === id)?.name ?? self.channelNames?.get(id),
  };
}
