import { describe, expect, it } from 'vitest';
import { afterDelivery } from '../../src/outbox/delivery-policy.ts';
import type { DeliveryResult } from '../../src/ports/chat-platform.ts';

const nowMs = 1_000_000;
const outage: DeliveryResult = { kind: 'not-delivered', retryable: true, why: '503' };
const lost: DeliveryResult = { kind: 'unknown', why: 'the answer was lost' };
const limited: DeliveryResult = { ...outage, retryAfterMs: 7_000 };

describe('after an attempt to say something', () => {
  it('what was delivered is done', () => {
    expect(afterDelivery({ kind: 'delivered', platformMessageId: 'p1' }, 1, nowMs)).toEqual({
      kind: 'done',
      platformMessageId: 'p1',
    });
  });

  it('what a platform will never take is given up at once', () => {
    expect(
      afterDelivery({ kind: 'not-delivered', retryable: false, why: 'no such place' }, 1, nowMs),
    ).toEqual({ kind: 'give-up' });
    expect(
      afterDelivery({ kind: 'not-delivered', retryable: false, retryAfterMs: 5, why: 'x' }, 1, nowMs),
    ).toEqual({ kind: 'give-up' });
  });

  it('an outage is waited out for about half an hour, with longer and longer waits', () => {
    let total = 0;
    let last = 0;
    for (let attempts = 1; attempts <= 8; attempts++) {
      const verdict = afterDelivery(outage, attempts, nowMs);
      if (verdict.kind !== 'again') throw new Error(`attempt ${attempts}: ${verdict.kind}`);
      expect(verdict.state).toBe('waiting');
      expect(verdict.atMs - nowMs).toBeGreaterThan(last);
      last = verdict.atMs - nowMs;
      total += last;
    }
    expect(total).toBeGreaterThan(25 * 60_000);
    expect(total).toBeLessThan(40 * 60_000);
    expect(afterDelivery(outage, 9, nowMs)).toEqual({ kind: 'give-up' });
  });

  it.each([1, 9, 1_000])(
    'a rate limit is waited for as long as the platform says, also at attempt %i',
    (attempts) => {
      expect(afterDelivery(limited, attempts, nowMs)).toEqual({
        kind: 'again',
        state: 'waiting',
        atMs: nowMs + 7_000,
      });
    },
  );

  it.each([
    [1, 1_000],
    [8, 900_000],
    [9, 900_000],
    [1_000, 900_000],
  ])('what is unknown stays unknown until it is known: attempt %i, %i ms', (attempts, waitMs) => {
    expect(afterDelivery(lost, attempts, nowMs)).toEqual({
      kind: 'again',
      state: 'unknown',
      atMs: nowMs + waitMs,
    });
  });
});
