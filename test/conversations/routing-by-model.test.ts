import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillFoundation, modelOn } from '../support/conversation.ts';
import { type Elevate, type Person, startElevate } from '../support/elevate.ts';
import { type ScriptedModelServer, startScriptedModel } from '../support/scripted-model-server.ts';

let elevate: Elevate;
let server: ScriptedModelServer;
let ana: Person;

/** Two prompts are near it, so the index alone asks. */
const unsure = 'headlines';

beforeEach(async () => {
  server = await startScriptedModel();
  elevate = await startElevate({ model: modelOn(server) });
  await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
  ana = await elevate.person('ana');
});
afterEach(async () => {
  await elevate.end();
  server.expectAllUsed();
  await server.close();
});

test('where rules and index are unsure, the model’s structured answer decides', async () => {
  server.willAnswer({ json: { agent: 'Marketer', promptCode: 'F3', confidence: 0.9 } });
  server.willAnswer('The Tuesday pour');
  const answer = await ana.says(unsure).getsReply(/The Tuesday pour/);
  expect(answer).toMatchObject({ agent: 'Writer', promptCode: 'F3' });
  const [routing] = server.requests;
  expect(routing?.body.response_format?.type).toBe('json_schema');
  expect(routing?.lastUserMessage).toBe(`> ${unsure}`);
  // What decides needs to know nobody's business.
  expect(JSON.stringify(routing?.body)).not.toContain('Tuesdays');
});

test('an agent without a prompt may be the decision too', async () => {
  server.willAnswer({ json: { agent: 'SEO', promptCode: null, confidence: 0.8 } });
  server.willAnswer('Name the product first.');
  const answer = await ana.says(unsure).getsReply(/Name the product first/);
  expect(answer.agent).toBe('SEO');
});

test('an answer of another shape goes back once, with what is wrong with it', async () => {
  server.willAnswer({ json: { agent: 'Poet', promptCode: null, confidence: 0.9 } });
  server.willAnswer({ json: { agent: 'Writer', promptCode: 'F3', confidence: 0.9 } });
  server.willAnswer('The Tuesday pour');
  await ana.says(unsure).getsReply(/The Tuesday pour/);
  const [, repair] = server.requests;
  const [asked, wish] = repair?.body.messages.slice(-2) ?? [];
  expect(asked).toMatchObject({ role: 'assistant', content: expect.stringContaining('Poet') });
  expect(wish).toMatchObject({
    role: 'user',
    content: expect.stringMatching(/Invalid option[\s\S]*at agent/),
  });
});

test('a message that rules or index can tell costs no call', async () => {
  await ana.says('help').getsReply(/Mention an agent/);
  await ana.says('@Sage what are my pains?').getsReply(/a pain of ana/);
  expect(server.requests).toEqual([]);
});

test.each<[string, () => void]>([
  ['fails', () => server.willFail({ status: 500 })],
  ['is busy', () => server.willFail({ status: 429, retryAfter: 30 })],
  ['refuses', () => server.willRefuse('No.')],
  [
    'answers no JSON, twice',
    () => {
      server.willAnswer('Writer, I would say.');
      server.willAnswer('Writer, as I said.');
    },
  ],
  [
    'names an agent there is not',
    () => {
      server.willAnswer({ json: { agent: 'Poet', promptCode: null, confidence: 1 } });
      server.willAnswer({ json: { agent: 'Bard', promptCode: null, confidence: 1 } });
    },
  ],
  [
    'is unsure itself',
    () => server.willAnswer({ json: { agent: 'Writer', promptCode: 'H1', confidence: 0.3 } }),
  ],
  ['is gone in mid-answer', () => server.willBreakAfter('{"agent"')],
])('a model that %s leaves the question with its buttons', async (_, script) => {
  script();
  const asked = await ana.says(unsure).getsReply(/Which of these do you mean\?/);
  // Which they are is the index's to say, and the playbook grows.
  const [first, second] = asked.buttons.filter(({ label }) => /^[A-Z]{1,2}\d/.test(label));
  expect(second).toBeDefined();
  const label = first?.label ?? '';
  await ana.presses(label).getsReply(new RegExp(label.split(' ')[0] ?? ''));
});
