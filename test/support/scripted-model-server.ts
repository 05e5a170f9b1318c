import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { ModelUsage } from '../../src/ports/language-model.ts';
import {
  type ChatRequestBody,
  chatRequestBody,
  type FinishReason,
  finishStream,
  openStream,
  plainAnswer,
  sendJson,
  type WireAnswer,
  type WishedCall,
  writeCalls,
  writePiece,
} from './chat-completions-wire.ts';

export interface ScriptedRequest {
  body: ChatRequestBody;
  headers: IncomingHttpHeaders;
  /** Empty where no message is a person's. */
  lastUserMessage: string;
}

interface LineOptions {
  /** Only for requests that fit. Lines are used in the order of the script, each once. */
  when?: (request: ScriptedRequest) => boolean;
}

interface AnswerOptions {
  /** Into how many pieces a stream is cut, or the pieces themselves. 3 unless told. */
  chunks?: number | string[];
  /** What is not given is counted from the text's length; null for a server that never says. */
  usage?: Partial<ModelUsage> | null;
  finishReason?: FinishReason;
}

interface ScriptedFailure {
  status: number;
  /** Seconds or a date, sent as `retry-after`. */
  retryAfter?: number | string;
  headers?: Record<string, string>;
  /** Sent as JSON. An error in OpenAI's form unless told. */
  body?: unknown;
}

interface HeldCall {
  /** The call is here and, of a pause, its first text is on its way. */
  reached: Promise<void>;
  /** The client has hung up, or the server has closed. */
  closed: Promise<void>;
}

interface PausedCall extends HeldCall {
  /** Sends the rest and ends well. Changes nothing once the client has hung up. */
  resume(rest: string): void;
}

/** What `answersTheRest` gives for one call. */
export interface ImprovisedAnswer extends AnswerOptions {
  answer: string | { json: unknown };
  firstWordMs?: number;
  betweenWordsMs?: number;
}

export interface ScriptedModelServer {
  /** Ends in `/v1`. */
  readonly baseUrl: string;
  /** Every call that could be read, also those that were rejected or unplanned. */
  readonly requests: readonly ScriptedRequest[];

  willAnswer(answer: string | { json: unknown }, options?: AnswerOptions & LineOptions): void;
  /** Wants these called, after saying `beside` where told. Complains where none was offered, or an answer is due. */
  willCall(calls: WishedCall | WishedCall[], options?: LineOptions & { beside?: string }): void;
  willFail(failure: ScriptedFailure, options?: LineOptions): void;
  willRefuse(why: string, options?: LineOptions): void;
  /** Half a stream, then the connection is gone; without text, before any answer. */
  willBreakAfter(text: string, options?: LineOptions): void;
  /** The stream ends in good order, but the provider never said that the answer is over. */
  willEndEarly(text: string, options?: LineOptions): void;
  /** 200 and exactly these bytes. */
  willSay(rawBody: string, options?: LineOptions): void;
  /** Never answers. */
  willHang(options?: LineOptions): HeldCall;
  willPauseAfter(text: string, options?: LineOptions): PausedCall;

  /** 400 for `json_schema`, or for every `response_format`, as servers at home give. Uses no line of the script. */
  rejectsStructuredOutput(what?: 'json_schema' | 'any'): void;
  /** 400 for `stream_options`. Uses no line of the script. */
  rejectsStreamOptions(): void;
  /** How a server without tools answers a request that names some, or only one that streams. Uses no line of the script. */
  rejectsTools(how: ScriptedFailure & { onlyStreamed?: boolean }): void;
  /** Where the script has no line: instead of an error. For the benchmark and for trying things out. */
  answersTheRest(improvise: (request: ScriptedRequest) => ImprovisedAnswer | Promise<ImprovisedAnswer>): void;

  /** Throws where a line of the script was not used or a call came that no line was for. */
  expectAllUsed(): void;
  close(): Promise<void>;
}

type Play = (request: ScriptedRequest, response: ServerResponse) => Promise<void>;

interface Line {
  title: string;
  when: (request: ScriptedRequest) => boolean;
  play: Play;
}

/** A model provider on the loopback that speaks Chat Completions and says what the test wrote for it, in that order. */
export async function startScriptedModel({ port = 0 }: { port?: number } = {}): Promise<ScriptedModelServer> {
  const script: Line[] = [];
  const requests: ScriptedRequest[] = [];
  const complaints: string[] = [];
  let rejectedFormats: 'none' | 'json_schema' | 'any' = 'none';
  let rejectsStreamOptions = false;
  let rejectedTools: (ScriptedFailure & { onlyStreamed?: boolean }) | undefined;
  let improvise: ((request: ScriptedRequest) => ImprovisedAnswer | Promise<ImprovisedAnswer>) | undefined;

  const add = (title: string, { when = () => true }: LineOptions, play: Play) => {
    script.push({ title, when, play });
  };

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await text(incoming);
    if (incoming.method !== 'POST' || incoming.url !== '/v1/chat/completions') {
      complaints.push(`unplanned call: ${incoming.method} ${incoming.url}`);
      return sendError(response, 404, `There is no ${incoming.method} ${incoming.url} here.`);
    }
    const body = readBody(sent);
    if (!body) {
      complaints.push(`not a Chat Completions request: ${sent.slice(0, 200)}`);
      return sendError(response, 400, 'This is not a Chat Completions request.');
    }
    const request = { body, headers: incoming.headers, lastUserMessage: lastUserMessageOf(body) };
    requests.push(request);

    const format = body.response_format?.type;
    if (format && (rejectedFormats === 'any' || rejectedFormats === format)) {
      return sendError(response, 400, `response_format of type ${format} is not supported.`);
    }
    if (rejectsStreamOptions && body.stream_options) {
      return sendError(response, 400, 'Unrecognized request argument supplied: stream_options');
    }

    if (rejectedTools && body.tools && (body.stream || !rejectedTools.onlyStreamed)) {
      return sendJson(response, rejectedTools.status, rejectedTools.body);
    }

    const index = script.findIndex((line) => line.when(request));
    const [line] = index < 0 ? [] : script.splice(index, 1);
    if (line) return line.play(request, response);
    if (improvise) return playImprovised(await improvise(request), request, response);
    complaints.push(`unplanned call: "${request.lastUserMessage}"`);
    return sendError(response, 500, 'The script has no line for this call.');
  }

  const http = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      complaints.push(`the scripted server itself failed: ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', resolve);
  });
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('The scripted server has no port.');

  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    requests,

    willAnswer(answer, options = {}) {
      const prepared = prepareAnswer(answer, options);
      add(`answer "${prepared.pieces.join('')}"`, options, (request, response) =>
        playAnswer(prepared, request, response),
      );
    },

    willCall(calls, { beside = '', ...options } = {}) {
      const wished = [calls].flat();
      const prepared = { ...prepareAnswer(beside, { finishReason: 'tool_calls' }), calls: wished };
      add(`call ${wished.map(({ name }) => name).join(', ')}`, options, (request, response) => {
        if (!request.body.tools || request.body.tool_choice === 'none') {
          complaints.push(`a call of ${wished[0]?.name} was due where none may be wished`);
        }
        return playAnswer(prepared, request, response);
      });
    },

    willFail({ status, retryAfter, headers = {}, body }, options = {}) {
      const after = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
      const sent = body ?? { error: { message: `Scripted failure ${status}`, type: null, code: null } };
      add(`fail with ${status}`, options, async (_request, response) =>
        sendJson(response, status, sent, { ...after, ...headers }),
      );
    },

    willRefuse(why, options = {}) {
      const prepared = { ...prepareAnswer(why, {}), refusing: true };
      add(`refuse "${why}"`, options, (request, response) => playAnswer(prepared, request, response));
    },

    willBreakAfter(said, options = {}) {
      add(`break after "${said}"`, options, async (request, response) => {
        await sayBeginning(said, request, response);
        response.destroy();
      });
    },

    willEndEarly(said, options = {}) {
      add(`end early after "${said}"`, options, async (request, response) => {
        openStream(response);
        for (const piece of cut(said, 2)) await writePiece(response, request.body, piece);
        response.end();
      });
    },

    willSay(rawBody, options = {}) {
      add(`say ${rawBody}`, options, async (request, response) => {
        const contentType = request.body.stream ? 'text/event-stream' : 'application/json';
        response.writeHead(200, { 'content-type': contentType });
        response.end(rawBody);
      });
    },

    willHang(options = {}) {
      const held = holdCall();
      add('hang', options, async (_request, response) => held.arrived(response));
      return { reached: held.reached, closed: held.closed };
    },

    willPauseAfter(said, options = {}) {
      const held = holdCall();
      const resumed = openPromise<string>();
      add(`pause after "${said}"`, options, async (request, response) => {
        if (request.body.stream) await sayBeginning(said, request, response);
        held.arrived(response);
        const rest = await Promise.race([resumed.promise, held.closed]);
        if (rest === undefined) return;
        const whole = prepareAnswer(`${said}${rest}`, {});
        if (!request.body.stream) return sendJson(response, 200, plainAnswer(request.body, whole));
        await writePiece(response, request.body, rest);
        await finishStream(response, request.body, whole);
      });
      return { reached: held.reached, closed: held.closed, resume: resumed.resolve };
    },

    rejectsStructuredOutput(what = 'json_schema') {
      rejectedFormats = what;
    },
    rejectsStreamOptions() {
      rejectsStreamOptions = true;
    },
    rejectsTools(how) {
      rejectedTools = how;
    },
    answersTheRest(improviser) {
      improvise = improviser;
    },

    expectAllUsed() {
      const problems = [...complaints, ...script.map(({ title }) => `unused line: ${title}`)];
      if (problems.length > 0) throw new Error(`The scripted model complains:\n- ${problems.join('\n- ')}`);
    },

    close() {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeAllConnections();
      return closed;
    },
  };
}

function prepareAnswer(
  answer: string | { json: unknown },
  { chunks = 3, usage, finishReason = 'stop' }: AnswerOptions,
): WireAnswer {
  const whole = typeof answer === 'string' ? answer : JSON.stringify(answer.json);
  const pieces = typeof chunks === 'number' ? cut(whole, chunks) : chunks;
  if (pieces.join('') !== whole)
    throw new Error(`These chunks do not make up "${whole}": ${pieces.join('|')}`);
  const counted = { inputTokens: 100, outputTokens: Math.ceil(whole.length / 4), cachedTokens: 0 };
  return { pieces, finishReason, usage: usage === null ? null : { ...counted, ...usage } };
}

async function playAnswer(
  answer: WireAnswer,
  { body }: ScriptedRequest,
  response: ServerResponse,
  { firstWordMs = 0, betweenWordsMs = 0 } = {},
): Promise<void> {
  if (firstWordMs > 0) await wait(firstWordMs);
  if (!body.stream) return sendJson(response, 200, plainAnswer(body, answer));
  openStream(response);
  for (const [index, piece] of answer.pieces.entries()) {
    if (index > 0 && betweenWordsMs > 0) await wait(betweenWordsMs);
    await writePiece(response, body, piece, answer.refusing);
  }
  if (answer.calls) await writeCalls(response, body, answer.calls);
  await finishStream(response, body, answer);
}

function playImprovised(
  { answer, firstWordMs = 0, betweenWordsMs = 0, ...options }: ImprovisedAnswer,
  request: ScriptedRequest,
  response: ServerResponse,
): Promise<void> {
  return playAnswer(prepareAnswer(answer, options), request, response, { firstWordMs, betweenWordsMs });
}

/** Two pieces of a stream, or an equally unfinished plain body. Of an empty text nothing, not even headers. */
async function sayBeginning(
  said: string,
  { body }: ScriptedRequest,
  response: ServerResponse,
): Promise<void> {
  if (said === '') return;
  if (body.stream) {
    openStream(response);
    for (const piece of cut(said, 2)) await writePiece(response, body, piece);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  await new Promise<void>((resolve) => {
    response.write(`{"choices":[{"message":{"content":"${said}`, () => resolve());
  });
}

/** As equal as whole characters allow; fewer pieces than asked for where the text is shorter than that. */
function cut(whole: string, pieces: number): string[] {
  const characters = Array.from(whole);
  const length = Math.max(1, Math.ceil(characters.length / Math.max(1, pieces)));
  const cuts: string[] = [];
  for (let from = 0; from < characters.length; from += length) {
    cuts.push(characters.slice(from, from + length).join(''));
  }
  return cuts;
}

function holdCall() {
  const reached = openPromise<void>();
  const closed = openPromise<void>();
  return {
    reached: reached.promise,
    closed: closed.promise,
    arrived(response: ServerResponse) {
      response.once('close', () => closed.resolve());
      reached.resolve();
    },
  };
}

function openPromise<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function readBody(sent: string): ChatRequestBody | undefined {
  try {
    return chatRequestBody.safeParse(JSON.parse(sent)).data;
  } catch {
    return undefined;
  }
}

function lastUserMessageOf({ messages }: ChatRequestBody): string {
  return messages.findLast(({ role }) => role === 'user')?.content ?? '';
}

function sendError(response: ServerResponse, status: number, message: string): void {
  sendJson(response, status, { error: { message, type: 'invalid_request_error', param: null, code: null } });
}
