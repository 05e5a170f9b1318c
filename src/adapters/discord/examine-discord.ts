import { type ChannelLack, lacksInChannels } from './channel-rights.ts';
import { type CommandsCompared, compareCommands } from './commands.ts';
import { createDiscordApi, type DiscordApi } from './discord-api.ts';
import { readsContent } from './open-discord.ts';
import { restFor } from './rest-for.ts';
import { missingRights } from './server-rights.ts';

interface ServerState {
  server: string;
  /** In the server as a whole. */
  needed: string[];
  helpful: string[];
  /** Beyond that; undefined where Discord did not say. */
  channels: ChannelLack[] | undefined;
}

/** What Discord says of a token. */
export type DiscordState =
  | { kind: 'refused'; why: string }
  | {
      kind: 'known';
      botName: string;
      servers: number;
      readsContent: boolean;
      looked: ServerState[];
      /** Undefined where Discord did not say. */
      commands: CommandsCompared | undefined;
    };

/** Each takes two calls of its own. */
const mostServers = 25;

/** Asks and changes nothing. */
export async function examineDiscord(token: string, apiUrl: string | undefined): Promise<DiscordState> {
  const api = createDiscordApi(restFor(token, apiUrl));
  const application = await api.application();
  if (application.kind !== 'done') return { kind: 'refused', why: application.why };
  const { id, name, bot, flags, approximate_guild_count: servers = 0 } = application.result;
  const [joined, registered] = await Promise.all([api.servers(), api.commands(id)]);
  const looked: ServerState[] = [];
  for (const server of joined.kind === 'done' ? joined.result.slice(0, mostServers) : []) {
    looked.push({
      server: server.name,
      ...missingRights(server.permissions),
      channels: await lacksIn(api, server, bot?.id ?? id),
    });
  }
  return {
    kind: 'known',
    botName: bot?.username ?? name,
    servers,
    readsContent: readsContent(flags),
    looked,
    commands: registered.kind === 'done' ? compareCommands(registered.result) : undefined,
  };
}

async function lacksIn(
  api: DiscordApi,
  server: { id: string; permissions: string },
  botUserId: string,
): Promise<ChannelLack[] | undefined> {
  const [channels, member] = await Promise.all([api.channels(server.id), api.member(server.id, botUserId)]);
  if (channels.kind !== 'done' || member.kind !== 'done') return undefined;
  const { id: serverId, permissions } = server;
  return lacksInChannels(channels.result, {
    ...{ serverId, permissions, botUserId },
    roleIds: member.result.roles,
  });
}
