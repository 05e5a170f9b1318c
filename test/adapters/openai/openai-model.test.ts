import { getEventListeners } from 'node:events';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { limitAnswer } from '../../../src/adapters/openai/answer-limit.ts';
import { createOpenAiModel } from '../../../src/adapters/openai/openai-model.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Completion, ModelMessage } from '../../../src/ports/language-model.ts';
import { type ScriptedModelServer, startScriptedModel } from '../../support/scripted-model-server.ts';

const apiKey = 'sk-test-the-secret-of-ana';
const never = new AbortController().signal;
const messages: ModelMessage[] = [
  { role: 'system', content: 'You are Writer.' },
  { role: 'user', content: 'Five headlines about sour coffee' },
];
const route = {
  name: 'route',
  schema: z.object({ agent: z.enum(['Writer', 'Sage']), sure: z.number().min(0).max(1) }),
};
const writer = { agent: 'Writer', sure: 0.9 };

let server: ScriptedModelServer;
let clock: ReturnType<typeof handClock>;
/** What was heard although the answer was already there. The contract says: nothing, whatever the test is about. */
let heardTooLate: string[];
/** The client binds the console at its first use, so whoever listens must be there before. */
const logged = vi.fn();

beforeAll(() => {
  for (const level of ['error', 'warn', 'info', 'log', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation(logged);
  }
});

beforeEach(async () => {
  server = await startScriptedModel();
  clock = handClock();
  heardTooLate = [];
  logged.mockClear();
});
afterEach(async () => {
  await server.close();
  expect(heardTooLate).toEqual([]);
  expect(logged).not.toHaveBeenCalled();
});

describe('a text', () => {
  it('is heard growing, whole each time and in order, and then answered', async () => {
    server.willAnswer('Stop sour coffee', { chunks: ['Stop', ' sour', ' coffee'] });
    const heard: string[] = [];

    const completion = await ask({ onText: (text) => heard.push(text) });

    expect(heard).toEqual(['Stop', 'Stop sour', 'Stop sour coffee']);
    expect(completion).toMatchObject({
      kind: 'answered',
      value: 'Stop sour coffee',
      text: 'Stop sour coffee',
      model: 'scripted',
      truncated: false,
    });
    server.expectAllUsed();
  });

  it('is asked for with the messages as they stand, the key, and no retry of the client’s own', async () => {
    server.willAnswer('Yes');
    await ask();

    expect(server.requests[0]?.body).toEqual({
      model: 'scripted',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
  });

  it('survives a split inside a character of two code units', async () => {
    server.willAnswer('☕️🫘☕️', { chunks: 4 });
    expect(await ask()).toMatchObject({ kind: 'answered', text: '☕️🫘☕️' });
  });

  it('comes with what it cost, and what of it was cached', async () => {
    server.willAnswer('Yes', { usage: { inputTokens: 1200, outputTokens: 7, cachedTokens: 1024 } });
    expect(await ask()).toMatchObject({
      usage: { inputTokens: 1200, outputTokens: 7, cachedTokens: 1024 },
    });
  });

  it('counts as free where the server does not say', async () => {
    server.willAnswer('Yes', { usage: null });
    expect(await ask()).toMatchObject({ usage: { inputTokens: 0, outputTokens: 0, cachedTokens: 0 } });
  });

  it('is measured by the clock, and never negative when that goes back', async () => {
    const first = server.willPauseAfter('Stop');
    const slow = ask();
    await first.reached;
    clock.pass(1_500);
    first.resume(' it');
    expect(await slow).toMatchObject({ kind: 'answered', durationMs: 1_500 });

    const second = server.willPauseAfter('Stop');
    const odd = ask();
    await second.reached;
    clock.turnBack(60_000);
    second.resume(' it');
    expect(await odd).toMatchObject({ kind: 'answered', durationMs: 0 });
  });

  it('that stops at the length limit is an answer, marked as cut', async () => {
    server.willAnswer('One, two, th', { finishReason: 'length' });
    expect(await ask()).toMatchObject({ kind: 'answered', text: 'One, two, th', truncated: true });
  });

  it('that the filter cuts is an answer, marked as cut', async () => {
    server.willAnswer('One, two', { finishReason: 'content_filter' });
    expect(await ask()).toMatchObject({ kind: 'answered', text: 'One, two', truncated: true });
  });

  it.each(['', '  \n'])('that is empty (%j) is no answer', async (nothing) => {
    server.willAnswer(nothing);
    expect(await ask()).toMatchObject({ kind: 'failed', reason: 'invalid-answer', retryable: true });
  });

  it('is not lost to a listener that throws', async () => {
    server.willAnswer('Stop sour coffee', { chunks: 3 });
    const listener = vi.fn(() => {
      throw new Error('the thread is gone');
    });
    expect(await ask({ onText: listener })).toMatchObject({ kind: 'answered', text: 'Stop sour coffee' });
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('is asked for without stream_options where a server takes none, from then on at once', async () => {
    server.rejectsStreamOptions();
    server.willAnswer('One');
    server.willAnswer('Two');
    const model = modelOf();

    expect(await ask({ model })).toMatchObject({ kind: 'answered', text: 'One' });
    expect(await ask({ model })).toMatchObject({ kind: 'answered', text: 'Two' });
    expect(server.requests.map(({ body }) => body.stream_options !== undefined)).toEqual([
      true,
      false,
      false,
    ]);
    server.expectAllUsed();
  });

  it('can be had at home, where no key is needed', async () => {
    server.willAnswer('Yes');
    const model = createOpenAiModel({ baseUrl: server.baseUrl, model: 'llama', clock });

    expect(model.name).toBe('llama');
    expect(await ask({ model })).toMatchObject({ kind: 'answered', model: 'llama' });
    expect(server.requests[0]?.headers.authorization).toMatch(/^Bearer \S+$/);
  });
});

describe('a structure', () => {
  it('is asked for by a strict schema, checked, and not streamed', async () => {
    server.willAnswer({ json: writer });
    const onText = vi.fn();

    const completion = await askRoute({ onText });

    expect(completion).toMatchObject({ kind: 'answered', value: writer, text: JSON.stringify(writer) });
    expect(onText).not.toHaveBeenCalled();
    expect(server.requests[0]?.body).toMatchObject({
      messages,
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'route',
          strict: true,
          schema: { required: ['agent', 'sure'], additionalProperties: false },
        },
      },
    });
    expect(server.requests[0]?.body.stream).not.toBe(true);
    server.expectAllUsed();
  });

  it('comes with usage, cached tokens too', async () => {
    server.willAnswer({ json: writer }, { usage: { inputTokens: 900, outputTokens: 9, cachedTokens: 512 } });
    expect(await askRoute()).toMatchObject({
      usage: { inputTokens: 900, outputTokens: 9, cachedTokens: 512 },
    });
  });

  it('is asked for in words and by json_object where a server takes no schema, from then on at once', async () => {
    server.rejectsStructuredOutput();
    server.willAnswer({ json: writer });
    server.willAnswer({ json: { agent: 'Sage', sure: 0.5 } });
    const model = modelOf();

    expect(await askRoute({ model })).toMatchObject({ kind: 'answered', value: writer });
    expect(await askRoute({ model })).toMatchObject({ kind: 'answered', value: { agent: 'Sage' } });

    expect(formatsAsked()).toEqual(['json_schema', 'json_object', 'json_object']);
    const [system, ...others] = server.requests[2]?.body.messages ?? [];
    expect(system?.content).toMatch(/^You are Writer\.\n\n.*JSON schema.*"agent"/s);
    expect(others).toEqual(messages.slice(1));
    server.expectAllUsed();
  });

  it('is asked for in words alone where a server takes no response_format at all', async () => {
    server.rejectsStructuredOutput('any');
    server.willAnswer('Here you are:\n```json\n{"agent": "Writer", "sure": 0.9}\n```\nAnything else?');
    server.willAnswer('<think>{"agent": "Sage"}?</think>{"agent": "Writer", "sure": 0.9}');
    server.willAnswer('I choose {"agent": "Writer", "sure": 0.9}, of course.');
    const model = modelOf();

    for (const _answer of ['in fences', 'after thinking', 'in a sentence']) {
      expect(await askRoute({ model })).toMatchObject({ kind: 'answered', value: writer });
    }
    expect(formatsAsked()).toEqual(['json_schema', 'json_object', undefined, undefined, undefined]);
    server.expectAllUsed();
  });

  it('is explained in a system message of its own where the caller has none', async () => {
    server.rejectsStructuredOutput();
    server.willAnswer({ json: writer });
    const onlyPerson = messages.slice(1);
    await modelOf().complete({ messages: onlyPerson, timeoutMs: 20_000, structure: route }, never);

    expect(server.requests[1]?.body.messages.map(({ role }) => role)).toEqual(['system', 'user']);
  });

  it.each([
    ['vLLM', { object: 'error', message: 'json_schema is not supported', code: 400 }, 400],
    ['FastAPI', { detail: [{ loc: ['body', 'response_format'], msg: 'extra fields not permitted' }] }, 422],
    ['Ollama', { error: 'invalid response_format' }, 400],
    ['Groq', { error: { message: 'This model does not support response format `json_schema`.' } }, 400],
  ])('is asked for in words when %s turns the schema down in its own way', async (_kind, body, status) => {
    server.willFail({ status, body });
    server.willAnswer({ json: writer });
    expect(await askRoute()).toMatchObject({ kind: 'answered', value: writer });
    expect(formatsAsked()).toEqual(['json_schema', 'json_object']);
  });

  it('that a server finds unfit is put into words, the others stay strict', async () => {
    server.willFail({
      status: 400,
      body: { error: { message: "Invalid schema for response_format 'route'", param: 'response_format' } },
    });
    server.willAnswer({ json: writer });
    server.willAnswer({ json: writer });
    server.willAnswer({ json: { ok: true } });
    const model = modelOf();
    await askRoute({ model });
    await askRoute({ model });
    const other = { name: 'other', schema: z.object({ ok: z.boolean() }) };
    await model.complete({ messages, timeoutMs: 20_000, structure: other }, never);

    expect(formatsAsked()).toEqual(['json_schema', 'json_object', 'json_object', 'json_schema']);
  });

  it('that the strict form cannot say is put into words', async () => {
    server.willAnswer({ json: { date: '2026-03-02' } });
    const schema = z.object({
      date: z.string().transform((day) => day.slice(0, 4)),
      note: z.string().optional(),
    });
    const completion = await modelOf().complete(
      { messages, timeoutMs: 20_000, structure: { name: 'when', schema } },
      never,
    );

    expect(completion).toMatchObject({ kind: 'answered', value: { date: '2026' } });
    expect(formatsAsked()).toEqual(['json_object']);
  });

  it('that cannot be put into words either fails without a call', async () => {
    const schema = z.object({ when: z.date() });
    const structure = { name: 'when', schema };
    const completion = await modelOf().complete({ messages, timeoutMs: 20_000, structure }, never);
    expect(completion).toMatchObject({ kind: 'failed', reason: 'bad-request', retryable: false });
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['no JSON', 'I would ask the Writer.'],
    ['half of it', '{"agent": "Wri'],
    ['another shape', '{"agent": "Poet", "sure": 0.9}'],
    ['a value out of bounds', '{"agent": "Writer", "sure": 9}'],
  ])('that is %s is no answer, and its words are kept', async (_what, text) => {
    server.willAnswer(text);
    expect(await askRoute()).toMatchObject({
      kind: 'failed',
      reason: 'invalid-answer',
      retryable: true,
      partialText: text,
    });
  });

  it('that throws in the schema is no answer', async () => {
    server.willAnswer({ json: { agent: 'Writer' } });
    const schema = z.object({ agent: z.string() }).refine(() => {
      throw new Error('unforeseen');
    });
    const structure = { name: 'odd', schema };
    expect(await modelOf().complete({ messages, timeoutMs: 20_000, structure }, never)).toMatchObject({
      kind: 'failed',
      reason: 'invalid-answer',
    });
  });

  it.each(['{"choices": oops', '{"choices": []}', '{}', ''])('in the body %j is no answer', async (body) => {
    server.willSay(body);
    expect(await askRoute()).toMatchObject({ kind: 'failed', reason: 'invalid-answer', retryable: true });
  });

  it('that breaks off with the connection is unreachable', async () => {
    server.willBreakAfter('{');
    expect(await askRoute()).toMatchObject({ kind: 'failed', reason: 'unreachable', retryable: true });
  });
});

describe('a refusal', () => {
  it('is neither an answer nor a failure, streamed or whole', async () => {
    server.willRefuse('I cannot help with that.');
    server.willRefuse('I cannot help with that.');
    const onText = vi.fn();

    expect(await ask({ onText })).toMatchObject({ kind: 'refused', why: 'I cannot help with that.' });
    expect(await askRoute()).toMatchObject({ kind: 'refused', why: 'I cannot help with that.' });
    expect(onText).not.toHaveBeenCalled();
    server.expectAllUsed();
  });

  it('may be the filter’s, which leaves nothing', async () => {
    server.willAnswer('', { finishReason: 'content_filter' });
    expect(await ask()).toMatchObject({ kind: 'refused', why: 'content filter' });
  });

  it('may come as a 400, as from Azure', async () => {
    server.willFail({ status: 400, body: { error: { message: 'filtered', code: 'content_filter' } } });
    expect(await ask()).toMatchObject({ kind: 'refused', why: 'content filter' });
  });
});

describe('a failure', () => {
  it.each([
    [429, 'rate-limited', true],
    [500, 'server-error', true],
    [503, 'server-error', true],
    [409, 'server-error', true],
    [408, 'timed-out', true],
    [401, 'not-authorised', false],
    [402, 'not-authorised', false],
    [403, 'not-authorised', false],
    [400, 'bad-request', false],
    [404, 'bad-request', false],
    [413, 'bad-request', false],
    [422, 'bad-request', false],
  ])('of status %i is %s, retryable: %s, after one call', async (status, reason, retryable) => {
    server.willFail({ status });
    server.willFail({ status });
    const failure = { kind: 'failed', reason, retryable, partialText: '', durationMs: 0 };
    expect(await ask()).toEqual(failure);
    expect(await askRoute()).toEqual(failure);
    server.expectAllUsed();
  });

  it.each([
    ['seconds', { retryAfter: 2 }, 2_000],
    ['a date', { retryAfter: 'Mon, 02 Mar 2026 09:00:30 GMT' }, 30_000],
    ['a date that is past', { retryAfter: 'Mon, 02 Mar 2026 08:00:00 GMT' }, 0],
    ['milliseconds', { retryAfter: 2, headers: { 'retry-after-ms': '1500.4' } }, 1_501],
    ['nonsense', { retryAfter: 'soon' }, undefined],
  ])('says when to come back: %s', async (_form, failure, retryAfterMs) => {
    server.willFail({ status: 429, ...failure });
    const completion = await ask();
    expect(completion).toMatchObject({ kind: 'failed', reason: 'rate-limited', retryable: true });
    expect(completion.kind === 'failed' && completion.retryAfterMs).toBe(retryAfterMs);
  });

  it.each([
    ['the quota is used up', { body: { error: { message: 'pay', code: 'insufficient_quota' } } }],
    ['the provider says so', { headers: { 'x-should-retry': 'false' } }],
  ])('of 429 is not worth a retry when %s', async (_why, failure) => {
    server.willFail({ status: 429, ...failure });
    expect(await ask()).toMatchObject({ reason: 'rate-limited', retryable: false });
  });

  it('in mid-stream keeps what had come', async () => {
    server.willBreakAfter('Stop sour cof');
    expect(await ask()).toEqual({
      kind: 'failed',
      reason: 'unreachable',
      retryable: true,
      partialText: 'Stop sour cof',
      durationMs: 0,
    });
    server.expectAllUsed();
  });

  it('is unreachable when the connection breaks before any answer', async () => {
    server.willBreakAfter('');
    expect(await ask()).toMatchObject({ reason: 'unreachable', retryable: true, partialText: '' });
  });

  it('is unreachable when nobody listens', async () => {
    const gone = await startScriptedModel();
    await gone.close();
    const model = createOpenAiModel({ apiKey, baseUrl: gone.baseUrl, model: 'scripted', clock });
    expect(await ask({ model })).toMatchObject({ reason: 'unreachable', retryable: true, partialText: '' });
  });

  it('is cut-short when the stream ends but the answer was not over', async () => {
    server.willEndEarly('Stop sour');
    expect(await ask()).toMatchObject({ reason: 'cut-short', retryable: true, partialText: 'Stop sour' });
  });

  it('is an invalid answer when the stream is not JSON', async () => {
    server.willSay('data: {"choices": oops\n\n');
    expect(await ask()).toMatchObject({ reason: 'invalid-answer', retryable: true });
  });

  it.each([
    ['{"error": {"message": "overloaded", "code": 502}}', 'server-error', true],
    ['{"error": {"message": "slow down", "code": "rate_limit_exceeded"}}', 'rate-limited', true],
    ['{"error": {"message": "oops"}}', 'server-error', true],
  ])('may come inside the stream: %s', async (event, reason, retryable) => {
    const before = 'data: {"choices": [{"index": 0, "delta": {"content": "Stop"}, "finish_reason": null}]}';
    server.willSay(`${before}\n\ndata: ${event}\n\n`);
    expect(await ask()).toMatchObject({ reason, retryable, partialText: 'Stop' });
  });

  it('after the end costs nothing: the answer was whole', async () => {
    const whole = 'data: {"choices": [{"index": 0, "delta": {"content": "Stop"}, "finish_reason": "stop"}]}';
    server.willSay(`${whole}\n\ndata: oops\n\n`);
    expect(await ask()).toMatchObject({ kind: 'answered', text: 'Stop' });
  });

  it('never holds the key, whatever the provider says', async () => {
    const body = { error: { message: `Incorrect API key provided: ${apiKey}`, code: apiKey, type: apiKey } };
    for (const status of [400, 401, 403, 404, 429, 500]) {
      server.willFail({ status, body, headers: { 'x-request-id': apiKey } });
      expect(JSON.stringify(await ask())).not.toContain(apiKey);
    }
    server.willSay(`data: ${JSON.stringify(body)}\n\n`);
    expect(JSON.stringify(await ask())).not.toContain(apiKey);

    const model = createOpenAiModel({ apiKey: `${apiKey}\n`, baseUrl: 'no url', model: 'scripted', clock });
    const completion = await ask({ model });
    expect(completion).toMatchObject({ kind: 'failed', reason: 'bad-request', retryable: false });
    expect(JSON.stringify(completion)).not.toContain(apiKey);
  });
});

describe('the time-out', () => {
  it('holds before the first byte', async () => {
    const hanging = server.willHang();
    const completion = ask({ timeoutMs: 20_000 });
    await hanging.reached;
    clock.pass(19_999);
    expect(clock.sleepers()).toBe(1);
    clock.pass(1);

    expect(await completion).toEqual({
      kind: 'failed',
      reason: 'timed-out',
      retryable: true,
      partialText: '',
      durationMs: 20_000,
    });
    await hanging.closed;
  });

  it('bounds the whole answer, and keeps what had come', async () => {
    const pause = server.willPauseAfter('Stop sour');
    const { heard, until } = listener();
    const completion = ask({ timeoutMs: 90_000, onText: heard });
    await until('Stop sour');
    clock.pass(90_000);

    expect(await completion).toMatchObject({ reason: 'timed-out', partialText: 'Stop sour' });
    await pause.closed;
  });

  it('holds for structures, in one reach over the fall-backs', async () => {
    server.rejectsStructuredOutput();
    const hanging = server.willHang();
    const completion = askRoute({ timeoutMs: 20_000 });
    await hanging.reached;
    clock.pass(20_000);
    expect(await completion).toMatchObject({ kind: 'failed', reason: 'timed-out', retryable: true });
  });

  it('holds in real time up to the first byte, should the clock stand still', async () => {
    server.willHang();
    server.willHang();
    expect(await ask({ timeoutMs: 50 })).toMatchObject({ reason: 'timed-out', retryable: true });
    expect(await askRoute({ timeoutMs: 49.5 })).toMatchObject({ reason: 'timed-out', retryable: true });
  });

  it('leaves no timer behind', async () => {
    server.willAnswer('Yes');
    server.willFail({ status: 500 });
    await ask();
    await ask();
    expect(clock.sleepers()).toBe(0);
  });
});

describe('a stop', () => {
  it('ends the answer in mid-stream, hangs up, and is heard no more', async () => {
    const pause = server.willPauseAfter('Stop sour');
    const stopping = new AbortController();
    const { heard, until, texts } = listener();
    const completion = ask({ onText: heard, signal: stopping.signal });
    await until('Stop sour');
    stopping.abort();

    expect(await completion).toMatchObject({
      kind: 'failed',
      reason: 'stopped',
      retryable: false,
      partialText: 'Stop sour',
    });
    pause.resume(' coffee');
    await pause.closed;
    expect(texts.at(-1)).toBe('Stop sour');
    expect(clock.sleepers()).toBe(0);
    server.expectAllUsed();
  });

  it('is heard at once, also when more of the answer had already arrived', async () => {
    const piece = (content: string) =>
      `data: {"choices": [{"index": 0, "delta": {"content": "${content}"}, "finish_reason": null}]}\n\n`;
    server.willSay(piece('Stop') + piece(' sour') + piece(' coffee'));
    const stopping = new AbortController();
    const heard: string[] = [];
    const completion = await ask({
      signal: stopping.signal,
      onText: (text) => {
        heard.push(text);
        stopping.abort();
      },
    });
    expect(completion).toMatchObject({ reason: 'stopped', partialText: 'Stop' });
    expect(heard).toEqual(['Stop']);
  });

  it('ends the wait for the first byte, of texts and structures', async () => {
    for (const askOne of [ask, askRoute]) {
      const hanging = server.willHang();
      const stopping = new AbortController();
      const completion = askOne({ signal: stopping.signal });
      await hanging.reached;
      stopping.abort(new Error('the person pressed Stop'));
      expect(await completion).toMatchObject({ kind: 'failed', reason: 'stopped', partialText: '' });
      await hanging.closed;
    }
  });

  it('that came before the question saves the call', async () => {
    expect(await ask({ signal: AbortSignal.abort() })).toMatchObject({ reason: 'stopped' });
    expect(server.requests).toEqual([]);
    expect(clock.sleepers()).toBe(0);
  });

  it('leaves no listener on a signal that outlives the answer', async () => {
    server.willAnswer('Yes');
    const stopping = new AbortController();
    await ask({ signal: stopping.signal });
    expect(getEventListeners(stopping.signal, 'abort')).toEqual([]);
  });

  it('and a time-out that come after the answer change nothing', async () => {
    const stopping = new AbortController();
    const limit = limitAnswer(20_000, stopping.signal, clock);
    limit.release();
    clock.pass(20_000);
    stopping.abort();
    await Promise.resolve();
    expect(limit.endedBy()).toBeUndefined();
    expect(limit.signal.aborted).toBe(false);
  });
});

it('answers many at once, each with its own', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `person ${index}`);
  for (const name of names) {
    server.willAnswer(`Hello ${name}.`, { when: ({ lastUserMessage }) => lastUserMessage === name });
  }
  const model = modelOf();
  const completions = await Promise.all(
    names
      .toReversed()
      .map((name) =>
        model.complete(
          { messages: [{ role: 'user', content: name }], timeoutMs: 20_000 },
          new AbortController().signal,
        ),
      ),
  );
  expect(completions.map((completion) => completion.kind === 'answered' && completion.text)).toEqual(
    names.toReversed().map((name) => `Hello ${name}.`),
  );
  server.expectAllUsed();
});

describe('the scripted server', () => {
  it('complains about a call that no line was for, and names it', async () => {
    expect(await ask()).toMatchObject({ reason: 'server-error' });
    expect(() => server.expectAllUsed()).toThrow('unplanned call: "Five headlines about sour coffee"');
  });

  it('complains about a line that fits no call', async () => {
    server.willAnswer('Yes', { when: ({ lastUserMessage }) => lastUserMessage === 'Hello' });
    await ask();
    expect(() => server.expectAllUsed()).toThrow(/unplanned call: "Five.*unused line: answer "Yes"/s);
  });

  it('complains about lines that were not used', () => {
    server.willAnswer('Yes');
    server.willHang();
    expect(() => server.expectAllUsed()).toThrow(/unused line: answer "Yes"\n- unused line: hang/);
  });

  it('complains about what is no Chat Completions call', async () => {
    await fetch(`${server.baseUrl}/models`);
    await fetch(`${server.baseUrl}/chat/completions`, { method: 'POST', body: '{"model": 1}' });
    expect(() => server.expectAllUsed()).toThrow(/GET \/v1\/models.*not a Chat Completions request/s);
  });

  it('will not cut an answer into pieces of another', () => {
    expect(() => server.willAnswer('Yes', { chunks: ['N', 'o'] })).toThrow('do not make up "Yes"');
  });
});

interface AskOptions {
  model?: ReturnType<typeof modelOf>;
  timeoutMs?: number;
  onText?: (text: string) => void;
  signal?: AbortSignal;
}

function modelOf() {
  return createOpenAiModel({ apiKey, baseUrl: server.baseUrl, model: 'scripted', clock });
}

async function ask(options: AskOptions = {}): Promise<Completion> {
  const { model = modelOf(), timeoutMs = 20_000, onText, signal = never } = options;
  let isDone = false;
  const hear = (text: string) => {
    if (isDone) heardTooLate.push(text);
    onText?.(text);
  };
  const completion = await model.complete({ messages, timeoutMs, onText: hear }, signal);
  isDone = true;
  return completion;
}

function askRoute({ model = modelOf(), timeoutMs = 20_000, onText, signal = never }: AskOptions = {}) {
  return model.complete({ messages, timeoutMs, structure: route, ...(onText ? { onText } : {}) }, signal);
}

function formatsAsked() {
  return server.requests.map(({ body }) => body.response_format?.type);
}

/** Lets a test wait until a text has been heard, without sleeping. */
function listener() {
  const texts: string[] = [];
  const waiting = new Map<string, () => void>();
  return {
    texts,
    heard(text: string) {
      texts.push(text);
      waiting.get(text)?.();
    },
    until(text: string): Promise<void> {
      if (texts.includes(text)) return Promise.resolve();
      return new Promise((resolve) => waiting.set(text, resolve));
    },
  };
}

/** Time that passes only when the test says so. */
function handClock() {
  let nowMs = Date.parse('2026-03-02T09:00:00Z');
  const sleepers = new Set<{ untilMs: number; wake: () => void }>();
  const clock: Clock = {
    nowMs: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper = {
          untilMs: nowMs + ms,
          wake() {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', sleeper.wake, { once: true });
      }),
  };
  return {
    ...clock,
    pass(ms: number) {
      nowMs += ms;
      for (const sleeper of [...sleepers]) if (sleeper.untilMs <= nowMs) sleeper.wake();
    },
    turnBack(ms: number) {
      nowMs -= ms;
    },
    sleepers: () => sleepers.size,
  };
}
