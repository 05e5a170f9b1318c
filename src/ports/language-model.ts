import type { z } from 'zod';

/** One part of the conversation that a model is shown. */
export type ModelMessage =
  | { role: 'system' | 'user'; content: string }
  /** What the model said before, and what it wished to be called. */
  | { role: 'assistant'; content: string; toolCalls?: readonly ToolCall[] }
  /** What came of the call of that id. */
  | { role: 'tool'; callId: string; content: string };

/** Something that a model may ask us to do. */
export interface ModelTool {
  /** Letters and digits. */
  name: string;
  /** For the model: what it gives, and when to use it. */
  description: string;
  parameters: z.ZodType;
}

/** A wish of a model's: nothing has happened yet. */
export interface ToolCall {
  /** Unique within one answer. */
  id: string;
  /** As the model wrote it, which may be no tool's. */
  name: string;
  /** JSON as the model wrote it, if it is JSON at all. */
  arguments: string;
}

export interface ModelRequest<Value = string> {
  /** Ordered, the stable part first, so that providers' prompt caches hit. */
  messages: ModelMessage[];
  /** Longest wait for the whole answer. 20 s for routing, 90 s for a run. */
  timeoutMs: number;
  /** An agent's role, or `own` for every agent that a person made: for counting who asks how much. */
  asker?: string;
  /** Ask for a value of this shape instead of text. `name` is sent as the schema's name: letters, digits, `_`, `-`. */
  structure?: { name: string; schema: z.ZodType<Value> };
  /** What it may ask us to call instead of answering; not together with `structure`. A server without tools just answers. */
  tools?: readonly ModelTool[];
  /** True where it has asked enough: the tools are still named, so that its earlier calls make sense, and it must answer. */
  mustAnswer?: boolean;
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
      /** What it wants to be called before it answers; the text is then only what it said beside, often nothing. */
      toolCalls?: readonly ToolCall[];
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
