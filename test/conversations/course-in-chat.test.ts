import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventFrom, messageWithButton, receive } from '../support/conversation.ts';
import { startElevate } from '../support/elevate.ts';
import { onEverySurface } from '../support/on-every-surface.ts';
import { filesOf, hears, type Talker } from '../support/talker.ts';

onEverySurface('the course', (stage) => {
  let ana: Talker;

  describe.each(['without', 'with'])('%s a model', (how) => {
    beforeEach(async () => {
      await stage.begin({ model: how === 'with' });
      ana = await stage.person('ana');
    });
    afterEach(() => expect(stage.model.requests).toHaveLength(0));

    test('is read part by part to its end, by button and by words', async () => {
      const first = await ana.says('module 2').getsReply(/^\*\*Gift: give a quick win first\*\*/);
      expect(first.agent).toBe('Teacher');
      expect(first.buttons).toEqual(['Next part', 'Grid', 'Checklist', 'Worksheet', 'Prompts of this step']);
      await ana
        .presses('Next part')
        .getsReply(/^\*\*What a gift is for\*\*[\s\S]*[_*]Module 2, Gift: part 2 of 12[_*]$/);
      await ana.says('next part').getsReply(/part 3 of 12/);
      await ana.says('order of work for Gift').getsReply(/That is the end of this lesson\./);
      await ana.says('next part').getsReply(/Gift has no further part/);
    });

    test('shows grids, lists and words by name', async () => {
      const grid = await ana.says('show me the Gift grid').getsReply(/^\*\*Gift value grid\*\*/);
      expect(grid.text).toContain(
        '- Your answer: Which one small result will the reader have by this evening?',
      );
      expect(grid.buttons).not.toContain('Grid');
      const list = await ana.says('modules').getsReply(/The course has 10 modules/);
      expect(list.buttons).toHaveLength(10);
      await ana.presses('Share').getsReply(/^\*\*Share/);
      await ana.presses('Prompts of this step').getsReply(/^\*\*Share, step 9\*\*/);
      await ana
        .says('@Teacher what is a unique mechanism?')
        .getsReply(/[_*]Module 0, Foundation: What a unique/);
      await ana.presses('Read on in the lesson').getsReply(/^\*\*What a unique mechanism is\*\*/);
      const glossary = await ana.says('glossary').getsReply(/\*\*Sell\*\*: conversion rate, AOV, CPA/);
      expect(glossary.text.length).toBeLessThan(1_200);
    });
  });

  describe('a worksheet', () => {
    beforeEach(async () => {
      await stage.begin();
      await stage.fillFoundation('ana', 'Poured on Tuesdays');
      ana = await stage.person('ana');
    });

    test('comes as a file, filled in from the Foundation', async () => {
      const blank = await ana.says('worksheet for Nurture').getsReply(/^The Nurture worksheet/);
      expect(blank.text).not.toContain('filled in');
      const sent = await ana.says('foundation worksheet');
      hears(sent, /3 cells are filled in from your Foundation/);
      const [file] = filesOf(sent);
      expect(file?.name).toBe('foundation-worksheet.md');
      expect(String(await file?.read())).toContain('Poured on Tuesdays');
      const csv = await ana.presses('As a spreadsheet');
      hears(csv, /^The Foundation worksheet/);
      expect(filesOf(csv).map(({ name }) => name)).toEqual(['foundation-worksheet.csv']);
    });

    test('with one’s own answers never goes into a channel', async () => {
      await ana.goesTo('#general');
      const own = await ana.says('@Elevate worksheet for Foundation');
      expect(filesOf(own.filter(({ isPrivate }) => !isPrivate))).toEqual([]);
      expect(filesOf(own)).toHaveLength(1);
      const blank = await ana.says('@Elevate worksheet for Gift');
      expect(hears(blank, /^The Gift worksheet/).isPrivate).toBe(false);
      expect(filesOf(blank.filter(({ isPrivate }) => !isPrivate))).toHaveLength(1);
    });
  });
});

test('a part that is no longer there is said so, with a way on', async () => {
  const elevate = await startElevate();
  const ana = await elevate.person('ana');
  await ana.says('module 1');
  const { thread } = await messageWithButton(elevate, 'Next part');
  const [gone] = await receive(elevate, eventFrom('ana', thread, { buttonId: '1:lesson:1.99' }));
  expect(gone?.buttons.map(({ label }) => label)).toContain('Checklist');
  await elevate.end();
});
