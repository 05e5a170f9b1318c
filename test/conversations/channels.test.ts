import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventFrom, fillFoundation, h1Answers, modelOn, receive } from '../support/conversation.ts';
import { type Elevate, startElevate } from '../support/elevate.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { type ScriptedModelServer, startScriptedModel } from '../support/scripted-model-server.ts';
import { hears, type Talker } from '../support/talker.ts';

onEverySurface('a channel', (stage) => {
  async function inGeneral(name: string): Promise<Talker> {
    const person = await stage.person(name);
    await person.goesTo('#general');
    return person;
  }

  test('who mentions nobody gets no reply, and nothing of it is remembered', async () => {
    await stage.begin();
    const ana = await inGeneral('ana');
    const said = ['hello everyone', 'H1', 'stop', 'my sales page is slow', 'mail me: ana@writer.uk'];
    for (const text of [...said, 'help']) await ana.says(text).getsNoReply();
    expect(await stage.models.conversationMessages.countDocuments({ text: { $in: said } })).toBe(0);
    expect(await stage.models.pendingRequests.countDocuments()).toBe(0);
  });

  test('a mention of an agent or of the bot gets one, and the thread then goes on without', async () => {
    await stage.begin();
    const ana = await inGeneral('ana');
    await ana.says('@Teacher what does ROCKET stand for?').getsReply(/Key Instructions/);
    const next = await ana.says('what does a sales page need?').getsReply(/./);
    expect(next.isPrivate).toBe(false);
    await ana.leavesThread();
    await ana.says('what does a sales page need?').getsNoReply();
    await ana.leavesThread();
    await ana.says('teacher: what does ROCKET stand for?').getsReply(/Key Instructions/);
    await ana.leavesThread();
    await ana.says('@Elevate hello').getsReply(/Hello Ana/);
  });

  test('the filled prompt, missing fields, what was used and recall go to the person alone', async () => {
    await stage.begin();
    const ana = await inGeneral('ana');
    const ben = await inGeneral('ben');
    const asked = await ana.says('@Writer H1');
    expect(asked.map(({ isPrivate }) => isPrivate)).toEqual([false, true]);
    expect(asked[0]?.buttons).toEqual([]);
    expect(asked[0]?.text).not.toMatch(/Brand voice|pains/i);

    const ran = await ana.fillsIn(h1Answers);
    hears(ran, /No model is set/);
    await ana.presses('Paste the answer');
    const said = [
      await ana.fillsIn({ answer: '1. Out again by nine?' }).getsReply(/Kept as the answer/),
      await ana.presses('Save').getsReply(/Saved as a draft/),
      await ana.says('@Sage what are my pains?').getsReply(/candles tunnel/),
      await ana.says('@Sage show my saved drafts').getsReply(/Out again/),
    ];
    expect(said.map(({ isPrivate }) => isPrivate)).toEqual([true, true, true, true]);

    await ben.says('@Teacher what does ROCKET stand for?').getsReply(/Key Instructions/);
    const bens = JSON.stringify(ben.sees());
    expect(bens).toContain('asked you privately');
    for (const word of [
      'tunnel',
      'Tuesdays',
      'burn guide',
      'Out again',
      'Brand voice',
      'end the working day',
    ])
      expect(bens).not.toContain(word);
  });

  test('copy that a model wrote on request may appear; what it was made of may not', async () => {
    await stage.begin({ model: true });
    await stage.fillFoundation('ana', 'Poured on Tuesdays');
    const ana = await inGeneral('ana');
    stage.model.willAnswer('The Slow Pour');
    const said = await ana.says('@Writer F3');
    expect(said.map(({ isPrivate, text }) => [isPrivate, text.split('\n')[0]])).toEqual([
      [false, 'The Slow Pour'],
      [true, 'Used from your Foundation: Core offers, Unique mechanism, Customer pains.'],
    ]);
    expect(said[0]?.buttons).toEqual([]);
    expect(said[1]?.buttons).toEqual(['Save', 'Another try', 'Different tone']);
  });

  test('what is confidential in a Foundation is in no prompt to an agent there, and in a direct message it is', async () => {
    await stage.begin({ model: true });
    await stage.fillFoundation('ana', 'Poured on Tuesdays');
    const { userId } = await stage.stores.people.recognise(stage.authorOf('ana'), Date.now());
    const rival = { name: 'Wick & Co', weakness: 'late' };
    await stage.stores.foundations.change(
      userId,
      'rivals',
      [
        { path: 'marketAwareness.competitors', after: [rival] },
        { path: 'companyContext.businessBasics', after: 'Turns over 40 thousand' },
      ],
      'form',
      Date.now(),
    );
    const ana = await stage.person('ana');
    const asked = async () => {
      stage.model.willAnswer('The first.');
      await ana.says('@Marketer which of these two?').getsReply(/The first/);
      return JSON.stringify(stage.model.requests.at(-1)?.body);
    };
    expect(await asked()).toMatch(/Turns over 40 thousand.*Wick & Co/);
    await ana.goesTo('#general');
    const prompt = await asked();
    expect(prompt).toContain('Poured on Tuesdays');
    expect(prompt).not.toMatch(/Wick|40 thousand/);
  });

  test('what was learned in a direct message is in no prompt of a channel', async () => {
    await stage.begin({ model: true });
    const ana = await stage.person('ana');
    stage.model.willAnswer('I see, the lease ends in May.');
    await ana.says('@Marketer which of these two? Our lease ends in May.').getsReply(/lease/);
    await ana.goesTo('#general');
    stage.model.willAnswer('The first.');
    await ana.says('@Marketer which of these two?').getsReply(/The first/);
    expect(JSON.stringify(stage.model.requests.at(-1)?.body)).not.toContain('lease');
  });
});

/** What is handed to the program by hand: two people in one thread, each event when the test says so. */
describe('two people in one thread of a channel', () => {
  let elevate: Elevate;
  let server: ScriptedModelServer;

  beforeEach(async () => {
    server = await startScriptedModel();
    elevate = await startElevate({ model: modelOn(server) });
  });
  afterEach(async () => {
    await elevate.end();
    server.expectAllUsed();
    await server.close();
  });

  test('each gets their own Foundation, and no private part of the other enters a prompt', async () => {
    await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
    await fillFoundation(elevate, 'ben', 'Dipped by hand');
    const thread = { surface: 'playground', place: '#general', root: 'shared', audience: 'channel' } as const;
    const says = (name: string, text: string) =>
      receive(elevate, eventFrom(name, thread, { text, addressed: false }));

    server.willAnswer('The Slow Pour');
    await says('ana', '@Writer F3');
    const recalled = await says('ana', '@Sage what is my mechanism?');
    expect(recalled.map(({ visibleTo }) => visibleTo)).toEqual(['everyone', 'ana']);
    expect(recalled[1]?.text).toContain('Poured on Tuesdays');

    server.willAnswer('The Patient Dip');
    await says('ben', '@Writer F3');
    const bensRun = server.requests.at(-1)?.lastUserMessage ?? '';
    expect(bensRun).toContain('Dipped by hand');
    expect(bensRun).toContain('> Writer: The Slow Pour');
    expect(bensRun).toContain('> Somebody else: @Writer F3');

    server.willAnswer('Take the dip.');
    const advice = await says('ben', '@Marketer which of these two?');
    expect(advice[0]).toMatchObject({ visibleTo: 'everyone', text: 'Take the dip.' });
    const bensQuestion = server.requests.at(-1)?.lastUserMessage ?? '';
    expect(bensQuestion).toContain('Unique mechanism: Dipped by hand');
    expect(bensQuestion).toMatch(/Other people read this thread/);

    server.willAnswer('Take the pour.');
    await says('ana', 'which of these two?');
    const anasQuestion = server.requests.at(-1)?.lastUserMessage ?? '';
    expect(anasQuestion).toContain('Unique mechanism: Poured on Tuesdays');

    for (const prompt of [bensRun, bensQuestion])
      expect(prompt).not.toMatch(/Poured on Tuesdays|a pain of ana|Used from your Foundation/);
    expect(anasQuestion).not.toMatch(/Dipped by hand|a pain of ben|Used from your Foundation/);
    // Hers twice over: once as her Foundation, never again as what Sage told her alone.
    expect(anasQuestion.match(/Poured on Tuesdays/g)).toHaveLength(1);

    const bens = await says('ben', '@Sage what is my mechanism?');
    expect(bens[1]).toMatchObject({ visibleTo: 'ben', text: expect.stringContaining('Dipped by hand') });
  });
});
