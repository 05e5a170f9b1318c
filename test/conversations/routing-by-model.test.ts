import { beforeEach, expect, test } from 'vitest';
import { onEverySurface } from '../support/on-every-surface.ts';
import type { Talker } from '../support/talker.ts';

/** Two prompts are near it, so the index alone asks. */
const unsure = 'headlines';

onEverySurface('routing by a model', (stage) => {
  let ana: Talker;

  beforeEach(async () => {
    await stage.begin({ model: true });
    await stage.fillFoundation('ana', 'Poured on Tuesdays');
    ana = await stage.person('ana');
  });

  test('where rules and index are unsure, the model’s structured answer decides', async () => {
    stage.model.willAnswer({ json: { agent: 'Marketer', promptCode: 'F3', confidence: 0.9 } });
    stage.model.willAnswer('The Tuesday pour');
    const answer = await ana.says(unsure).getsReply(/The Tuesday pour/);
    expect(answer).toMatchObject({ agent: 'Writer' });
    const [routing] = stage.model.requests;
    expect(routing?.body.response_format?.type).toBe('json_schema');
    expect(routing?.lastUserMessage).toBe(`> ${unsure}`);
    // What decides needs to know nobody's business.
    expect(JSON.stringify(routing?.body)).not.toContain('Tuesdays');
  });

  test('an agent without a prompt may be the decision too', async () => {
    stage.model.willAnswer({ json: { agent: 'SEO', promptCode: null, confidence: 0.8 } });
    stage.model.willAnswer('Name the product first.');
    const answer = await ana.says(unsure).getsReply(/Name the product first/);
    expect(answer.agent).toBe('SEO');
  });

  test('an answer of another shape goes back once, with what is wrong with it', async () => {
    stage.model.willAnswer({ json: { agent: 'Poet', promptCode: null, confidence: 0.9 } });
    stage.model.willAnswer({ json: { agent: 'Writer', promptCode: 'F3', confidence: 0.9 } });
    stage.model.willAnswer('The Tuesday pour');
    await ana.says(unsure).getsReply(/The Tuesday pour/);
    const [, repair] = stage.model.requests;
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
    expect(stage.model.requests).toEqual([]);
  });

  test.each<[string, () => void]>([
    ['fails', () => stage.model.willFail({ status: 500 })],
    ['is busy', () => stage.model.willFail({ status: 429, retryAfter: 30 })],
    ['refuses', () => stage.model.willRefuse('No.')],
    [
      'answers no JSON, twice',
      () => {
        stage.model.willAnswer('Writer, I would say.');
        stage.model.willAnswer('Writer, as I said.');
      },
    ],
    [
      'names an agent there is not',
      () => {
        stage.model.willAnswer({ json: { agent: 'Poet', promptCode: null, confidence: 1 } });
        stage.model.willAnswer({ json: { agent: 'Bard', promptCode: null, confidence: 1 } });
      },
    ],
    [
      'is unsure itself',
      () => stage.model.willAnswer({ json: { agent: 'Writer', promptCode: 'H1', confidence: 0.3 } }),
    ],
    ['is gone in mid-answer', () => stage.model.willBreakAfter('{"agent"')],
  ])('a model that %s leaves the question with its buttons', async (_, script) => {
    script();
    const asked = await ana.says(unsure).getsReply(/Which of these do you mean\?/);
    // Which they are is the index's to say, and the playbook grows.
    const [label = '', second] = asked.buttons.filter((button) => /^[A-Z]{1,2}\d/.test(button));
    expect(second).toBeDefined();
    await ana.presses(label).getsReply(new RegExp(label.split(' ')[0] ?? ''));
  });
});
