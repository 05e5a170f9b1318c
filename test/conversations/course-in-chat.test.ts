import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventFrom, fillFoundation, messageWithButton, modelOn, receive } from '../support/conversation.ts';
import { type Elevate, type Person, startElevate } from '../support/elevate.ts';
import { type ScriptedModelServer, startScriptedModel } from '../support/scripted-model-server.ts';

const labels = (buttons: Array<{ label: string }>) => buttons.map(({ label }) => label);

describe.each(['without', 'with'])('the course %s a model', (how) => {
  let elevate: Elevate;
  let ana: Person;
  let modelServer: ScriptedModelServer;

  beforeAll(async () => {
    modelServer = await startScriptedModel();
    elevate = await startElevate(how === 'with' ? { model: modelOn(modelServer) } : {});
    ana = await elevate.person('ana');
  });
  afterAll(async () => {
    expect(modelServer.requests).toHaveLength(0);
    await elevate.end();
    await modelServer.close();
  });

  test('is read part by part to its end, by button and by words', async () => {
    const first = await ana.says('module 2').getsReply(/^\*\*Gift: give a quick win first\*\*/);
    expect(first.agent).toBe('Teacher');
    expect(labels(first.buttons)).toEqual([
      'Next part',
      'Grid',
      'Checklist',
      'Worksheet',
      'Prompts of this step',
    ]);
    await ana
      .presses('Next part')
      .getsReply(/^\*\*What a gift is for\*\*[\s\S]*_Module 2, Gift: part 2 of 12_$/);
    await ana.says('next part').getsReply(/part 3 of 12/);
    await ana.says('order of work for Gift').getsReply(/That is the end of this lesson\./);
    await ana.says('next part').getsReply(/Gift has no further part/);
  });

  test('shows grids, lists and words by name', async () => {
    const grid = await ana.says('show me the Gift grid').getsReply(/^\*\*Gift value grid\*\*/);
    expect(grid.text).toContain(
      '- Your answer: Which one small result will the reader have by this evening?',
    );
    expect(labels(grid.buttons)).not.toContain('Grid');
    const list = await ana.says('modules').getsReply(/The course has 10 modules/);
    expect(labels(list.buttons)).toHaveLength(10);
    await ana.presses('Share').getsReply(/^\*\*Share/);
    await ana.presses('Prompts of this step').getsReply(/^\*\*Share, step 9\*\*/);
    await ana.says('@Teacher what is a unique mechanism?').getsReply(/_Module 0, Foundation: What a unique/);
    await ana.presses('Read on in the lesson').getsReply(/^\*\*What a unique mechanism is\*\*/);
    const glossary = await ana.says('glossary').getsReply(/\*\*Sell\*\*: conversion rate, AOV, CPA/);
    expect(glossary.text.length).toBeLessThan(1_200);
  });
});

describe('a worksheet', () => {
  let elevate: Elevate;
  let ana: Person;

  beforeAll(async () => {
    elevate = await startElevate();
    await fillFoundation(elevate, 'ana', 'Poured on Tuesdays');
    ana = await elevate.person('ana');
  });
  afterAll(() => elevate.end());

  test('comes as a file, filled in from the Foundation', async () => {
    const blank = await ana.says('worksheet for Nurture').getsReply(/^The Nurture worksheet/);
    expect(blank.text).not.toContain('filled in');
    const sent = await ana
      .says('foundation worksheet')
      .getsReply(/3 cells are filled in from your Foundation/);
    const [file] = sent.files;
    expect(file?.name).toBe('foundation-worksheet.md');
    const response = await fetch(`${elevate.url}/playground/files/${file?.id}?as=ana`);
    expect(await response.text()).toContain('Poured on Tuesdays');
    const csv = await ana.presses('As a spreadsheet').getsReply(/^The Foundation worksheet/);
    expect(csv.files[0]?.name).toBe('foundation-worksheet.csv');
  });

  test('with one’s own answers never goes into a channel', async () => {
    await ana.goesTo('#general');
    const { messages } = await ana.says('@Elevate worksheet for Foundation');
    expect(messages.map(({ private: alone, files }) => [alone, files.length])).toEqual([
      [false, 0],
      [true, 1],
    ]);
    const blank = await ana.says('@Elevate worksheet for Gift').getsReply(/^The Gift worksheet/);
    expect([blank.private, blank.files.length]).toEqual([false, 1]);
  });

  test('and a part that is no longer there is said so, with a way on', async () => {
    await ana.goesTo('dm');
    await ana.says('module 1');
    const { thread } = await messageWithButton(elevate, 'Next part');
    const [gone] = await receive(elevate, eventFrom('ana', thread, { buttonId: '1:lesson:1.99' }));
    expect(gone?.buttons.map(({ label }) => label)).toContain('Checklist');
  });
});
