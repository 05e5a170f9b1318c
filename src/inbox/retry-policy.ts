/** What to do after an attempt at an entry failed for a reason of our own: the store, a defect. */
export type RetryVerdict = { kind: 'retry'; atMs: number } | { kind: 'give-up' };

/** Waits before the second, third, … attempt, in milliseconds. After the last, the person is told. */
const waitsMs = [1_000, 5_000, 20_000, 60_000];

/** `attempts` counts those that were begun, the failed one included. */
export function afterFailedAttempt(attempts: number, nowMs: number): RetryVerdict {
  const waitMs = waitsMs[attempts - 1];
  return waitMs === undefined ? { kind: 'give-up' } : { kind: 'retry', atMs: nowMs + waitMs };
}
