import type { Clock } from '../ports/clock.ts';
import type { Completion, LanguageModel, ModelRequest } from '../ports/language-model.ts';
import { afterModelFailure } from './model-retry.ts';

/** Asks until an answer, a refusal, or a failure that is not worth another try. Says on which wait it is. */
export async function askModel<Value>(
  model: LanguageModel,
  request: ModelRequest<Value>,
  signal: AbortSignal,
  clock: Clock,
  onWait: (afterMs: number) => void,
): Promise<Completion<Value>> {
  for (let attempts = 1; ; attempts++) {
    const completion = await model.complete(request, signal);
    if (completion.kind !== 'failed' || signal.aborted) return completion;
    const verdict = afterModelFailure(completion, attempts);
    if (verdict.kind === 'give-up') return completion;
    onWait(verdict.afterMs);
    await clock.sleep(verdict.afterMs, signal);
    if (signal.aborted) return { ...completion, reason: 'stopped', retryable: false };
  }
}
