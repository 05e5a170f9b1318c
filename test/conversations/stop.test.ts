import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { directThread, eventFrom, fillFoundation, modelOn, saidFor } from '../support/conversation.ts';
import { type Elevate, type Person, startElevate } from '../support/elevate.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { type ScriptedModelServer, startScriptedModel } from '../support/scripted-model-server.ts';
import type { Talker } from '../support/talker.ts';

onEverySurface({ title: 'stop', overHttpToo: true }, (stage) => {
  let ana: Talker;

  beforeEach(async () => {
    await stage.begin({ model: true });
    await stage.fillFoundation('ana', 'Poured on Tuesdays');
    ana = await stage.person('ana');
  });

  const shows = (text: string) => expect.poll(() => ana.sees().at(-1)?.text).toBe(text);

  /** Everything that was said in the end. */
  async function saidInAll(): Promise<number> {
    expect(await stage.models.outbox.countDocuments({ state: { $ne: 'delivered' } })).toBe(0);
    return ana.sees().length;
  }

  test('"stop" keeps what was written, is answered once, and the thread goes on with its agent', async () => {
    const paused = stage.model.willPauseAfter('1. The Tuesday');
    const run = ana.says('@Writer F3');
    await paused.reached;
    await shows('1. The Tuesday');
    const stop = ana.says('Stop!');
    const stopped = await run.getsReply(
      /^1\. The Tuesday\n\n[_*]Stopped\. What was written so far is kept\.[_*]$/,
    );
    expect(stopped).toMatchObject({ agent: 'Writer', buttons: ['Another try'] });
    await paused.closed;
    await stop.getsReply(/^Done\. Tell me how you would like to go on\.$/);
    expect(await stage.models.userPromptExecutions.find().lean()).toMatchObject([
      { status: 'Error', errorReason: 'stopped', aiResponse: '1. The Tuesday' },
    ]);
    expect(await saidInAll()).toBe(2);

    stage.model.willAnswer('Then Wednesday it is.');
    const next = await ana.says('which of these two?').getsReply(/Then Wednesday/);
    expect(next.agent).toBe('Writer');
    stage.model.willAnswer('2. The Friday pour');
    await ana.presses('Another try').getsReply(/The Friday pour/);
  });

  test('a stop before the first word says so', async () => {
    const hung = stage.model.willHang();
    const run = ana.says('@Writer F3');
    await hung.reached;
    const stop = ana.says('please stop');
    const stopped = await run.getsReply(/^Stopped before anything was written\.$/);
    expect(stopped.buttons).toEqual(['Another try']);
    await stop.getsReply(/^Done\./);
  });

  test('a stop during the wait for another try ends the wait', async () => {
    stage.model.willFail({ status: 429, retryAfter: 20 });
    const run = ana.says('@Writer F3');
    await expect.poll(() => stage.model.requests.length).toBe(1);
    const stop = ana.says('cancel');
    await run.getsReply(/^Stopped before anything was written\.$/);
    await stop;
  });

  test('an answer of an agent’s own is stopped like a run', async () => {
    const paused = stage.model.willPauseAfter('Take the');
    const run = ana.says('@Marketer which of these two angles?');
    await paused.reached;
    await shows('Take the');
    const stop = ana.says('stop');
    await run.getsReply(/^Take the\n\n[_*]Stopped\. What was written so far is kept\.[_*]$/);
    await stop.getsReply(/^Done\./);
  });

  stage.unless('direct messages are one thread')('it stops this thread’s work, not another’s', async () => {
    const paused = stage.model.willPauseAfter('1. The Tuesday');
    const run = ana.says('@Writer F3');
    await paused.reached;
    await ana.leavesThread();
    await ana.says('stop').getsReply(/^Nothing is under way here now\.$/);
    paused.resume(' pour');
    await run.getsReply(/^1\. The Tuesday pour$/);
  });

  test('a stop when nothing is under way says so, also right after one that did something', async () => {
    await ana.says('stop').getsReply(/^Nothing is under way here now\.$/);
    const hung = stage.model.willHang();
    const run = ana.says('@Writer F3');
    await hung.reached;
    const stop = ana.says('stop');
    await run;
    await stop;
    await ana.says('stop').getsReply(/^Nothing is under way here now\.$/);
  });

  test('what waits behind the stopped run is still answered', async () => {
    const paused = stage.model.willPauseAfter('1. The Tuesday');
    const run = ana.says('@Writer F3');
    await paused.reached;
    const question = ana.says('@Sage what are my pains?');
    await expect.poll(() => stage.models.inbox.countDocuments()).toBe(2);
    const stop = ana.says('stop');
    await run.getsReply(/Stopped\./);
    await question.getsReply(/a pain of ana/);
    await stop.getsReply(/^Done\./);
  });

  test('sentences that only use the word stop nothing', async () => {
    const paused = stage.model.willPauseAfter('1. The Tuesday');
    const run = ana.says('@Writer F3');
    await paused.reached;
    stage.model.willAnswer('Try a question.');
    const question = ana.says('@Marketer how do I stop the scroll in which of these two?');
    await expect.poll(() => stage.models.inbox.countDocuments()).toBe(2);
    paused.resume(' pour');
    await run.getsReply(/^1\. The Tuesday pour$/);
    await question.getsReply(/Try a question/);
  });

  test('a stop while the model decides who answers ends that too', async () => {
    const hung = stage.model.willHang();
    const asked = ana.says('headlines');
    await hung.reached;
    const stop = ana.says('stop');
    await asked.getsReply(/^Stopped before anything was written\.$/);
    await stop.getsReply(/^Done\./);
  });
});

/** What is handed to the program by hand: several threads at once, or two things in one tick. */
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

  const shows = (text: string) =>
    expect.poll(() => ana.seen.findLast((message) => message.cause === 'update')?.text).toBe(text);

  test('a run that waits for its turn is stopped without waiting for it', async () => {
    const held = [1, 2, 3].map(() => server.willPauseAfter('The '));
    const others = ['a', 'b', 'c'].map((root) =>
      eventFrom('ana', directThread('ana', root), { text: '@Writer F3' }),
    );
    for (const event of others) await elevate.app.receive(event);
    await Promise.all(held.map((call) => call.reached));
    await ana.leavesThread();
    const waiting = ana.says('@Writer F3');
    await expect.poll(() => ana.statuses.join('\n')).toMatch(/this one is next/);
    await ana.says('stop').getsReply(/^Done\./);
    await waiting.getsReply(/^Stopped before anything was written\.$/);
    for (const call of held) call.resume('pour');
    for (const event of others) expect((await saidFor(elevate, event))[0]?.text).toBe('The pour');
    expect(server.requests).toHaveLength(3);
  });

  test('a stop in the same tick as the run it means stops it', async () => {
    const thread = directThread('ana', 'quick');
    const run = eventFrom('ana', thread, { text: '@Writer F3' });
    const stop = eventFrom('ana', thread, { text: 'stop' });
    await Promise.all([elevate.app.receive(run), elevate.app.receive(stop)]);
    expect((await saidFor(elevate, run))[0]?.text).toBe('Stopped before anything was written.');
    expect((await saidFor(elevate, stop))[0]?.text).toMatch(/^Done\./);
    expect(server.requests).toHaveLength(0);
  });

  test('somebody else’s stop in a channel stops nothing of Ana’s', async () => {
    await ana.goesTo('#general');
    const ben = await elevate.person('ben');
    await ben.goesTo('#general');
    const paused = server.willPauseAfter('1. The Tuesday');
    const run = ana.says('@Writer F3');
    await paused.reached;
    await shows('1. The Tuesday');
    const { thread } = await elevate.models.playgroundMessages.findOne({ finished: false }).lean().orFail();
    const stop = eventFrom('ben', thread, { text: 'stop' });
    await elevate.app.receive(stop);
    paused.resume(' pour');
    await run.getsReply(/^1\. The Tuesday pour$/);
    expect((await saidFor(elevate, stop))[0]?.text).toBe('Nothing is under way here now.');
  });
});
