import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import type { ModelUsage } from '../../src/ports/language-model.ts';

/** What of a Chat Completions request the tests look at. Strict where our adapter is: a content is text. */
export const chatRequestBody = z.looseObject({
  model: z.string(),
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })).min(1),
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

export type FinishReason = 'stop' | 'length' | 'content_filter';

export interface WireAnswer {
  /** Joined they are the whole text. */
  pieces: string[];
  /** Where set, the pieces are of a refusal. */
  refusing?: boolean;
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
export function plainAnswer(body: ChatRequestBody, { pieces, refusing, finishReason, usage }: WireAnswer) {
  const text = pieces.join('');
  const said = refusing ? { content: null, refusal: text } : { content: text, refusal: null };
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
