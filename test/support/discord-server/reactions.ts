import { type APIMessage, GatewayDispatchEvents } from 'discord-api-types/v10';
import type { ChannelRecord, World } from './world.ts';

interface Reacting {
  userId: string;
  emoji: string;
  t: GatewayDispatchEvents.MessageReactionAdd | GatewayDispatchEvents.MessageReactionRemove;
}

/** Puts one's emoji under a message, or takes it away. */
export function changeReaction(
  world: World,
  channel: ChannelRecord,
  message: APIMessage,
  { userId, emoji: name, t }: Reacting,
): void {
  const emoji = { id: null, name };
  const isOwn = userId === world.bot.id;
  const isAdded = t === GatewayDispatchEvents.MessageReactionAdd;
  const before = message.reactions?.find((one) => one.emoji.name === name);
  const count = Math.max(0, (before?.count ?? 0) + (isAdded ? 1 : -1));
  const me = isOwn ? isAdded : (before?.me ?? false);
  const after = {
    emoji,
    count,
    me,
    me_burst: false,
    burst_colors: [],
    count_details: { burst: 0, normal: count },
  };
  const others = message.reactions?.filter((one) => one !== before) ?? [];
  message.reactions = count > 0 ? [...others, after] : others;
  const guild = channel.guildId && { guild_id: channel.guildId };
  const common = { user_id: userId, channel_id: channel.id, message_id: message.id, emoji, ...guild };
  world.publish({ t, d: { ...common, burst: false, type: 0 } });
}
