import type OpenAI from 'openai';
import type { ModelMessage, ModelTool } from '../../ports/language-model.ts';
import { toChatMessages } from './chat-messages.ts';
import { namesParameter, turnsDownTools } from './classify-failure.ts';
import { addToolCall, toFunctionTools, toolCallCollector } from './function-tools.ts';
import { type HeardAnswer, toUsage } from './heard-answer.ts';
import type { ServerHabits } from './server-habits.ts';

interface TextQuestion {
  client: OpenAI;
  model: string;
  messages: ModelMessage[];
  habits: ServerHabits;
  options: { signal: AbortSignal; timeout: number };
  onText: ((textSoFar: string) => void) | undefined;
  tools: readonly ModelTool[];
  mustAnswer: boolean;
}

type Stream = AsyncIterable<OpenAI.ChatCompletionChunk>;

/** Hears an answer into `heard`, growing. Throws what the client throws; an abort ends it quietly or by a throw. */
export async function hearText(question: TextQuestion, heard: HeardAnswer): Promise<void> {
  const { signal } = question.options;
  const opened = await openInBestWay(question);
  const tell = tellerOf(question.onText);
  const collect = toolCallCollector(heard.toolCalls);
  if ('choices' in opened) return hearWhole(opened, heard, tell);

  for await (const chunk of opened) {
    if (signal.aborted) return;
    if (chunk.model) heard.model = chunk.model;
    if (chunk.usage) heard.usage = toUsage(chunk.usage);

    // The usage chunk has no choice; some servers leave the list out altogether.
    const choice = chunk.choices?.[0];
    if (choice?.finish_reason) heard.finishReason = choice.finish_reason;
    if (choice?.delta?.refusal) heard.refusal += choice.delta.refusal;
    for (const piece of choice?.delta?.tool_calls ?? []) collect(piece);
    if (!choice?.delta?.content) continue;

    heard.text += choice.delta.content;
    tell(heard.text);
  }
}

function hearWhole(
  completion: OpenAI.ChatCompletion,
  heard: HeardAnswer,
  tell: (textSoFar: string) => void,
): void {
  const choice = completion.choices?.[0];
  if (!choice?.message) throw new SyntaxError('The answer holds no choice.');
  if (completion.model) heard.model = completion.model;
  if (completion.usage) heard.usage = toUsage(completion.usage);
  heard.text = choice.message.content ?? '';
  heard.refusal = choice.message.refusal ?? '';
  for (const call of choice.message.tool_calls ?? []) addToolCall(heard.toolCalls, call);
  heard.finishReason = choice.finish_reason ?? 'stop';
  if (heard.text !== '') tell(heard.text);
}

/** A listener that fails must not cost the person the answer: it hears no more, the answer goes on. */
function tellerOf(onText: TextQuestion['onText']): (textSoFar: string) => void {
  let listener = onText;
  return (textSoFar) => {
    try {
      listener?.(textSoFar);
    } catch {
      listener = undefined;
    }
  };
}

/** With tools and streaming where the server takes both; each refusal of one is remembered and asked around right away. */
async function openInBestWay(question: TextQuestion): Promise<Stream | OpenAI.ChatCompletion> {
  const { client, habits, options } = question;
  for (;;) {
    const withTools = question.tools.length > 0 && habits.takesTools;
    const streams = !withTools || habits.streamsTools;
    const body = bodyOf(question, withTools);
    try {
      if (!streams) return await client.chat.completions.create(body, options);
      const usage = habits.takesStreamOptions ? { stream_options: { include_usage: true } } : {};
      return await client.chat.completions.create({ ...body, stream: true, ...usage }, options);
    } catch (error) {
      if (streams && habits.takesStreamOptions && namesParameter(error, /stream_options|include_usage/i)) {
        habits.takesStreamOptions = false;
      } else if (withTools && streams && namesParameter(error, /tool.*\bstream|\bstream.*tool/i)) {
        habits.streamsTools = false;
      } else if (withTools && turnsDownTools(error)) habits.takesTools = false;
      else throw error;
    }
  }
}

function bodyOf(
  { model, messages, tools, mustAnswer }: TextQuestion,
  withTools: boolean,
): OpenAI.ChatCompletionCreateParamsNonStreaming {
  return {
    model,
    messages: toChatMessages(messages, withTools),
    ...(withTools ? { tools: toFunctionTools(tools) } : {}),
    ...(withTools && mustAnswer ? { tool_choice: 'none' as const } : {}),
  };
}
