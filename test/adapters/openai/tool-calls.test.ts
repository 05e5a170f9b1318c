import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type {
  LanguageModel,
  ModelMessage,
  ModelRequest,
  ModelTool,
} from '../../../src/ports/language-model.ts';
import { modelOn } from '../../support/conversation.ts';
import { type ScriptedModelServer, startScriptedModel } from '../../support/scripted-model-server.ts';

const question: ModelMessage[] = [
  { role: 'system', content: 'You are Marketer.' },
  { role: 'user', content: 'What is 240 over 60?' },
];
const tools: ModelTool[] = [
  {
    name: 'calc',
    description: 'Works out a sum.',
    parameters: z.strictObject({ expression: z.string(), digits: z.number().optional() }),
  },
];
const calc = { name: 'calc', arguments: { expression: '240/60' } };
const afterCall: ModelMessage[] = [
  ...question,
  {
    role: 'assistant',
    content: 'One moment.',
    toolCalls: [{ id: 'call_0', name: 'calc', arguments: '{"expression":"240/60"}' }],
  },
  { role: 'tool', callId: 'call_0', content: '4' },
];

let server: ScriptedModelServer;
let model: LanguageModel;

beforeEach(async () => {
  server = await startScriptedModel();
  model = modelOn(server);
});
afterEach(async () => {
  server.expectAllUsed();
  await server.close();
});

function ask(request: Partial<ModelRequest> = {}) {
  return model.complete(
    { messages: question, tools, timeoutMs: 20_000, ...request },
    new AbortController().signal,
  );
}

describe('a tool call', () => {
  it('is heard out of its pieces, with what was said beside', async () => {
    server.willCall([calc, { ...calc, arguments: '{"expression":"1+1"}' }], { beside: 'One moment.' });
    const heard: string[] = [];
    expect(await ask({ onText: (text) => heard.push(text) })).toMatchObject({
      kind: 'answered',
      text: 'One moment.',
      toolCalls: [
        { id: 'call_0', name: 'calc', arguments: '{"expression":"240/60"}' },
        { id: 'call_1', name: 'calc', arguments: '{"expression":"1+1"}' },
      ],
    });
    expect(heard.at(-1)).toBe('One moment.');
  });

  it('needs no words beside, and arrives as it was written, also where that is no JSON', async () => {
    server.willCall({ name: 'clac', arguments: '{"expression": 240/' });
    expect(await ask()).toMatchObject({
      kind: 'answered',
      text: '',
      toolCalls: [{ name: 'clac', arguments: '{"expression": 240/' }],
    });
  });

  it('is offered by name, description and schema, without what a server may not know', async () => {
    server.willAnswer('4');
    const completion = await ask();
    expect(completion).not.toHaveProperty('toolCalls');
    expect(server.requests[0]?.body.tools).toEqual([
      {
        type: 'function',
        function: {
          name: 'calc',
          description: 'Works out a sum.',
          parameters: {
            type: 'object',
            properties: { expression: { type: 'string' }, digits: { type: 'number' } },
            required: ['expression'],
            additionalProperties: false,
          },
        },
      },
    ]);
    expect(server.requests[0]?.body.tool_choice).toBeUndefined();
  });

  it('and its result go back as they are; where an answer is due, none is to follow', async () => {
    server.willAnswer('Four.');
    await ask({ messages: afterCall, mustAnswer: true });
    const { body } = server.requests[0] ?? {};
    expect(body?.messages.slice(2)).toEqual([
      {
        role: 'assistant',
        content: 'One moment.',
        tool_calls: [
          {
            id: 'call_0',
            type: 'function',
            function: { name: 'calc', arguments: '{"expression":"240/60"}' },
          },
        ],
      },
      { role: 'tool', tool_call_id: 'call_0', content: '4' },
    ]);
    expect(body?.tool_choice).toBe('none');
    expect(body?.tools).toHaveLength(1);
  });

  it.each([
    ['each begins with index 0 and an id of its own', [0, 0]],
    ['no index is named', [undefined, undefined]],
  ])('is told from the next where %s', async (_, [first, second]) => {
    const chunk = (delta: object, finish_reason: string | null = null) =>
      `data: ${JSON.stringify({ model: 'm', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
    const piece = (call: object) => chunk({ tool_calls: [call] });
    server.willSay(
      [
        piece({ index: first, id: 'a', function: { name: 'calc', arguments: '{"a"' } }),
        piece({ index: first, function: { arguments: ':1}' } }),
        piece({ index: second, id: 'b', function: { name: 'calc', arguments: { b: 2 } } }),
        chunk({}, 'tool_calls'),
        'data: [DONE]\n\n',
      ].join(''),
    );
    expect(await ask()).toMatchObject({
      toolCalls: [
        { id: 'a', name: 'calc', arguments: '{"a":1}' },
        { id: 'b', name: 'calc', arguments: '{"b":2}' },
      ],
    });
  });
});

describe('a server without tools', () => {
  it.each([
    [400, 'registry.ollama.ai/library/gemma does not support tools'],
    [500, 'tools param requires --jinja flag'],
    [400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'],
    [404, 'No endpoints found that support tool use.'],
  ])('just answers, from then on at once: %s, %s', async (status, message) => {
    server.rejectsTools({ status, body: { error: { message } } });
    server.willAnswer('Four.');
    server.willAnswer('Still four.');
    expect(await ask()).toMatchObject({ kind: 'answered', text: 'Four.' });
    expect(await ask()).toMatchObject({ kind: 'answered', text: 'Still four.' });
    expect(server.requests.map(({ body }) => body.tools !== undefined)).toEqual([true, false, false]);
  });

  it('is told in words what came of earlier calls', async () => {
    server.rejectsTools({ status: 400, body: { error: { message: 'tools are not supported' } } });
    server.willAnswer('Four.');
    await ask({ messages: afterCall });
    expect(server.requests.at(-1)?.body.messages.slice(2)).toEqual([
      { role: 'assistant', content: 'One moment.' },
      { role: 'user', content: '4' },
    ]);
  });

  it('is not made of one that has another fault', async () => {
    server.willFail({ status: 500 });
    server.willAnswer('Four.');
    expect(await ask()).toMatchObject({ kind: 'failed', reason: 'server-error' });
    await ask();
    expect(server.requests.map(({ body }) => body.tools !== undefined)).toEqual([true, true]);
  });
});

it('a server that streams no tools is asked for the whole answer', async () => {
  server.rejectsTools({
    status: 400,
    body: { error: { message: 'Cannot use tools with stream' } },
    onlyStreamed: true,
  });
  server.willCall(calc, { beside: 'One moment.' });
  server.willAnswer('Four.');
  const heard: string[] = [];
  const onText = (text: string) => void heard.push(text);
  expect(await ask({ onText })).toMatchObject({ text: 'One moment.', toolCalls: [{ name: 'calc' }] });
  expect(await ask({ messages: afterCall, onText })).toMatchObject({ text: 'Four.' });
  expect(heard).toEqual(['One moment.', 'Four.']);
  expect(server.requests.map(({ body }) => body.stream ?? false)).toEqual([true, false, false]);
  // Where there is nothing to call, answers grow as before.
  server.willAnswer('Hello');
  await ask({ tools: [] });
  expect(server.requests.at(-1)?.body.stream).toBe(true);
});

it('an answer that is neither words nor a call is none', async () => {
  server.willAnswer('', { chunks: [] });
  expect(await ask()).toMatchObject({ kind: 'failed', reason: 'invalid-answer' });
});
