import { afterEach, expect, test } from 'vitest';
import { discordCommands } from '../../../src/adapters/discord/commands.ts';
import { createDiscordApi } from '../../../src/adapters/discord/discord-api.ts';
import { restFor } from '../../../src/adapters/discord/rest-for.ts';
import { type Program, startProgram } from '../../../src/compose.ts';
import { loadConfig } from '../../../src/config.ts';
import { closeDatabase, openDatabase } from '../../support/database.ts';
import { startOnDiscord } from '../../support/discord-elevate.ts';
import { type DiscordServer, startDiscordServer } from '../../support/discord-server/discord-server.ts';

let discord: DiscordServer;
let program: Program | undefined;

afterEach(async () => {
  await program?.stop();
  program = undefined;
  await discord.close();
});

async function start(token: string): Promise<Program> {
  const connection = await openDatabase();
  const { host, port, name } = connection;
  await connection.close();
  const env = {
    MONGODB_URI: `mongodb://${host}:${port}/${name}`,
    DISCORD_TOKEN: token,
    DISCORD_API_URL: discord.apiUrl,
    PORT: '0',
    LOG_LEVEL: 'silent',
  };
  return startProgram(loadConfig(env), env, () => {});
}

test('Discord is a surface when its token is set, and the playground then none', async () => {
  discord = await startDiscordServer();
  program = await start(discord.token);
  expect(program.ready).toMatch(/^ready: Discord \(in threads it hears only what mentions it\) · store/);
  const ana = discord.user('ana');
  ana.writesToBot('help');
  await discord.untilSaidIn(ana.directMessages, /\w/);
});

test('a token that Discord does not take is told in a sentence', async () => {
  discord = await startDiscordServer();
  await expect(start('nonsense')).rejects.toThrow(/copy DISCORD_TOKEN again/);
});

test('commands that Discord has lost are registered again at the next start, and only then', async () => {
  const elevate = await startOnDiscord();
  discord = elevate.discord;
  const api = createDiscordApi(restFor(discord.token, discord.apiUrl));
  const application = await api.application();
  if (application.kind !== 'done') throw new Error('The application could not be read.');
  const { id } = application.result;
  const registered = async () => {
    const outcome = await api.commands(id);
    return outcome.kind === 'done' ? outcome.result.map(({ name, version }) => ({ name, version })) : [];
  };
  const namesOf = (commands: readonly { name: string }[]) => commands.map(({ name }) => name).toSorted();
  const first = await registered();
  expect(namesOf(first)).toEqual(namesOf(discordCommands));
  await elevate.restart();
  // Nothing was different: registering anew would have given other versions.
  expect(await registered()).toEqual(first);
  await elevate.restart(() => api.registerCommands(id, discordCommands.slice(1)));
  expect(namesOf(await registered())).toEqual(namesOf(discordCommands));
  await elevate.leave();
  await closeDatabase(elevate.connection);
});
