import type { Completion } from '../ports/language-model.ts';

type Failure = Extract<Completion, { kind: 'failed' }>;

/** Whether and when a model is asked again, after a failure of its side. */
export type ModelRetry = { kind: 'retry'; afterMs: number } | { kind: 'give-up' };

const waitsMs = [1_000, 4_000];
/** A person looks at the thread: a provider that wants a longer pause is not waited for. */
const longestWaitMs = 20_000;

/** `attempts` counts those made, the failed one included. */
export function afterModelFailure(failure: Failure, attempts: number): ModelRetry {
  const waitMs = waitsMs[attempts - 1];
  if (!failure.retryable || waitMs === undefined) return { kind: 'give-up' };
  const afterMs = Math.max(waitMs, failure.retryAfterMs ?? 0);
  return afterMs <= longestWaitMs ? { kind: 'retry', afterMs } : { kind: 'give-up' };
}
