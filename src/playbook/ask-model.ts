import type { Clock } from '../ports/clock.ts';
import type { Completion, LanguageModel, ModelRequest } from '../ports/language-model.ts';
import { afterModelFailure } from './model-retry.ts';

/**
 * Asks until an answer, a refusal, or a failure that is not worth another try, within the request's time-out in all:
 * a person waits for it. Says on which wait it is. What had arrived longest is kept, whichever try it came with.
 */
export async function askModel<Value>(
  model: LanguageModel,
  request: ModelRequest<Value>,
  signal: AbortSignal,
  clock: Clock,
  onWait: (afterMs: number) => void,
): Promise<Completion<Value>> {
  const untilMs = clock.nowMs() + request.timeoutMs;
  let partialText = '';
  for (let attempts = 1; ; attempts++) {
    const timeoutMs = Math.max(1, untilMs - clock.nowMs());
    const completion = await model.complete({ ...request, timeoutMs }, signal);
    if (completion.kind !== 'failed') return completion;
    if (completion.partialText.length > partialText.length) partialText = completion.partialText;
    const failure = { ...completion, partialText };
    const verdict = afterModelFailure(failure, attempts);
    if (signal.aborted || verdict.kind === 'give-up') return failure;
    if (clock.nowMs() + verdict.afterMs >= untilMs) return failure;
    onWait(verdict.afterMs);
    await clock.sleep(verdict.afterMs, signal);
    if (signal.aborted) return { ...failure, reason: 'stopped', retryable: false };
  }
}
