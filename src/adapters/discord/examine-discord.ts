import { createDiscordApi } from './discord-api.ts';
import { readsContent } from './open-discord.ts';
import { restFor } from './rest-for.ts';

/** What Discord says of a token. */
export type DiscordState =
  | { kind: 'refused'; why: string }
  | { kind: 'known'; botName: string; servers: number; readsContent: boolean };

/** Asks and changes nothing. */
export async function examineDiscord(token: string, apiUrl: string | undefined): Promise<DiscordState> {
  const application = await createDiscordApi(restFor(token, apiUrl)).application();
  if (application.kind !== 'done') return { kind: 'refused', why: application.why };
  const { name, bot, flags, approximate_guild_count: servers = 0 } = application.result;
  return { kind: 'known', botName: bot?.username ?? name, servers, readsContent: readsContent(flags) };
}
