import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fillFoundation, modelOn } from '../support/conversation.ts';
import { type Elevate, type Person, startElevate } from '../support/elevate.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { type ScriptedModelServer, startScriptedModel } from '../support/scripted-model-server.ts';
import type { Talker } from '../support/talker.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';

onEverySurface({ title: 'model faults', clock: () => createTestClock({ running: true }) }, (stage) => {
  let ana: Talker;

  beforeEach(async () => {
    await stage.begin({ model: true });
    await stage.fillFoundation('ana', 'Poured on Tuesdays');
    ana = await stage.person('ana');
  });

  const executions = () => stage.models.userPromptExecutions.find().sort({ aiRequestTimestamp: 1 }).lean();
  /** Waits for nothing in real time: the pauses between tries pass by the clock. */
  const asked = (times: number) =>
    expect
      .poll(() => {
        stage.clock.advance(200);
        return stage.model.requests.length;
      })
      .toBe(times);

  describe('a fault that passes', () => {
    test('500 twice, then the answer: one reply, nothing of the faults in it', async () => {
      stage.model.willFail({ status: 500 });
      stage.model.willFail({ status: 500 });
      stage.model.willAnswer('The Tuesday pour');
      const run = ana.says('@Writer F3');
      await asked(3);
      expect((await run).map((message) => message.text)).toEqual([
        'The Tuesday pour',
        expect.stringMatching(/^Used from your Foundation/),
      ]);
    });

    test('half a stream, then the whole answer: only the whole one is kept', async () => {
      stage.model.willBreakAfter('The Tue');
      stage.model.willAnswer('The Wednesday pour');
      const run = ana.says('@Writer F3');
      await asked(2);
      const answer = await run.getsReply(/Wednesday/);
      expect(answer.text).toBe('The Wednesday pour');
      expect(await executions()).toMatchObject([{ status: 'Success', aiResponse: 'The Wednesday pour' }]);
    });
  });

  describe('a fault that stays', () => {
    test('500 for ever: a plain sentence, Another try, an execution that ended in Error', async () => {
      for (const _ of [1, 2, 3]) stage.model.willFail({ status: 500 });
      const run = ana.says('@Writer F3');
      await asked(3);
      const failed = await run.getsReply(/The model had a fault of its own\. Nothing is lost/);
      expect(failed.buttons).toEqual(['Another try']);
      expect(await run).toHaveLength(1);
      expect(failed.text).not.toMatch(/500|error|Scripted/i);
      const [execution] = await executions();
      expect(execution).toMatchObject({ status: 'Error', errorReason: 'server-error' });
      expect(execution).not.toHaveProperty('aiResponse');

      stage.model.willAnswer('The Tuesday pour');
      await ana.presses('Another try').getsReply(/The Tuesday pour/);
      const [first, second] = await executions();
      expect(second).toMatchObject({ status: 'Success', retryOf: first?._id });
    });

    test('a wait longer than anybody would stand is not waited for', async () => {
      stage.model.willFail({ status: 429, retryAfter: 30 });
      const failed = await ana.says('@Writer F3').getsReply(/The model is busy and asked us to wait/);
      expect(failed.buttons).toEqual(['Another try']);
      expect(await executions()).toMatchObject([{ status: 'Error', errorReason: 'rate-limited' }]);
    });

    test.each([
      [401, 'not-authorised', /The model refused our key/],
      [400, 'bad-request', /The model did not accept the request/],
    ])('%i is not tried again, and no word of the provider’s is shown', async (code, reason, sentence) => {
      stage.model.willFail({ status: code, body: { error: { message: 'Incorrect API key sk-secret' } } });
      const failed = await ana.says('@Writer F3').getsReply(sentence);
      expect(failed.text).not.toContain('sk-secret');
      expect(await executions()).toMatchObject([{ status: 'Error', errorReason: reason }]);
    });

    test('the longest half of a stream is kept when later tries bring less', async () => {
      stage.model.willBreakAfter('The Tuesday');
      stage.model.willEndEarly('The');
      stage.model.willFail({ status: 503 });
      const run = ana.says('@Writer F3');
      await asked(3);
      const failed = await run.getsReply(/^The Tuesday\n\n[_*].*What had arrived is kept above\.[_*]$/);
      expect(failed.buttons).toEqual(['Another try']);
      expect(await executions()).toMatchObject([{ status: 'Error', aiResponse: 'The Tuesday' }]);
    });

    test('a refusal is said plainly, once, and can be tried again', async () => {
      stage.model.willRefuse('I will not write about candles.');
      const refused = await ana.says('@Writer F3').getsReply(/The model declined to write this/);
      expect(refused.buttons).toEqual(['Another try']);
      expect(await executions()).toMatchObject([{ status: 'Error', errorReason: 'refused' }]);
    });

    test('a body that is no JSON, three times over', async () => {
      for (const _ of [1, 2, 3]) stage.model.willSay('data: {"choices": [{"del\n\n');
      const run = ana.says('@Writer F3');
      await asked(3);
      const failed = await run.getsReply(/The model sent nothing that can be used/);
      expect(failed.buttons).toEqual(['Another try']);
      expect(await executions()).toMatchObject([{ status: 'Error', errorReason: 'invalid-answer' }]);
    });

    test('an answer cut at the length limit is kept and said to be cut', async () => {
      stage.model.willAnswer('The Tuesday po', { finishReason: 'length' });
      const cut = await ana
        .says('@Writer F3')
        .getsReply(/^The Tuesday po\n\n_The model stopped at its length limit/);
      expect(cut.agent).toBe('Writer');
      expect(await executions()).toMatchObject([{ status: 'Success', aiResponse: 'The Tuesday po' }]);
    });
  });

  describe('a question that no prompt covers', () => {
    test('keeps what had arrived, and Another try asks the same agent the same thing', async () => {
      for (const _ of [1, 2, 3]) stage.model.willBreakAfter('Take the f');
      const said = ana.says('@Marketer which of these two angles?');
      await asked(3);
      const failed = await said.getsReply(/^Take the f\n\n[_*].*kept above\.[_*]$/);
      expect(failed).toMatchObject({ agent: 'Marketer', buttons: ['Another try'] });
      stage.model.willAnswer('Take the first.');
      const answer = await ana.presses('Another try').getsReply(/Take the first\./);
      expect(answer.agent).toBe('Marketer');
      expect(stage.model.requests.at(-1)?.lastUserMessage).toContain('> which of these two angles?');
      expect(stage.model.requests).toHaveLength(4);
    });

    test('a refusal is said plainly', async () => {
      stage.model.willRefuse('No.');
      const refused = await ana
        .says('@Marketer which of these two angles?')
        .getsReply(/declined to write this/);
      expect(refused.agent).toBe('Marketer');
    });
  });
});

/** By a clock that stands still: nobody waits in real time, and only what is due may happen. */
describe('to the millisecond', () => {
  let elevate: Elevate;
  let server: ScriptedModelServer;
  let clock: TestClock;
  let ana: Person;

  beforeEach(async () => {
    server = await startScriptedModel();
    clock = createTestClock();
    elevate = await startElevate({ model: modelOn(server, clock), clock });
    await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
    ana = await elevate.person('ana');
  });
  afterEach(async () => {
    await elevate.end();
    server.expectAllUsed();
    await server.close();
  });

  const executions = () => elevate.models.userPromptExecutions.find().lean();
  const status = (pattern: RegExp) => expect.poll(() => ana.statuses.join('\n')).toMatch(pattern);
  /** Lets what is under way come to rest. */
  const turns = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  };

  test('429: asked again after exactly as long as the provider said, and answered', async () => {
    server.willFail({ status: 429, retryAfter: 7 });
    server.willAnswer('The Tuesday pour');
    const run = ana.says('@Writer F3');
    await status(/trying again in 7 s/);
    clock.advance(6_999);
    await turns();
    expect(server.requests).toHaveLength(1);
    clock.advance(1);
    const answer = await run.getsReply(/The Tuesday pour/);
    expect(answer.agent).toBe('Writer');
    expect((await run).messages[1]?.buttons[0]?.label).toBe('Save');
    expect(await executions()).toMatchObject([{ status: 'Success', aiResponse: 'The Tuesday pour' }]);
  });

  test('a model that hangs is given up after 90 s, not sooner and not three times', async () => {
    const hung = server.willHang();
    const run = ana.says('@Writer F3');
    await hung.reached;
    clock.advance(89_999);
    await turns();
    expect(await executions()).toMatchObject([{ status: 'Pending' }]);
    clock.advance(1);
    const failed = await run.getsReply(/The model took too long\. Nothing is lost/);
    expect(failed.buttons).toEqual([{ label: 'Another try' }]);
    await hung.closed;
    expect(await executions()).toMatchObject([{ status: 'Error', errorReason: 'timed-out' }]);
    expect(server.requests).toHaveLength(1);
  });

  test('a stream that stops moving is given up after 90 s with what had arrived', async () => {
    const paused = server.willPauseAfter('The Tue');
    const run = ana.says('@Writer F3');
    await paused.reached;
    await expect
      .poll(() => {
        clock.advance(100);
        return ana.seen.findLast((message) => message.cause === 'update')?.text;
      })
      .toBe('The Tue');
    clock.advance(90_000);
    const failed = await run.getsReply(
      /^The Tue\n\n_The model took too long\. What had arrived is kept above\._$/,
    );
    expect(failed.buttons).toEqual([{ label: 'Another try' }]);
    expect(await executions()).toMatchObject([{ status: 'Error', aiResponse: 'The Tue' }]);
  });
});
