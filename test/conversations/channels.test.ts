import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventFrom, fillFoundation, h1Answers, modelOn, receive } from '../support/conversation.ts';
import { type Elevate, type Person, startElevate } from '../support/elevate.ts';
import { type ScriptedModelServer, startScriptedModel } from '../support/scripted-model-server.ts';

let elevate: Elevate;
let server: ScriptedModelServer;

beforeEach(async () => {
  server = await startScriptedModel();
});
afterEach(async () => {
  await elevate.end();
  server.expectAllUsed();
  await server.close();
});

async function inGeneral(name: string): Promise<Person> {
  const person = await elevate.person(name);
  await person.goesTo('#general');
  return person;
}

describe('in a channel', () => {
  test('who mentions nobody gets no reply, and nothing of it is remembered', async () => {
    elevate = await startElevate();
    const ana = await inGeneral('ana');
    for (const text of [
      'hello everyone',
      'H1',
      'stop',
      'help',
      'my sales page is slow',
      'mail me: ana@writer.uk',
    ])
      await ana.says(text).getsNoReply();
    expect(await elevate.models.conversationMessages.countDocuments()).toBe(0);
    expect(await elevate.models.pendingRequests.countDocuments()).toBe(0);
  });

  test('a mention of an agent or of the bot gets one, and the thread then goes on without', async () => {
    elevate = await startElevate();
    const ana = await inGeneral('ana');
    await ana.says('@Teacher what does ROCKET stand for?').getsReply(/Key Instructions/);
    const next = await ana.says('what does a sales page need?').getsReply(/./);
    expect(next.to).toBe('#general');
    await ana.leavesThread();
    await ana.says('what does a sales page need?').getsNoReply();
    await ana.leavesThread();
    await ana.says('teacher: what does ROCKET stand for?').getsReply(/Key Instructions/);
    await ana.leavesThread();
    await ana.says('@Elevate hello').getsReply(/Hello Ana/);
  });

  test('the filled prompt, missing fields, what was used and recall go to the person alone', async () => {
    elevate = await startElevate();
    const ana = await inGeneral('ana');
    const ben = await inGeneral('ben');
    const asked = (await ana.says('@Writer H1')).messages;
    expect(asked.map(({ to, private: alone }) => [to, alone])).toEqual([
      ['#general', false],
      ['ana', true],
    ]);
    expect(asked[0]).toMatchObject({ form: null, buttons: [] });
    expect(asked[0]?.text).not.toMatch(/Brand voice|pains/i);
    expect(asked[1]?.form?.fields).toHaveLength(6);

    const ran = (await ana.fillsIn(h1Answers)).messages;
    expect(ran.map(({ to }) => to)).toEqual(['#general', 'ana', 'ana']);
    const opened = (await ana.presses('Paste the answer')).messages;
    expect(opened.every((message) => message.private)).toBe(true);
    const pasted = (await ana.fillsIn({ answer: '1. Out again by nine?' })).messages;
    const saved = (await ana.presses('Save')).messages;
    const recalled = (await ana.says('@Sage what are my pains?')).messages;
    const drafts = (await ana.says('@Sage show my saved drafts')).messages;
    const wrong = (await ana.fillsIn({})).messages;
    expect([...pasted, ...saved, ...wrong].map(({ to }) => to)).toEqual(
      [...pasted, ...saved, ...wrong].map(() => 'ana'),
    );
    expect([...recalled, ...drafts].map(({ to }) => to)).toEqual(['#general', 'ana', '#general', 'ana']);

    await ben.says('@Teacher what does ROCKET stand for?');
    const bens = JSON.stringify(ben.seen);
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
    // What somebody may have missed: every message, by whom it may be read.
    const open = await elevate.models.playgroundMessages.find({ visibleTo: 'everyone' }).lean();
    for (const { text } of open) expect(text).not.toMatch(/tunnel|Tuesdays|burn guide|Out again by nine/);
  });

  test('copy that a model wrote on request may appear; what it was made of may not', async () => {
    elevate = await startElevate({ model: modelOn(server) });
    await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
    const ana = await inGeneral('ana');
    server.willAnswer('The Slow Pour');
    const { messages } = await ana.says('@Writer F3');
    expect(messages.map(({ to, text }) => [to, text.split('\n')[0]])).toEqual([
      ['#general', 'The Slow Pour'],
      ['ana', 'Used from your Foundation: Core offers, Unique mechanism, Customer pains.'],
    ]);
    expect(messages[0]?.buttons).toEqual([]);
    expect(messages[1]?.buttons.map(({ label }) => label)).toEqual(['Save', 'Another try', 'Different tone']);
  });
});

describe('two people in one thread of a channel', () => {
  test('each gets their own Foundation, and no private part of the other enters a prompt', async () => {
    elevate = await startElevate({ model: modelOn(server) });
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

  test('what was learned in a direct message is in no prompt of a channel', async () => {
    elevate = await startElevate({ model: modelOn(server) });
    const ana = await elevate.person('ana');
    server.willAnswer('I see, the lease ends in May.');
    await ana.says('@Marketer which of these two? Our lease ends in May.').getsReply(/lease/);
    await ana.goesTo('#general');
    server.willAnswer('The first.');
    await ana.says('@Marketer which of these two?').getsReply(/The first/);
    expect(JSON.stringify(server.requests.at(-1)?.body)).not.toContain('lease');
  });
});
