import type OpenAI from 'openai';
import type { ModelMessage } from '../../ports/language-model.ts';
import { namesParameter } from './classify-failure.ts';
import { type HeardAnswer, toUsage } from './heard-answer.ts';
import type { ServerHabits } from './server-habits.ts';

interface TextQuestion {
  client: OpenAI;
  model: string;
  messages: ModelMessage[];
  habits: ServerHabits;
  options: { signal: AbortSignal; timeout: number };
  onText: ((textSoFar: string) => void) | undefined;
}

/** Streams an answer into `heard`. Throws what the client throws; an abort ends it quietly or by a throw. */
export async function hearText(question: TextQuestion, heard: HeardAnswer): Promise<void> {
  const { signal } = question.options;
  let tell = question.onText;

  for await (const chunk of await openStream(question)) {
    if (signal.aborted) return;
    if (chunk.model) heard.model = chunk.model;
    if (chunk.usage) heard.usage = toUsage(chunk.usage);

    // The usage chunk has no choice; some servers leave the list out altogether.
    const choice = chunk.choices?.[0];
    if (choice?.finish_reason) heard.finishReason = choice.finish_reason;
    if (choice?.delta?.refusal) heard.refusal += choice.delta.refusal;
    if (!choice?.delta?.content) continue;

    heard.text += choice.delta.content;
    try {
      tell?.(heard.text);
    } catch {
      // A listener that fails must not cost the person the answer: it hears no more, the answer goes on.
      tell = undefined;
    }
  }
}

async function openStream({ client, model, messages, habits, options }: TextQuestion) {
  const body = { model, messages, stream: true as const };
  if (!habits.takesStreamOptions) return client.chat.completions.create(body, options);
  try {
    return await client.chat.completions.create(
      { ...body, stream_options: { include_usage: true } },
      options,
    );
  } catch (error) {
    if (!namesParameter(error, /stream_options|include_usage/i)) throw error;
    habits.takesStreamOptions = false;
    return client.chat.completions.create(body, options);
  }
}
