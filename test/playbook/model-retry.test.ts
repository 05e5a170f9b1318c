import { describe, expect, it } from 'vitest';
import { afterModelFailure } from '../../src/playbook/model-retry.ts';
import type { Completion } from '../../src/ports/language-model.ts';

type Failure = Extract<Completion, { kind: 'failed' }>;
const failure = (values: Partial<Failure> = {}): Failure => ({
  kind: 'failed',
  reason: 'server-error',
  retryable: true,
  partialText: '',
  durationMs: 1,
  ...values,
});

describe('after a failure of the model', () => {
  it('it is asked twice more, then not again', () => {
    expect([1, 2, 3, 4].map((attempts) => afterModelFailure(failure(), attempts))).toEqual([
      { kind: 'retry', afterMs: 1_000 },
      { kind: 'retry', afterMs: 4_000 },
      { kind: 'give-up' },
      { kind: 'give-up' },
    ]);
  });

  it('what cannot be cured by asking again is not asked again', () => {
    expect(afterModelFailure(failure({ reason: 'not-authorised', retryable: false }), 1)).toEqual({
      kind: 'give-up',
    });
    expect(afterModelFailure(failure({ retryable: false, retryAfterMs: 1 }), 1)).toEqual({ kind: 'give-up' });
  });

  it.each([
    [1, 500, { kind: 'retry', afterMs: 1_000 }],
    [1, 3_000, { kind: 'retry', afterMs: 3_000 }],
    [2, 20_000, { kind: 'retry', afterMs: 20_000 }],
    [1, 20_001, { kind: 'give-up' }],
  ])('attempt %i, a provider that wants %i ms: %j', (attempts, retryAfterMs, verdict) => {
    expect(afterModelFailure(failure({ reason: 'rate-limited', retryAfterMs }), attempts)).toEqual(verdict);
  });
});
