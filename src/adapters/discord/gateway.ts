import { Client, type ClientOptions, Events, GatewayIntentBits, Options } from 'discord.js';
import { ChannelType, GatewayCloseCodes, type GatewayDispatchPayload } from 'discord-api-types/v10';
import type { SystemRole } from '../../domain/system-role.ts';
import type { Logger } from '../../ports/logger.ts';
import { agentNamed } from './agent-role.ts';
import type { DiscordApi } from './discord-api.ts';
import type { DiscordPlace } from './discord-place.ts';
import type { DiscordSelf } from './discord-self.ts';
import type { ReadablePlace } from './read-missed.ts';
import type { ShardNumber } from './shard-order.ts';
import { positionOf, snowflakeAt } from './snowflake.ts';

export interface GatewayOptions {
  token: string;
  apiUrl: string | undefined;
  api: DiscordApi;
  botUserId: string;
  /** Whether the application may read messages that are not for it. */
  readsContent: boolean;
  /** The one that this process is; as many as Discord recommends where it is told of none. */
  shard?: ShardNumber | undefined;
  log: Logger;
  /** Every event as Discord sent it. */
  onEvent(event: GatewayDispatchPayload, shardId: number): void;
  /** A session has begun anew, and has told of its servers. A session that was resumed has not. */
  onSession(shardId: number): void;
}

/** The socket by which Discord tells what happens, and what it has told of servers and channels. */
export interface Gateway {
  start(): Promise<void>;
  stop(): Promise<void>;
  readsContent(): boolean;
  self(guildId: string | undefined): DiscordSelf;
  /** Undefined where it cannot be found out. */
  placeOf(channelId: string, guildId: string | undefined): Promise<DiscordPlace | undefined>;
  isThread(id: string): boolean;
  /** Channels and threads of a shard's servers with a message since then, newest first. */
  placesSince(shardId: number, sinceMs: number): ReadablePlace[];
}

/** Closes after which the library does not try again, with what helps. */
const fatalCloses: Partial<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]:
    'DISCORD_TOKEN is no good any more: copy it again, and start anew',
  [GatewayCloseCodes.ShardingRequired]: 'the bot is in too many servers for one connection: start anew',
};

const threadTypes: readonly ChannelType[] = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];

/** What messages say is in our store; of people the payloads tell. */
const nothingKept: Pick<ClientOptions, 'makeCache'> = {
  makeCache: Options.cacheWithLimits({
    MessageManager: 0,
    ReactionManager: 0,
    PresenceManager: 0,
    VoiceStateManager: 0,
    ThreadMemberManager: 0,
    GuildEmojiManager: 0,
    GuildStickerManager: 0,
  }),
};

export function createGateway(options: GatewayOptions): Gateway {
  const { token, apiUrl, api, botUserId, shard, log, onEvent, onSession } = options;
  let { readsContent } = options;
  let client = newClient();
  let isStopped = false;
  let reopened: Promise<void> | undefined;

  function newClient(): Client {
    const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
    const made = new Client({
      intents: [Guilds, GuildMessages, DirectMessages, ...(readsContent ? [MessageContent] : [])],
      ...(shard ? { shards: [shard.id], shardCount: shard.count } : { shards: 'auto' as const }),
      ...(apiUrl === undefined ? {} : { rest: { api: apiUrl } }),
      ...nothingKept,
    });
    made.on(Events.Raw, (event: GatewayDispatchPayload, shardId: number) => onEvent(event, shardId));
    made.on(Events.ShardReady, (shardId) => onSession(shardId));
    made.on(Events.Error, (error) => log.error({ error }, 'discord'));
    made.on(Events.ShardError, (error) => log.warn({ error }, 'the connection to Discord broke off'));
    made.on(Events.ShardDisconnect, ({ code }) => closed(code));
    return made;
  }

  function closed(code: number): void {
    if (isStopped) return;
    if (code === GatewayCloseCodes.DisallowedIntents && readsContent) {
      reopened = openWithoutContent();
      reopened.catch((error: unknown) => log.error({ error }, 'Discord could not be reached again'));
      return;
    }
    const cure = fatalCloses[code];
    log.error({ code, ...(cure ? { cure } : {}) }, 'Discord closed the connection for good');
  }

  async function openWithoutContent(): Promise<void> {
    readsContent = false;
    log.warn(
      { cure: 'switch on Message Content Intent in the developer portal, then start anew' },
      'Discord does not let the bot read messages that do not mention it: it goes on without',
    );
    const old = client;
    client = newClient();
    await old.destroy();
    await client.login(token);
  }

  const rolesIn = (guildId: string | undefined) =>
    guildId === undefined ? undefined : client.guilds.cache.get(guildId)?.roles.cache;

  return {
    start: async () => {
      try {
        await client.login(token);
      } catch (error) {
        // Refused for what it asked to read, it has begun to log in again with less.
        if (!reopened) throw error;
        await reopened;
      }
    },
    stop: async () => {
      isStopped = true;
      await client.destroy();
    },
    readsContent: () => readsContent,
    self: (guildId) => {
      const roles = [...(rolesIn(guildId)?.values() ?? [])];
      return {
        botUserId,
        botRoleIds: roles.filter(({ tags }) => tags?.botId === botUserId).map(({ id }) => id),
        agentRoleNames: new Map(
          roles.flatMap(({ id, name }): Array<[string, SystemRole]> => {
            const role = agentNamed(name);
            return role ? [[id, role]] : [];
          }),
        ),
        roleNames: new Map(roles.map(({ id, name }) => [id, name])),
        channelNames: { get: (id) => nameOf(client, id) },
      };
    },
    isThread: (id) => client.channels.cache.get(id)?.isThread() ?? false,
    placesSince: (shardId, sinceMs) => {
      const since = snowflakeAt(sinceMs);
      return [...client.channels.cache.values()]
        .flatMap((channel) =>
          channel.isTextBased() &&
          !channel.isDMBased() &&
          channel.guild.shardId === shardId &&
          channel.lastMessageId !== null &&
          isNewer(channel.lastMessageId, since)
            ? [{ channelId: channel.id, guildId: channel.guildId, last: channel.lastMessageId }]
            : [],
        )
        .sort((one, other) => (isNewer(one.last, other.last) ? -1 : 1));
    },
    placeOf: async (channelId, guildId) => {
      if (guildId === undefined) return { kind: 'dm', channelId };
      const known = client.channels.cache.get(channelId);
      if (known) return placeFrom(channelId, known.type, 'parentId' in known ? known.parentId : null);
      // Told before the gateway told of its servers, or opened again without a word.
      const asked = await api.channel(channelId);
      if (asked.kind !== 'done') return undefined;
      const { type } = asked.result;
      return placeFrom(channelId, type, 'parent_id' in asked.result ? asked.result.parent_id : null);
    },
  };
}

function placeFrom(channelId: string, type: ChannelType, parentId: string | null | undefined): DiscordPlace {
  return threadTypes.includes(type) && parentId
    ? { kind: 'thread', channelId, parentId }
    : { kind: 'channel', channelId };
}

function isNewer(one: string, other: string): boolean {
  return positionOf(one) > positionOf(other);
}

function nameOf(client: Client, channelId: string): string | undefined {
  const channel = client.channels.cache.get(channelId);
  return channel && 'name' in channel ? (channel.name ?? undefined) : undefined;
}
