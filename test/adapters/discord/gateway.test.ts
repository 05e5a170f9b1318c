import type { GatewayDispatchPayload } from 'discord-api-types/v10';
import { afterEach, expect, test } from 'vitest';
import type { DiscordApi } from '../../../src/adapters/discord/discord-api.ts';
import { createGateway, type Gateway } from '../../../src/adapters/discord/gateway.ts';
import { type DiscordServer, startDiscordServer } from '../../support/discord-server/discord-server.ts';

let discord: DiscordServer;
let gateway: Gateway;

afterEach(async () => {
  await gateway.stop();
  await discord.close();
});

test('without the message content intent it goes on without, and says so', async () => {
  discord = await startDiscordServer();
  const warnings: string[] = [];
  const events: GatewayDispatchPayload[] = [];
  gateway = createGateway({
    token: discord.token,
    apiUrl: discord.apiUrl,
    api: {} as DiscordApi,
    botUserId: discord.bot.id,
    readsContent: true,
    log: {
      debug: () => {},
      info: () => {},
      warn: (_facts, message) => void warnings.push(String(message)),
      error: (_facts, message) => void warnings.push(String(message)),
    },
    onEvent: (event) => void events.push(event),
    onSession: () => {},
  });
  await gateway.start();
  await discord.untilConnected();
  expect(gateway.readsContent()).toBe(false);
  expect(warnings).toContainEqual(expect.stringMatching(/it goes on without/));
  discord.user('ana').writesToBot('hello');
  await expect.poll(() => events.map(({ t }) => t)).toContain('MESSAGE_CREATE');
});
