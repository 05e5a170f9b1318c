import type { Connection } from 'mongoose';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { discordCommands } from '../../../src/adapters/discord/commands.ts';
import { createDiscordApi } from '../../../src/adapters/discord/discord-api.ts';
import { restFor } from '../../../src/adapters/discord/rest-for.ts';
import { missingRights } from '../../../src/adapters/discord/server-rights.ts';
import { buildModels } from '../../../src/adapters/mongo/build-models.ts';
import { diagnose } from '../../../src/diagnose.ts';
import type { Finding } from '../../../src/domain/finding.ts';
import { allTables } from '../../../src/domain/tables.ts';
import { closeDatabase, openDatabase } from '../../support/database.ts';
import { type DiscordServer, startDiscordServer } from '../../support/discord-server/discord-server.ts';
import type { PermissionName } from '../../support/discord-server/permissions.ts';
import type { Guild, Place } from '../../support/discord-server/places.ts';

let discord: DiscordServer;

afterEach(() => discord.close());

async function findings(token = discord.token, mongodbUri = inject('mongoUri')): Promise<Finding[]> {
  const found: Finding[] = [];
  await diagnose({
    env: {
      MONGODB_URI: mongodbUri,
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
async function registerAll(commands = discordCommands): Promise<void> {
  const api = createDiscordApi(restFor(discord.token, discord.apiUrl));
  const application = await api.application();
  if (application.kind !== 'done') throw new Error('The application could not be read.');
  await api.registerCommands(application.result.id, commands);
}

const told = (found: Finding[], verdict: Finding['verdict']) =>
  found.filter((one) => one.verdict === verdict).map(({ text }) => text);

test('says what is missing without the message content intent, and a bot without a server', async () => {
  discord = await startDiscordServer();
  await registerAll();
  expect(await findings()).toEqual([
    expect.objectContaining({ verdict: 'to do', text: expect.stringMatching(/is in no server/) }),
    expect.objectContaining({
      verdict: 'note',
      text: expect.stringMatching(/Message Content Intent is off/),
    }),
    expect.objectContaining({ verdict: 'ok', text: expect.stringMatching(/commands are as this version/) }),
  ]);
});

test('names what the bot may not do in a server, and commands that nobody has registered', async () => {
  discord = await startDiscordServer({ privilegedIntents: ['MessageContent'] });
  discord.guild('Cohort 7', { botPermissions: [] });
  const found = await findings();
  expect(told(found, 'note')).toEqual([
    'Discord: in Cohort 7 the bot lacks Manage Webhooks (without it agents’ names stand in the messages).',
    expect.stringMatching(
      /not registered yet: ask, help, assets, cohort, announce, setup, Ask an agent about this\./,
    ),
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
  discord.guild('Cohort 8').channel('general');
  expect((await findings()).map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok']);
});

describe('in a channel', () => {
  const shut = (name: string, ...deny: PermissionName[]) =>
    guild.channel(name, { overwrites: [{ for: 'everyone', deny }] });
  let connection: Connection;
  let guild: Guild;

  beforeEach(async () => {
    connection = await openDatabase();
    discord = await startDiscordServer({ privilegedIntents: ['MessageContent'] });
    guild = discord.guild('Cohort 7');
    await registerAll();
  });
  afterEach(() => closeDatabase(connection));

  /** Somebody has talked to the bot in a thread of that channel. */
  async function isUsed({ id }: Place, daysAgo = 0): Promise<void> {
    const atMs = Date.now() - daysAgo * 86_400_000;
    await buildModels(connection, allTables).conversations.create({
      _id: `discord|${id}|1`,
      platform: 'discord',
      place: id,
      thread: '1',
      audience: 'channel',
      createdAt: atMs,
      lastMessageAt: atMs,
    });
  }

  const look = () =>
    findings(discord.token, `mongodb://${connection.host}:${connection.port}/${connection.name}`);

  test('where people talk to it, what it lacks is named, with the cure', async () => {
    await isUsed(shut('sales', 'SendMessagesInThreads', 'ManageWebhooks'));
    await isUsed(shut('launch', 'ViewChannel'));
    await isUsed(guild.channel('general'));
    const found = await look();
    expect(found.filter(({ verdict }) => verdict === 'to do')).toEqual([
      {
        verdict: 'to do',
        text: 'Discord: in #sales of Cohort 7, where people talk to it, the bot lacks Send Messages in Threads.',
        cure: expect.stringMatching(
          /^#sales → Edit Channel → Permissions → .+ allow Send Messages in Threads → Save Changes\.$/,
        ),
      },
      expect.objectContaining({ text: expect.stringMatching(/#launch .+ lacks View Channels\.$/) }),
    ]);
    expect(told(found, 'note')).toEqual([
      'Discord: in #sales of Cohort 7 the bot lacks Manage Webhooks (without it agents’ names stand in the messages).',
    ]);
  });

  test('where nobody has talked to it of late it is no failure; the first five are named', async () => {
    await isUsed(shut('old', 'SendMessages'), 31);
    for (const number of [1, 2, 3, 4, 5]) shut(`staff-${number}`, 'ViewChannel');
    const found = await look();
    expect(told(found, 'to do')).toEqual([]);
    expect(told(found, 'note')).toEqual([
      expect.stringMatching(
        /nobody gets an answer.+: #old \(Send Messages\), #staff-1 \(View Channels\), .+#staff-4 \(View Channels\) and 1 more\. Where one is wanted/,
      ),
    ]);
  });

  test('what the bot itself is allowed stands over what everyone is refused', async () => {
    const place = guild.channel('staff', {
      overwrites: [
        { for: 'everyone', deny: ['ViewChannel', 'SendMessages'] },
        { for: { id: discord.bot.id }, allow: ['ViewChannel', 'SendMessages'] },
      ],
    });
    await isUsed(place);
    expect((await look()).map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok']);
  });
});

test('commands are compared by their content, not by their names alone', async () => {
  discord = await startDiscordServer({ privilegedIntents: ['MessageContent'] });
  discord.guild('Cohort 7');
  const [ask, help, ...rest] = discordCommands;
  if (!ask || !help) throw new Error('There are commands.');
  const elsewhere = { ...help, name_localizations: { 'en-GB': 'aid' } };
  await registerAll([ask, elsewhere, ...rest.slice(1), { ...help, name: 'helped', name_localizations: {} }]);
  expect(told(await findings(), 'note')).toEqual([
    expect.stringMatching(/not registered yet: assets\./),
    expect.stringMatching(/as another version has them: help\./),
    expect.stringMatching(/left by another version: helped\./),
  ]);
});

test('names a token that is no good, and does not show it', async () => {
  discord = await startDiscordServer();
  const found = await findings('a-token-of-nobody');
  expect(found).toEqual([
    expect.objectContaining({ verdict: 'to do', cure: expect.stringMatching(/Reset it/) }),
  ]);
  expect(JSON.stringify(found)).not.toContain('a-token-of-nobody');
});
