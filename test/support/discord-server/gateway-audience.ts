import { GatewayDispatchEvents as Event, GatewayIntentBits as Intent } from 'discord-api-types/v10';
import { botMay } from './permissions.ts';
import type { ChannelRecord, World } from './world.ts';

const byPrefix: ReadonlyArray<readonly [prefix: string, inGuild: Intent, direct: Intent]> = [
  ['MESSAGE_REACTION_', Intent.GuildMessageReactions, Intent.DirectMessageReactions],
  ['MESSAGE_', Intent.GuildMessages, Intent.DirectMessages],
  ['TYPING_', Intent.GuildMessageTyping, Intent.DirectMessageTyping],
  ['GUILD_MEMBER_', Intent.GuildMembers, Intent.GuildMembers],
  ['GUILD_', Intent.Guilds, Intent.Guilds],
  ['CHANNEL_', Intent.Guilds, Intent.Guilds],
  ['THREAD_', Intent.Guilds, Intent.Guilds],
];

/** The intent without which an event is not sent; interactions come in any case. */
export function intentFor(event: string, { isInGuild }: { isInGuild: boolean }): Intent | undefined {
  if (event === Event.InteractionCreate) return undefined;
  const rule = byPrefix.find(([prefix]) => event.startsWith(prefix));
  return rule && (isInGuild ? rule[1] : rule[2]);
}

/** Which shard of `count` hears of a guild; direct messages are the first one's (docs: `(guild_id >> 22) % num_shards`). */
export function shardFor(guildId: string | undefined, count: number): number {
  return guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count));
}

/** Of what happens in a channel that the bot cannot see, or in a guild it is not in, it hears nothing. */
export function isVisible(
  world: World,
  guildId: string | undefined,
  channel: ChannelRecord | undefined,
): boolean {
  if (guildId !== undefined && world.guilds.get(guildId)?.hasBot === false) return false;
  return channel === undefined || botMay(world, channel, 'ViewChannel');
}
