import type { LanguageModel, ToolCall } from '../../src/ports/language-model.ts';

/**
 * A model that always says the same, in so many pieces, and waits for `betweenPieces` after each. With `calls` it wants
 * these called first, wherever tools are offered.
 */
export function createSpeakingModel(
  words: string,
  options: {
    pieces?: number;
    betweenPieces?: () => Promise<void>;
    calls?: readonly ToolCall[] | undefined;
  } = {},
): LanguageModel {
  const { pieces = 4, betweenPieces = async () => {}, calls = [] } = options;
  const answered = {
    kind: 'answered' as const,
    usage: { inputTokens: 100, outputTokens: 10, cachedTokens: 0 },
    model: 'speaking',
    durationMs: 10,
    truncated: false,
  };
  return {
    name: 'speaking',
    async complete(request, signal) {
      // It only speaks.
      if (request.structure)
        return { kind: 'failed', reason: 'bad-request', retryable: false, partialText: '', durationMs: 0 };
      if (calls.length > 0 && request.tools && !request.messages.some(({ role }) => role === 'tool')) {
        await betweenPieces();
        return { ...answered, value: '' as never, text: '', toolCalls: calls };
      }
      for (let piece = 1; piece <= pieces; piece += 1) {
        if (signal.aborted)
          return { kind: 'failed', reason: 'stopped', retryable: false, partialText: '', durationMs: 0 };
        request.onText?.(words.slice(0, Math.ceil((words.length * piece) / pieces)));
        await betweenPieces();
      }
      return { ...answered, value: words as never, text: words };
    },
  };
}
