import { expect, it } from 'vitest';
import { afterFailedAttempt } from '../../src/inbox/retry-policy.ts';

it('an entry is tried five times, with longer and longer waits, and then given up', () => {
  const nowMs = 1_000_000;
  expect([1, 2, 3, 4, 5, 6].map((attempts) => afterFailedAttempt(attempts, nowMs))).toEqual([
    { kind: 'retry', atMs: nowMs + 1_000 },
    { kind: 'retry', atMs: nowMs + 5_000 },
    { kind: 'retry', atMs: nowMs + 20_000 },
    { kind: 'retry', atMs: nowMs + 60_000 },
    { kind: 'give-up' },
    { kind: 'give-up' },
  ]);
});
