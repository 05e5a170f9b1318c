import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ThreadRef } from '../../src/domain/thread-ref.ts';
import {
  directThread,
  eventFrom,
  fillFoundation,
  messageWithButton,
  modelOn,
  receive,
  saidFor,
} from '../support/conversation.ts';
import { type Elevate, type Person, startElevate } from '../support/elevate.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { type ScriptedModelServer, startScriptedModel } from '../support/scripted-model-server.ts';
import type { Talker } from '../support/talker.ts';

onEverySurface({ title: 'threads', overHttpToo: true }, (stage) => {
  let ana: Talker;

  beforeEach(async () => {
    await stage.begin({ model: true });
    await stage.fillFoundation('ana', 'Poured on Tuesdays');
    ana = await stage.person('ana');
  });

  const systemPrompt = (at: number) => stage.model.requests.at(at)?.body.messages[0]?.content ?? '';

  describe('whose thread it is', () => {
    test('the agent that answered goes on without a mention, until another is named', async () => {
      stage.model.willAnswer('1. The Tuesday pour\n2. The slow pour');
      await ana.says('@Writer F3').getsReply(/Tuesday pour/);
      stage.model.willAnswer('The second: nobody else says slow.');
      const followUp = await ana.says('which of these two?').getsReply(/nobody else says slow/);
      expect(followUp.agent).toBe('Writer');
      // The agent's card comes first, so that providers' caches hit; what is said of tools comes after it.
      expect(systemPrompt(-1).startsWith(systemPrompt(0))).toBe(true);
      expect(stage.model.requests.at(-1)?.lastUserMessage).toContain('> Writer: 1. The Tuesday pour');

      stage.model.willAnswer('For ads, the first.');
      const other = await ana.says('@Marketer which of these two?').getsReply(/For ads/);
      expect(other.agent).toBe('Marketer');
      stage.model.willAnswer('Still the first.');
      const after = await ana.says('which of these two, for Instagram?').getsReply(/Still the first/);
      expect(after.agent).toBe('Marketer');
      expect(systemPrompt(-1).startsWith(systemPrompt(0))).toBe(false);
    });

    test('a sentence of the Director takes an agent’s thread from nobody', async () => {
      stage.model.willAnswer('1. The Tuesday pour');
      await ana.says('@Writer F3').getsReply(/Tuesday pour/);
      await ana.says('help').getsReply(/Mention an agent/);
      await ana.says('run H77').getsReply(/There is no H77/);
      stage.model.willAnswer('The slow one.');
      const after = await ana.says('which of these two?').getsReply(/The slow one/);
      expect(after.agent).toBe('Writer');
    });

    stage.unless('direct messages are one thread')('a new thread belongs to nobody yet', async () => {
      stage.model.willAnswer('1. The Tuesday pour');
      await ana.says('@Writer F3');
      await ana.leavesThread();
      const hello = await ana.says('hello').getsReply(/Ana/);
      expect(hello.agent).toBe('Director');
    });

    test('of two that are mentioned the first answers, and the second is offered', async () => {
      stage.model.willAnswer('The first.');
      const answer = await ana.says('@Marketer @SEO which of these two?').getsReply(/The first/);
      expect(answer).toMatchObject({ agent: 'Marketer', buttons: ['Ask SEO'] });
      stage.model.willAnswer('The second.');
      const other = await ana.presses('Ask SEO').getsReply(/The second/);
      expect(other.agent).toBe('SEO');
    });

    test('an agent that is asked for another’s prompt says so and hands over', async () => {
      stage.model.willAnswer('1. The Tuesday pour');
      const messages = await ana.says('@Marketer F3');
      expect(messages.slice(0, 2)).toMatchObject([
        {
          agent: 'Marketer',
          text: 'F3, Value Proposition statements, is Writer’s job, not mine. Over to Writer.',
        },
        { agent: 'Writer', text: '1. The Tuesday pour' },
      ]);
      // People see the hand-over before the first words of the answer.
      const order = ana.sees().map(({ agent }) => agent);
      expect(order.indexOf('Marketer')).toBeLessThan(order.indexOf('Writer'));
      expect(order.lastIndexOf('Marketer')).toBeLessThan(order.indexOf('Writer'));
    });

    test('and so does one that is asked what no prompt covers, and is another’s', async () => {
      stage.model.willAnswer('Wait for a hundred clicks.');
      const messages = await ana.says(
        '@Advocate my meta ads cost 9 quid cpm at £15 a day budget, pause the ad set or wait?',
      );
      expect(messages.slice(0, 2)).toMatchObject([
        { agent: 'Advocate', text: 'That is MediaBuyer’s job, not mine. Over to MediaBuyer.' },
        { agent: 'MediaBuyer', text: 'Wait for a hundred clicks.' },
      ]);
    });
  });

  describe('why this agent', () => {
    test('a code’s owner says that it is theirs', async () => {
      stage.model.willAnswer('1. The Tuesday pour');
      await ana.says('F3').getsReply(/^_F3 is Writer’s._\n\n1\. The Tuesday pour$/);
    });

    test('what words led to is said over the answer while it grows, and kept out of what is saved', async () => {
      const why = '_Director passed this to Writer: it reads like F3, Value Proposition statements._';
      const paused = stage.model.willPauseAfter('1. The Tuesday');
      const run = ana.says('write value proposition statements for my shop');
      await paused.reached;
      await expect.poll(() => ana.sees().at(-1)?.text).toBe(`${why}\n\n1. The Tuesday`);
      paused.resume(' pour');
      const answer = await run.getsReply(/The Tuesday pour/);
      expect(answer.text).toBe(`${why}\n\n1. The Tuesday pour`);
      await ana.presses('Save').getsReply(/"The Tuesday pour"/);
    });

    test('an agent without a prompt is introduced by its job, and by nothing once the thread is its own', async () => {
      stage.model.willAnswer('Wait for a hundred clicks.');
      stage.model.willAnswer('A week, then.');
      await ana
        .says('my meta ads cost 9 quid cpm at £15 a day budget, pause the ad set or wait?')
        .getsReply(/^_Director passed this to MediaBuyer, who helps you test paid ads .*\._\n\nWait/);
      await ana.says('and how long for the second ad set?').getsReply(/^A week, then\.$/);
    });

    test('nothing is explained to somebody who named the agent, or pressed its button', async () => {
      stage.model.willAnswer('1. The Tuesday pour');
      stage.model.willAnswer('The second.');
      await ana.says('@Writer F3').getsReply(/^1\. The Tuesday pour$/);
      await ana.says('@SEO @Writer which of these two?').getsReply(/^The second\.$/);
    });
  });
});

/** What is handed to the program by hand: at once, the wrong way round, or twice. */
describe('in the program itself', () => {
  let elevate: Elevate;
  let server: ScriptedModelServer;
  let ana: Person;

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

  const dm = (root: string): ThreadRef => directThread('ana', root);

  test('a second terminal goes on in the thread that the first is in, before anything is answered there', async () => {
    const hung = server.willPauseAfter('1. ');
    const run = ana.says('@Writer F3');
    await hung.reached;
    const second = await elevate.person('ana');
    const stop = second.says('stop');
    await run.getsReply(/Stopped/);
    await stop.getsReply(/^Done/);
  });

  describe('order', () => {
    test('three messages at once in one thread are answered in the platform’s order', async () => {
      const events = [
        eventFrom('ana', dm('r'), { text: '@Sage what are my pains?' }),
        eventFrom('ana', dm('r'), { text: '@Teacher what does ROCKET stand for?' }),
        eventFrom('ana', dm('r'), { text: '@Sage what is my mechanism?' }),
      ];
      // Arrived the wrong way round.
      await Promise.all([...events].reverse().map((event) => elevate.app.receive(event)));
      const said = (await Promise.all(events.map((event) => saidFor(elevate, event)))).flat();
      expect(said.map((part) => part.text)).toEqual([
        expect.stringContaining('a pain of ana'),
        expect.stringContaining('Key Instructions'),
        expect.stringContaining('Poured on Tuesdays'),
      ]);
      expect(said.map((part) => part.revision)).toEqual(
        said.map((part) => part.revision).sort((one, other) => one - other),
      );
      const kept = await elevate.stores.conversations.recent('playground/dm:ana/r', undefined, 10);
      expect(kept.map((message) => message.authorAgentRole ?? 'Ana')).toEqual([
        'Ana',
        'Sage',
        'Ana',
        'Teacher',
        'Ana',
        'Sage',
      ]);
    });

    test('what is said while an answer is being written waits for it, and none is dropped', async () => {
      const paused = server.willPauseAfter('1. The Tuesday');
      const run = eventFrom('ana', dm('r'), { text: '@Writer F3' });
      await elevate.app.receive(run);
      await paused.reached;
      const overlapping = ['pains', 'mechanism', 'offers', 'pains'].map((what) =>
        eventFrom('ana', dm('r'), { text: `@Sage what are my ${what}?` }),
      );
      for (const event of overlapping) await elevate.app.receive(event);
      // Another thread does not wait.
      expect(await receive(elevate, eventFrom('ana', dm('other'), { text: 'help' }))).toHaveLength(1);
      expect(
        await elevate.models.playgroundMessages.countDocuments({
          inReplyTo: { $in: overlapping.map(({ id }) => id) },
        }),
      ).toBe(0);

      paused.resume(' pour');
      const all = [];
      for (const event of [run, ...overlapping]) all.push(await saidFor(elevate, event));
      expect(all.map((said) => said[0]?.agent)).toEqual(['Writer', 'Sage', 'Sage', 'Sage', 'Sage']);
      const ends = all.flat().map((part) => part.revision);
      expect(ends).toEqual([...ends].sort((one, other) => one - other));
    });

    test('of four runs of one person at once three are under way; the fourth is told, waits, and is answered', async () => {
      await fillFoundation(elevate, 'ben', 'Dipped by hand');
      const held = [1, 2, 3].map(() => server.willPauseAfter('The '));
      const first = ['a', 'b', 'c'].map((root) => eventFrom('ana', dm(root), { text: '@Writer F3' }));
      for (const event of first) await elevate.app.receive(event);
      await Promise.all(held.map((call) => call.reached));

      const fourth = eventFrom('ana', dm('d'), { text: '@Writer F3' });
      await elevate.app.receive(fourth);
      await expect
        .poll(() => ana.statuses.join('\n'))
        .toMatch(/Three of your runs are under way; this one is next/);
      expect(server.requests).toHaveLength(3);

      // Nobody else waits for her.
      server.willAnswer('Ben’s pour');
      const bens = await receive(elevate, eventFrom('ben', directThread('ben', 'a'), { text: '@Writer F3' }));
      expect(bens[0]?.text).toBe('Ben’s pour');
      expect(server.requests).toHaveLength(4);

      server.willAnswer('The fourth pour');
      held[0]?.resume('first pour');
      expect((await saidFor(elevate, fourth))[0]?.text).toBe('The fourth pour');
      for (const call of held.slice(1)) call.resume('other pour');
      const texts = await Promise.all(first.map(async (event) => (await saidFor(elevate, event))[0]?.text));
      expect(texts.sort()).toEqual(['The first pour', 'The other pour', 'The other pour']);
    });
  });

  describe('a retry of the platform', () => {
    test('the same event twice at once, and again when it is done, leads to one reply', async () => {
      server.willAnswer('The Tuesday pour');
      const event = eventFrom('ana', dm('r'), { text: '@Writer F3' });
      const verdicts = await Promise.all([elevate.app.receive(event), elevate.app.receive(event)]);
      expect(verdicts).toEqual(['kept', 'known']);
      const said = await saidFor(elevate, event);
      expect(said.map((part) => part.part)).toEqual(['answer', 'used']);
      expect(await elevate.app.receive(event)).toBe('known');
      expect(await saidFor(elevate, event)).toEqual(said);
      expect(await elevate.models.conversationMessages.countDocuments()).toBe(3);
      expect(await elevate.models.userPromptExecutions.countDocuments()).toBe(1);
    });

    test('the same input sent again over HTTP is one message', async () => {
      const body = JSON.stringify({
        id: 'sent-again-1',
        as: 'ana',
        place: 'dm',
        thread: null,
        input: { kind: 'message', text: 'help' },
      });
      const send = () =>
        fetch(`${elevate.url}/playground/inputs`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        }).then((response) => response.json());
      const [one, two] = await Promise.all([send(), send()]);
      expect(one).toEqual(two);
      await expect.poll(() => elevate.app.isSettled('playground:ana:sent-again-1')).toBe(true);
      expect(await send()).toEqual(one);
      expect(await elevate.models.playgroundMessages.countDocuments()).toBe(2);
    });

    test('two presses of one button are two things, a retry of a press is none', async () => {
      server.willAnswer('The Tuesday pour');
      await ana.says('@Writer F3');
      const { thread, buttonId } = await messageWithButton(elevate, 'Another try');
      const press = eventFrom('ana', thread, { buttonId });
      server.willAnswer('The second pour');
      await Promise.all([elevate.app.receive(press), elevate.app.receive(press)]);
      await saidFor(elevate, press);
      server.willAnswer('The third pour');
      await receive(elevate, eventFrom('ana', thread, { buttonId }));
      expect(await elevate.models.userPromptExecutions.countDocuments()).toBe(3);
    });
  });
});
