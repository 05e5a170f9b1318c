import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import type { ModelUsage } from '../../src/ports/language-model.ts';

const wireToolCall = z.strictObject({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.strictObject({ name: z.string(), arguments: z.string() }),
});

/** Strict where our adapter is: a content is text, and only a wish to call goes without one. */
const wireMessage = z.union([
  z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.string().nullable(),
    tool_calls: z.array(wireToolCall).min(1),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: z.string() }),
]);

/** What of a Chat Completions request the tests look at. */
export const chatRequestBody = z.looseObject({
  model: z.string(),
  messages: z.array(wireMessage).min(1).refine(answersEveryCall, 'each tool call is followed by its result'),
  tools: z
    .array(
      z.strictObject({
        type: z.literal('function'),
        function: z.strictObject({
          name: z.string().regex(/^[\w-]{1,64}$/),
          description: z.string().min(1),
          parameters: z.looseObject({ type: z.literal('object') }),
        }),
      }),
    )
    .min(1)
    .optional(),
  tool_choice: z.enum(['auto', 'none', 'required']).optional(),
  stream: z.boolean().optional(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).optional(),
  response_format: z
    .looseObject({
      type: z.string(),
      json_schema: z.looseObject({ name: z.string(), schema: z.record(z.string(), z.unknown()) }).optional(),
    })
    .optional(),
});
export type ChatRequestBody = z.infer<typeof chatRequestBody>;

/** What OpenAI turns down: a call without its result right after it, or a result that no call asked for. */
function answersEveryCall(messages: ReadonlyArray<z.infer<typeof wireMessage>>): boolean {
  const open = new Set<string>();
  for (const message of messages) {
    if (message.role === 'tool') {
      if (!open.delete(message.tool_call_id)) return false;
    } else if (open.size > 0) return false;
    else if ('tool_calls' in message) for (const { id } of message.tool_calls) open.add(id);
  }
  return open.size === 0;
}

export type FinishReason = 'stop' | 'length' | 'content_filter' | 'tool_calls';

/** A wish to call, as a test writes it: arguments as a value, or as the exact text of a model that cannot write JSON. */
export interface WishedCall {
  name: string;
  arguments: object | string;
  /** `call_<position>` unless told. */
  id?: string;
}

export interface WireAnswer {
  /** Joined they are the whole text. */
  pieces: string[];
  /** Where set, the pieces are of a refusal. */
  refusing?: boolean;
  /** Said after the pieces. */
  calls?: WishedCall[];
  finishReason: FinishReason;
  /** Null for a server that never says. */
  usage: ModelUsage | null;
}

export function openStream(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
}

/** Resolves when the piece is with the operating system, or the client has gone. */
export async function writePiece(
  response: ServerResponse,
  body: ChatRequestBody,
  piece: string,
  refusing = false,
): Promise<void> {
  const delta = refusing ? { refusal: piece } : { content: piece };
  await writeEvent(response, chunkOf(body, { choices: [{ index: 0, delta, finish_reason: null }] }));
}

/** Each call as OpenAI streams it: its name, then its arguments in two pieces. */
export async function writeCalls(
  response: ServerResponse,
  body: ChatRequestBody,
  calls: readonly WishedCall[],
): Promise<void> {
  const write = (call: object) =>
    writeEvent(
      response,
      chunkOf(body, { choices: [{ index: 0, delta: { tool_calls: [call] }, finish_reason: null }] }),
    );
  for (const [index, call] of calls.map(wireCall).entries()) {
    const { name, arguments: said } = call.function;
    const half = Math.ceil(said.length / 2);
    await write({ index, ...call, function: { name, arguments: '' } });
    await write({ index, function: { arguments: said.slice(0, half) } });
    await write({ index, function: { arguments: said.slice(half) } });
  }
}

function wireCall({ name, arguments: said, id }: WishedCall, index: number) {
  return {
    id: id ?? `call_${index}`,
    type: 'function' as const,
    function: { name, arguments: typeof said === 'string' ? said : JSON.stringify(said) },
  };
}

/** The chunk with the finish reason, the usage chunk for those who asked for it, and the end of the stream. */
export async function finishStream(
  response: ServerResponse,
  body: ChatRequestBody,
  answer: Pick<WireAnswer, 'finishReason' | 'usage'>,
): Promise<void> {
  const last = { index: 0, delta: {}, finish_reason: answer.finishReason };
  await writeEvent(response, chunkOf(body, { choices: [last] }));
  if (answer.usage && body.stream_options?.include_usage) {
    await writeEvent(response, chunkOf(body, { choices: [], usage: wireUsage(answer.usage) }));
  }
  response.end('data: [DONE]\n\n');
}

/** The same answer for a client that did not ask for a stream. */
export function plainAnswer(
  body: ChatRequestBody,
  { pieces, refusing, calls = [], finishReason, usage }: WireAnswer,
) {
  const text = pieces.join('');
  const wished = calls.length > 0 ? { tool_calls: calls.map(wireCall) } : {};
  const said = refusing
    ? { content: null, refusal: text }
    : { content: text === '' ? null : text, refusal: null, ...wished };
  return {
    id: 'chatcmpl-scripted',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: body.model,
    choices: [
      { index: 0, message: { role: 'assistant', ...said }, logprobs: null, finish_reason: finishReason },
    ],
    ...(usage ? { usage: wireUsage(usage) } : {}),
  };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

function chunkOf(body: ChatRequestBody, rest: object) {
  return {
    id: 'chatcmpl-scripted',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: body.model,
    ...rest,
  };
}

function writeEvent(response: ServerResponse, value: unknown): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', resolve);
    response.write(`data: ${JSON.stringify(value)}\n\n`, () => {
      response.off('close', resolve);
      resolve();
    });
  });
}

function wireUsage({ inputTokens, outputTokens, cachedTokens }: ModelUsage) {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
  };
}
