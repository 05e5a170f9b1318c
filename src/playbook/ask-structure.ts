import type { Clock } from '../ports/clock.ts';
import type { Completion, LanguageModel, ModelMessage, ModelRequest } from '../ports/language-model.ts';

/** An answer longer than this is not shown to the model again: what is wrong with it says enough. */
const shownCharacters = 8_000;

/**
 * Asks for a value of a shape. An answer that is not of it goes back to the model once, with what is wrong with it;
 * both together take no longer than the request's time-out.
 */
export async function askStructure<Value>(
  model: LanguageModel,
  request: ModelRequest<Value> & { structure: NonNullable<ModelRequest<Value>['structure']> },
  signal: AbortSignal,
  clock: Clock,
): Promise<Completion<Value>> {
  const untilMs = clock.nowMs() + request.timeoutMs;
  const first = await model.complete(request, signal);
  if (first.kind !== 'failed' || first.reason !== 'invalid-answer' || first.problem === undefined)
    return first;
  const timeoutMs = untilMs - clock.nowMs();
  if (timeoutMs <= 0 || signal.aborted) return first;
  const messages = [...request.messages, ...repairWish(first.partialText, first.problem)];
  return model.complete({ ...request, messages, timeoutMs }, signal);
}

function repairWish(answer: string, problem: string): ModelMessage[] {
  return [
    { role: 'assistant', content: answer.slice(0, shownCharacters) },
    {
      role: 'user',
      content: `That answer cannot be read:\n${problem}\nSend the whole JSON value again, put right, and nothing else.`,
    },
  ];
}
