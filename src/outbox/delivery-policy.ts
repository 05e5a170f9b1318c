import type { DeliveryResult } from '../ports/chat-platform.ts';

/** What to do after an attempt to say something. */
export type DeliveryVerdict =
  | { kind: 'done'; platformMessageId: string }
  | { kind: 'again'; state: 'waiting' | 'unknown'; atMs: number }
  | { kind: 'give-up' };

/** Waits before the second, third, … attempt, in milliseconds: about 30 minutes in all, as long as an outage may last. */
const waitsMs = [1_000, 2_000, 5_000, 15_000, 60_000, 300_000, 600_000, 900_000];

/** `attempts` counts those made, this one included. Rate limits wait their turn and never count as the last. */
export function afterDelivery(result: DeliveryResult, attempts: number, nowMs: number): DeliveryVerdict {
  if (result.kind === 'delivered') return { kind: 'done', platformMessageId: result.platformMessageId };
  if (result.kind === 'not-delivered' && !result.retryable) return { kind: 'give-up' };
  const waitMs = waitsMs[Math.min(attempts, waitsMs.length) - 1] ?? 0;
  if (result.kind === 'unknown') return { kind: 'again', state: 'unknown', atMs: nowMs + waitMs };
  if (result.retryAfterMs !== undefined)
    return { kind: 'again', state: 'waiting', atMs: nowMs + result.retryAfterMs };
  return attempts > waitsMs.length
    ? { kind: 'give-up' }
    : { kind: 'again', state: 'waiting', atMs: nowMs + waitMs };
}
