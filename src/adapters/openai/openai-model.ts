import OpenAI from 'openai';
import type { Clock } from '../../ports/clock.ts';
import type { Completion, LanguageModel, ModelRequest } from '../../ports/language-model.ts';
import { limitAnswer } from './answer-limit.ts';
import { classifyFailure, type Failure, isContentFilter } from './classify-failure.ts';
import { hearStructure } from './hear-structure.ts';
import { hearText } from './hear-text.ts';
import { nothingHeard } from './heard-answer.ts';
import { readStructure } from './read-structure.ts';
import { fetchWithReadableErrors } from './readable-errors.ts';
import { hopefulHabits } from './server-habits.ts';

interface OpenAiModelOptions {
  apiKey?: string | undefined;
  /** Ends in `/v1`. OpenAI's own where absent. */
  baseUrl?: string | undefined;
  model: string;
  /** Measures and bounds answers: in the program real time, in tests the tests' own. */
  clock: Clock;
}

/** Chat Completions, because every OpenAI-compatible server has it; the Responses API only some. */
export function createOpenAiModel({ apiKey, baseUrl, model, clock }: OpenAiModelOptions): LanguageModel {
  const client = new OpenAI({
    // Servers at home need no key, but the client insists on one.
    apiKey: apiKey || 'no-key-needed',
    baseURL: baseUrl || 'https://api.openai.com/v1',
    // Said outright, or the client would look for them in the environment.
    organization: null,
    project: null,
    maxRetries: 0,
    // The client would log what it cannot parse, which is the person's answer.
    logLevel: 'off',
    fetch: fetchWithReadableErrors,
  });
  const habits = hopefulHabits();

  return {
    name: model,
    async complete<Value = string>(
      request: ModelRequest<Value>,
      signal: AbortSignal,
    ): Promise<Completion<Value>> {
      const startedMs = clock.nowMs();
      // Clocks do go back.
      const durationMs = () => Math.max(0, clock.nowMs() - startedMs);
      const heard = nothingHeard(model);
      const failed = (failure: Failure & { problem?: string }): Completion<Value> => ({
        kind: 'failed',
        ...failure,
        partialText: heard.text,
        durationMs: durationMs(),
      });
      const refused = (why: string): Completion<Value> => ({
        kind: 'refused',
        why,
        model: heard.model,
        durationMs: durationMs(),
      });

      const limit = limitAnswer(request.timeoutMs, signal, clock);
      let failure: unknown;
      try {
        const { messages, structure, onText, tools = [], mustAnswer = false } = request;
        // The client's time-out is a second net, in real time, up to the first byte; it takes whole numbers from 1.
        const options = { signal: limit.signal, timeout: Math.max(1, Math.ceil(request.timeoutMs)) };
        const question = { client, model, messages, habits, options };
        if (structure) await hearStructure({ ...question, structure }, heard);
        else await hearText({ ...question, onText, tools, mustAnswer }, heard);
      } catch (error) {
        failure = error;
      } finally {
        limit.release();
      }

      if (limit.endedBy() === 'stopped') return failed({ reason: 'stopped', retryable: false });
      // Once the provider has said that it is over the answer is whole, whatever then happens to the connection.
      if (heard.finishReason === undefined) {
        if (limit.endedBy() === 'timed-out') return failed({ reason: 'timed-out', retryable: true });
        if (isContentFilter(failure)) return refused('content filter');
        if (failure !== undefined) return failed(classifyFailure(failure, clock.nowMs()));
        return failed({ reason: 'cut-short', retryable: true });
      }

      if (heard.refusal) return refused(heard.refusal);
      const { toolCalls } = heard;
      const isEmpty = heard.text.trim() === '' && toolCalls.length === 0;
      if (isEmpty && heard.finishReason === 'content_filter') return refused('content filter');
      if (isEmpty) return failed({ reason: 'invalid-answer', retryable: true });

      const read = request.structure
        ? await readStructure(heard.text, request.structure.schema)
        : // Without a structure `Value` is string.
          { value: heard.text as Value };
      if ('problem' in read)
        return failed({ reason: 'invalid-answer', retryable: true, problem: read.problem });
      return {
        kind: 'answered',
        value: read.value,
        text: heard.text,
        ...(toolCalls.length > 0 ? { toolCalls } : {}),
        usage: heard.usage,
        model: heard.model,
        durationMs: durationMs(),
        truncated: heard.finishReason === 'length' || heard.finishReason === 'content_filter',
      };
    },
  };
}
