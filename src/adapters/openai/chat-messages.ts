import type OpenAI from 'openai';
import type { ModelMessage } from '../../ports/language-model.ts';

/** Messages as they are sent. Without tools, what came of earlier calls is told in words: no server then knows them. */
export function toChatMessages(
  messages: readonly ModelMessage[],
  withTools: boolean,
): OpenAI.ChatCompletionMessageParam[] {
  return messages.flatMap((message): OpenAI.ChatCompletionMessageParam[] => {
    if (message.role === 'tool') {
      const { callId, content } = message;
      return [withTools ? { role: 'tool', tool_call_id: callId, content } : { role: 'user', content }];
    }
    const { role, content } = message;
    if (role !== 'assistant') return [{ role, content }];
    const calls = message.toolCalls ?? [];
    if (calls.length === 0) return [{ role, content }];
    if (!withTools) return content === '' ? [] : [{ role, content }];
    return [
      {
        role,
        content: content === '' ? null : content,
        tool_calls: calls.map((call) => ({
          id: call.id,
          type: 'function',
          function: { name: call.name, arguments: call.arguments },
        })),
      },
    ];
  });
}
