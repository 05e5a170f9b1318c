import { discordCommands } from './commands.ts';
import { createDiscordApi } from './discord-api.ts';
import { readsContent } from './open-discord.ts';
import { restFor } from './rest-for.ts';
import { missingRights } from './server-rights.ts';

/** What Discord says of a token. */
export type DiscordState =
  | { kind: 'refused'; why: string }
  | {
      kind: 'known';
      botName: string;
      servers: number;
      readsContent: boolean;
      /** Of each server in which something is missing. */
      missing: Array<{ server: string; needed: string[]; helpful: string[] }>;
      /** Commands that are not registered as this version has them, by name; undefined where Discord did not say. */
      commandsMissing: string[] | undefined;
    };

/** Asks and changes nothing. */
export async function examineDiscord(token: string, apiUrl: string | undefined): Promise<DiscordState> {
  const api = createDiscordApi(restFor(token, apiUrl));
  const application = await api.application();
  if (application.kind !== 'done') return { kind: 'refused', why: application.why };
  const { id, name, bot, flags, approximate_guild_count: servers = 0 } = application.result;
  const [joined, registered] = await Promise.all([api.servers(), api.commands(id)]);
  const missing = (joined.kind === 'done' ? joined.result : [])
    .map((server) => ({ server: server.name, ...missingRights(server.permissions) }))
    .filter(({ needed, helpful }) => needed.length + helpful.length > 0);
  const known = registered.kind === 'done' ? registered.result.map((command) => command.name) : undefined;
  return {
    kind: 'known',
    botName: bot?.username ?? name,
    servers,
    readsContent: readsContent(flags),
    missing,
    commandsMissing: known && discordCommands.map((one) => one.name).filter((one) => !known.includes(one)),
  };
}
