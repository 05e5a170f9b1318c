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
    expect(elevate.slack.callsTo('assistant.threads.setTitle')).toHaveLength(1);
  });
});
