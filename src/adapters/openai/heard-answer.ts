import type OpenAI from 'openai';
import type { ModelUsage, ToolCall } from '../../ports/language-model.ts';

/** What has arrived of an answer so far. Filled while it arrives, so that a failure leaves what came before it. */
export interface HeardAnswer {
  text: string;
  refusal: string;
  toolCalls: ToolCall[];
  /** Absent until the provider said that the answer is over. */
  finishReason?: string;
  usage: ModelUsage;
  /** The model that answered, which may be a dated version of the one that was asked. */
  model: string;
}

export function nothingHeard(model: string): HeardAnswer {
  return {
    text: '',
    refusal: '',
    toolCalls: [],
    usage: { inputTokens: 0, outputTokens: 0, cachedTokens: 0 },
    model,
  };
}

export function toUsage(usage: OpenAI.CompletionUsage): ModelUsage {
  return {
    inputTokens: usage.prompt_tokens ?? 0,
    outputTokens: usage.completion_tokens ?? 0,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
  };
}
