import type { PlaybookPromptFile } from '../domain/catalogue.ts';
import type { Clock } from '../ports/clock.ts';
import type { Completion, LanguageModel, ModelMessage, ModelUsage } from '../ports/language-model.ts';
import { answerSchemaOf } from './answers/answer-schema.ts';
import { askModel } from './ask-model.ts';
import { askStructure } from './ask-structure.ts';
import { askedBy } from './asked-by.ts';
import { repairTooLong } from './repair-answer.ts';

interface AnswerRequest {
  prompt: PlaybookPromptFile;
  messages: ModelMessage[];
  timeoutMs: number;
  onText: (textSoFar: string) => void;
  /** Says on which wait it is. */
  onWait: (afterMs: number) => void;
  /** Says how many parts are being shortened. */
  onRepair: (parts: number) => void;
}

/**
 * A prompt's answer of the kind it asks for: text with what is too long shortened once, or a value of its schema, asked
 * for once more where it is not of it. A value does not stream: nobody is shown its braces.
 */
export async function askForAnswer(
  model: LanguageModel,
  request: AnswerRequest,
  signal: AbortSignal,
  clock: Clock,
): Promise<Completion<unknown>> {
  const { prompt, messages, timeoutMs, onText, onWait } = request;
  const counted = askedBy(model, prompt.owner);
  const schema = answerSchemaOf(prompt);
  if (schema) {
    const patient: LanguageModel = {
      name: model.name,
      complete: (asked, until) => askModel(oncePerShape(counted), asked, until, clock, onWait),
    };
    const structure = { name: prompt.promptCode, schema };
    const completion = await askStructure(patient, { messages, timeoutMs, structure }, signal, clock);
    return completion.kind === 'failed' ? { ...completion, partialText: '' } : completion;
  }
  const completion = await askModel(counted, { messages, timeoutMs, onText }, signal, clock, onWait);
  if (completion.kind !== 'answered' || completion.truncated) return completion;
  const { text, usage } = await repairTooLong(
    prompt,
    completion.text,
    messages,
    counted,
    signal,
    clock,
    request.onRepair,
  );
  return { ...completion, text, value: text, usage: usage ? sum(completion.usage, usage) : completion.usage };
}

/** A value of another shape is no failure to wait for: it goes back with what is wrong with it. */
function oncePerShape(model: LanguageModel): LanguageModel {
  return {
    name: model.name,
    complete: async (request, signal) => {
      const completion = await model.complete(request, signal);
      return completion.kind === 'failed' && completion.problem !== undefined
        ? { ...completion, retryable: false }
        : completion;
    },
  };
}

function sum(one: ModelUsage, other: ModelUsage): ModelUsage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    cachedTokens: one.cachedTokens + other.cachedTokens,
  };
}
