import { describe, expect, test } from 'vitest';
import { createSlackReceiving, type ReceiveDeps } from '../../../src/adapters/slack/receive-from-slack.ts';
import { silentLogger } from '../../support/silent-logger.ts';
import { createTestClock } from '../../support/test-clock.ts';

/** What one event makes happen, in order. */
async function happensAt(event: object, forget?: () => Promise<void>): Promise<unknown[]> {
  const happened: unknown[] = [];
  const workspaces = {
    of: async () => undefined,
    forget: async (teamId: string, removedAtMs: number) => {
      await forget?.();
      happened.push([teamId, removedAtMs]);
    },
  };
  const receive = createSlackReceiving({
    workspaces,
    clock: createTestClock(),
    log: silentLogger,
  } as Partial<ReceiveDeps> as ReceiveDeps);
  await receive({
    body: { type: 'event_callback', team_id: 'T1', event_time: 1_000, event },
    ack: async () => void happened.push('acknowledged'),
  }).catch((error: unknown) => happened.push(error));
  return happened;
}

describe('word that the app was removed', () => {
  // Installed within that second is installed before.
  const forgotten = ['T1', 1_001_000];

  test.each([
    ['app_uninstalled', { type: 'app_uninstalled' }],
    ['tokens_revoked of the bot', { type: 'tokens_revoked', tokens: { oauth: [], bot: ['U1'] } }],
  ])('%s: its tokens go, and then it is acknowledged', async (_name, event) => {
    expect(await happensAt(event)).toEqual([forgotten, 'acknowledged']);
  });

  test('tokens_revoked of a person: the bot’s stay', async () => {
    const event = { type: 'tokens_revoked', tokens: { oauth: ['U2'], bot: [] } };
    expect(await happensAt(event)).toEqual(['acknowledged']);
  });

  test('comes again when the tokens could not be removed', async () => {
    const fault = new Error('no primary');
    expect(await happensAt({ type: 'app_uninstalled' }, () => Promise.reject(fault))).toEqual([fault]);
  });
});
