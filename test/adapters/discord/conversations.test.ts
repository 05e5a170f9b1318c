import { afterEach, expect, test } from 'vitest';
import { h1Answers, modelOn } from '../../support/conversation.ts';
import { type DiscordElevate, startOnDiscord } from '../../support/discord-elevate.ts';
import { type ScriptedModelServer, startScriptedModel } from '../../support/scripted-model-server.ts';
import { hears } from '../../support/talker.ts';

let elevate: DiscordElevate;
let server: ScriptedModelServer | undefined;

afterEach(async () => {
  elevate.discord.expectAllUsed();
  await elevate.end();
  await server?.close();
  server = undefined;
});

test('a newcomer is greeted, fills in H1 page by page, and gets the finished prompt', async () => {
  elevate = await startOnDiscord();
  const ana = elevate.talker('ana');
  const welcome = hears(
    await ana.says('hi, just joined, I sell candles, want more sales'),
    /Shall we begin there/,
  );
  expect(welcome).toMatchObject({ agent: 'Director', buttons: ['Start my Foundation'] });
  const asked = hears(await ana.says('@Writer H1 please'), /needs from your Foundation/);
  expect(asked.buttons).toContain('Fill in');
  hears(await ana.fillsIn(h1Answers), /No model is set, so here is the finished H1 prompt/);
});
