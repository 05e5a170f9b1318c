import { afterEach, expect, test } from 'vitest';
import { type Program, startProgram } from '../../../src/compose.ts';
import { loadConfig } from '../../../src/config.ts';
import { openDatabase } from '../../support/database.ts';
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
