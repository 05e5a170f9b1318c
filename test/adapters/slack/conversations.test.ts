import { afterEach, describe, expect, test } from 'vitest';
import { type SlackElevate, startOnSlack } from '../../support/slack-elevate.ts';

let elevate: SlackElevate;

afterEach(async () => {
  elevate.slack.expectAllUsed();
  await elevate.end();
});

describe.each(['socket', 'http'] as const)('over %s', (transport) => {
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
});
