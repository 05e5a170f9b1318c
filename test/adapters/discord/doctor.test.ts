import { afterEach, expect, inject, test } from 'vitest';
import { discordCommands } from '../../../src/adapters/discord/commands.ts';
import { createDiscordApi } from '../../../src/adapters/discord/discord-api.ts';
import { restFor } from '../../../src/adapters/discord/rest-for.ts';
import { missingRights } from '../../../src/adapters/discord/server-rights.ts';
import { diagnose } from '../../../src/diagnose.ts';
import type { Finding } from '../../../src/domain/finding.ts';
import { type DiscordServer, startDiscordServer } from '../../support/discord-server/discord-server.ts';

let discord: DiscordServer;

afterEach(() => discord.close());

async function findings(token = discord.token): Promise<Finding[]> {
  const found: Finding[] = [];
  await diagnose({
    env: {
      MONGODB_URI: inject('mongoUri'),
      DISCORD_TOKEN: token,
      DISCORD_API_URL: discord.apiUrl,
      PORT: '0',
    },
    nodeVersion: process.versions.node,
    onFinding: (finding) => void found.push(finding),
    progress: () => {},
  });
  return found.filter(({ text }) => /Discord/.test(text));
}

/** As a start does. */
async function registerAll(): Promise<void> {
  const api = createDiscordApi(restFor(discord.token, discord.apiUrl));
  const application = await api.application();
  if (application.kind !== 'done') throw new Error('The application could not be read.');
  await api.registerCommands(application.result.id, discordCommands);
}

test('says what is missing without the message content intent, and a bot without a server', async () => {
  discord = await startDiscordServer();
  await registerAll();
  expect(await findings()).toEqual([
    expect.objectContaining({ verdict: 'to do', text: expect.stringMatching(/is in no server/) }),
    expect.objectContaining({
      verdict: 'note',
      text: expect.stringMatching(/Message Content Intent is off/),
    }),
  ]);
});

test('names what the bot may not do in a server, and commands that nobody has registered', async () => {
  discord = await startDiscordServer({ privilegedIntents: ['MessageContent'] });
  discord.guild('Cohort 7', { botPermissions: [] });
  const found = await findings();
  expect(found.filter(({ verdict }) => verdict === 'note').map(({ text }) => text)).toEqual([
    'Discord: in Cohort 7 the bot lacks Manage Webhooks (without it agents’ names stand in the messages).',
    expect.stringMatching(/not registered yet: ask, help, assets, setup, Ask an agent about this\./),
  ]);
});

test('tells rights that it cannot do without from those that help; an administrator has them all', () => {
  expect(missingRights('0')).toEqual({
    needed: ['View Channels', 'Send Messages', 'Send Messages in Threads'],
    helpful: [
      expect.stringMatching(/^Create Public Threads/),
      expect.stringMatching(/^Read Message History/),
      expect.stringMatching(/^Attach Files/),
      expect.stringMatching(/^Manage Webhooks/),
    ],
  });
  expect(missingRights('8')).toEqual({ needed: [], helpful: [] });
});

test('is content with a server and the intent', async () => {
  discord = await startDiscordServer({ privilegedIntents: ['MessageContent'] });
  discord.guild('Cohort 7');
  await registerAll();
  expect((await findings()).map(({ verdict }) => verdict)).toEqual(['ok', 'ok']);
});

test('names a token that is no good, and does not show it', async () => {
  discord = await startDiscordServer();
  const found = await findings('a-token-of-nobody');
  expect(found).toEqual([
    expect.objectContaining({ verdict: 'to do', cure: expect.stringMatching(/Reset it/) }),
  ]);
  expect(JSON.stringify(found)).not.toContain('a-token-of-nobody');
});
