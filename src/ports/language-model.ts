import type { z } from 'zod';

/** One part of the conversation that a model is shown. `data` is text of a person or a page: never instructions. */
export interface ModelMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export interface ModelRequest<Value = string> {
  /** Ordered, the stable part first, so that providers' prompt caches hit. */
  messages: ModelMessage[];
  /** Longest wait for the whole answer. 20 s for routing, 90 s for a run. */
  timeoutMs: number;
  /** Ask for a value of this shape instead of text. `name` is sent as the schema's name: letters, digits, `_`, `-`. */
  structure?: { name: string; schema: z.ZodType<Value> };
  /** Called with the whole text so far, in order, never after `complete` has resolved. Not called with `structure`. */
  onText?: (textSoFar: string) => void;
}

export interface ModelUsage {
  inputTokens: number;
  outputTokens: number;
  /** Input tokens that the provider had cached, 0 where it does not say. */
  cachedTokens: number;
}

export type FailureReason =
  | 'rate-limited'
  | 'server-error'
  | 'timed-out'
  | 'unreachable'
  | 'not-authorised'
  | 'bad-request'
  | 'cut-short'
  | 'invalid-answer'
  | 'stopped';

export type Completion<Value = string> =
  | {
      kind: 'answered';
      value: Value;
      /** The model's words as they came, also when `value` is structured. */
      text: string;
      usage: ModelUsage;
      model: string;
      durationMs: number;
      /** True when the provider stopped at its length limit or its filter: an answer, but not a whole one. */
      truncated: boolean;
    }
  | { kind: 'refused'; why: string; model: string; durationMs: number }
  | {
      kind: 'failed';
      reason: FailureReason;
      retryable: boolean;
      /** Wait this long before a retry, where the provider said so. */
      retryAfterMs?: number;
      /** What had arrived before the failure, to keep rather than lose. Empty where nothing had. */
      partialText: string;
      /** Of an `invalid-answer` that is not of the structure asked for: what is wrong with it, in words for the model. */
      problem?: string;
      durationMs: number;
    };

export interface LanguageModel {
  /** The model's name as configured, for the ready line and for executions. */
  readonly name: string;
  /**
   * Never rejects: a refusal, an outage, a time-out, an abort (`stopped`) is a Completion too, so a person always
   * gets a reply. Does not retry: the caller knows what was already shown.
   */
  complete<Value = string>(request: ModelRequest<Value>, signal: AbortSignal): Promise<Completion<Value>>;
}
