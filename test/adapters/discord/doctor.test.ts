import { afterEach, expect, inject, test } from 'vitest';
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

test('says what is missing without the message content intent, and a bot without a server', async () => {
  discord = await startDiscordServer();
  expect(await findings()).toEqual([
    expect.objectContaining({ verdict: 'to do', text: expect.stringMatching(/is in no server/) }),
    expect.objectContaining({
      verdict: 'note',
      text: expect.stringMatching(/Message Content Intent is off/),
    }),
  ]);
});

test('is content with a server and the intent', async () => {
  discord = await startDiscordServer({ privilegedIntents: ['MessageContent'] });
  discord.guild('Cohort 7');
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
