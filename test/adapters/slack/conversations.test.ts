import { afterEach, describe, expect, test } from 'vitest';
import { h1Answers, modelOn } from '../../support/conversation.ts';
import { type ScriptedModelServer, startScriptedModel } from '../../support/scripted-model-server.ts';
import { type SlackElevate, startOnSlack } from '../../support/slack-elevate.ts';
import { hears } from '../../support/talker.ts';

let elevate: SlackElevate;
let server: ScriptedModelServer | undefined;

afterEach(async () => {
  elevate.slack.expectAllUsed();
  await elevate.end();
  await server?.close();
  server = undefined;
});

describe.each(['socket', 'http'] as const)('over %s', (transport) => {
  test('a newcomer is greeted, fills in H1 by a form, and gets the finished prompt', async () => {
    elevate = await startOnSlack({ transport });
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

  test('a direct message is titled by its first words, and a follow-up leaves the title', async () => {
    elevate = await startOnSlack({ transport });
    const ana = elevate.talker('ana');
    await ana.says(
      'hi, just joined,\nI sell candles, want more sales, and do not know where to begin with it all',
    );
    await ana.says('thanks');
    const at = { channelId: ana.place.id, ts: ana.thread ?? '' };
    await expect
      .poll(() => elevate.slack.sessionOf(at)?.title)
      .toMatch(/^hi, just joined, I sell candles.*…$/);
    const calls = elevate.slack.callsTo('agents.sessions.setStatus');
    expect(calls.filter(({ args }) => args.title !== undefined)).toHaveLength(1);
    expect(elevate.slack.callsTo('assistant.threads.setTitle')).toEqual([]);
  });

  test('a direct message is under way until it is answered; where there are no sessions the title stays', async () => {
    elevate = await startOnSlack({ transport });
    const { slack } = elevate;
    const ana = elevate.talker('ana');
    await ana.says('help');
    const at = { channelId: ana.place.id, ts: ana.thread ?? '' };
    await expect.poll(() => slack.sessionOf(at)).toMatchObject({ status: 'active', title: 'help' });
    const begun = slack.callsTo('agents.sessions.setStatus').map(({ args }) => args.status);
    expect(begun).toEqual(['processing', 'active']);
    slack.faults.fail('agents.sessions.setStatus', 'not_allowed_token_type');
    for (const words of ['list prompts', 'thanks']) {
      ana.thread = undefined;
      await ana.says(words);
      const next = { channelId: ana.place.id, ts: ana.thread ?? '' };
      await expect.poll(() => slack.sessionOf(next)?.title).toBe(words);
    }
    // Asked once, and then not for a while.
    expect(slack.callsTo('agents.sessions.setStatus')).toHaveLength(3);
    expect(slack.callsTo('assistant.threads.setTitle')).toHaveLength(2);
  });

  test('with a model the answer grows in the thread under the agent’s name, and is saved', async () => {
    server = await startScriptedModel();
    elevate = await startOnSlack({ transport, model: modelOn(server) });
    const ana = elevate.talker('ana');
    await ana.says('@Writer H1 please');
    server.willAnswer('1. Out again by nine?\n2. Gone in an hour', { chunks: 5 });
    const answered = await ana.fillsIn(h1Answers);
    expect(hears(answered, /Out again by nine\?\n2\. Gone in an hour/).agent).toBe('Writer');
    const used = hears(answered, /Used from your Foundation/);
    expect(used.buttons).toEqual(['Save', 'Another try', 'Different tone']);
    hears(await ana.presses('Save'), /Saved as a draft/);
    expect(await elevate.models.userGeneratedAssets.countDocuments()).toBe(1);
  });
});
