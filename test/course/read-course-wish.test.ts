import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { answererOf, readCourseWish } from '../../src/course/read-course-wish.ts';
import type { ModuleFile } from '../../src/domain/catalogue.ts';
import { elevateSteps } from '../../src/domain/elevate-step.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';

let modules: readonly ModuleFile[];
beforeAll(async () => {
  modules = (await loadCatalogue()).modules;
});

const read = (text: string) => readCourseWish(text, modules);

describe('a wish about the course:', () => {
  it.each([
    ['modules', { kind: 'modules' }],
    ['show me all the modules please', { kind: 'modules' }],
    ['module 3', { kind: 'part', step: 'Identify', part: 0 }],
    ['Open module three!', { kind: 'part', step: 'Identify', part: 0 }],
    ['teach me Gift', { kind: 'part', step: 'Gift', part: 0 }],
    ['show me the lesson for Nurture', { kind: 'part', step: 'Nurture', part: 0 }],
    ['gift module', { kind: 'part', step: 'Gift', part: 0 }],
    ['next part', { kind: 'next-part' }],
    ['keep reading', { kind: 'next-part' }],
    ['checklist for Sell', { kind: 'checklist', step: 'Sell' }],
    ['Show me my checklist for module 3', { kind: 'checklist', step: 'Identify' }],
    ['hook checklist', { kind: 'checklist', step: 'Hook' }],
    ['checklist for nuture', { kind: 'checklist', step: 'Nurture' }],
    ['checklist', { kind: 'checklist', step: undefined }],
    ['worksheet for Nurture', { kind: 'worksheet', step: 'Nurture', format: 'md' }],
    ['can I have the gift worksheet as a spreadsheet', { kind: 'worksheet', step: 'Gift', format: 'csv' }],
    ['glossary', { kind: 'glossary' }],
    ['tick the second box in engage', { kind: 'tick', step: 'Engage', item: 2, on: true }],
    ['untick 3 in the gift module', { kind: 'tick', step: 'Gift', item: 3, on: false }],
    ['I finished the hook module', { kind: 'mark', step: 'Hook', done: true }],
    ['mark Gift as done', { kind: 'mark', step: 'Gift', done: true }],
    ['can you mark module 4 as finished', { kind: 'mark', step: 'Engage', done: true }],
    ['tick off gift for me', { kind: 'mark', step: 'Gift', done: true }],
    ['reopen Sell', { kind: 'mark', step: 'Sell', done: false }],
    ['mark module 2 as not done', { kind: 'mark', step: 'Gift', done: false }],
    ['note for Gift: Ask Mo about the card', { kind: 'note', step: 'Gift', text: 'Ask Mo about the card' }],
    ['my notes for Gift', { kind: 'note', step: 'Gift', text: '' }],
    ['where am I?', { kind: 'where' }],
    ['what’s next', { kind: 'next' }],
    ['What should I do next?', { kind: 'next' }],
  ])('%j', (text, wish) => {
    expect(read(text)).toEqual(wish);
  });

  it.each(elevateSteps)('what Slack suggests of $step is understood', ({ step }) => {
    expect(read(`Teach me ${step}`)).toEqual({ kind: 'part', step, part: 0 });
    expect(read(`Checklist for ${step}`)).toEqual({ kind: 'checklist', step });
    expect(read('Read on')).toEqual({ kind: 'next-part' });
  });

  it.each([
    ['show me the Gift grid', 'Gift', 'Gift value grid'],
    ['open the format table', 'Gift', 'Format table'],
    ['show the customer grid', 'Foundation', 'Customer Avatar grid'],
    ['sell grid', 'Sell', 'Sales page grid'],
    ['order of work for hook', 'Hook', 'Order of work'],
    ['the upsell example', 'Upsell', 'An example'],
  ])('%j opens its part of the lesson', async (text, step, title) => {
    const { lessonParts } = await import('../../src/course/lesson-parts.ts');
    const wish = read(text);
    if (wish?.kind !== 'part') throw new Error(`${text} is ${JSON.stringify(wish)}`);
    const module = modules.find((one) => one.step === wish.step);
    expect([wish.step, module && lessonParts(module)[wish.part]?.title]).toEqual([
      step,
      expect.stringMatching(new RegExp(`^${title}`)),
    ]);
  });

  it.each([
    ['what is a gift', 'gift'],
    ['what is AOV?', 'AOV'],
    ['whats ROAS in plain english', 'ROAS'],
    ['what does IBB mean', 'Intent-Based Branding (IBB)'],
    ['explain the value equation', 'Value Equation'],
    ['what are awareness stages', 'Awareness stages'],
    ['define unique mechanism', 'unique mechanism'],
    ['what is a watering hole', 'Watering holes'],
    ['what does ROCKET stand for', 'ROCKET'],
  ])('%j is in the glossary', (text, term) => {
    expect(read(text)).toMatchObject({ kind: 'term', entry: { term } });
  });

  it.each([
    'write the 10 points for my "is your tent storm ready" checklist',
    'flesh out the checklist for new puppy owners',
    'checklist for puppies',
    'sell',
    'gift ideas',
    'what is my brand voice',
    'show me my company grid',
    'im lost on the customer grid, whats the difference between row B and row C',
    'what is a good name for a candle',
    'step 5 prompts',
    'ok that is sell finished i think, what comes after',
    'have i finished module 2 or is something missing',
    'write a note for my customers',
    'I finished my hook lines, are they any good?',
    '',
  ])('%j is none', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('is answered by whom the routing examples name', () => {
    const lines = readFileSync(new URL('../fixtures/routing-examples.jsonl', import.meta.url), 'utf8');
    const examples = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { text: string; agent: string });
    const wishes = examples.flatMap(({ text, agent }) => {
      const wish = read(text.replace(/@\w+ /, ''));
      return wish ? [{ text, agent, answers: answererOf(wish) }] : [];
    });
    expect(wishes.length).toBeGreaterThan(2);
    expect(wishes.filter(({ agent, answers }) => agent !== answers)).toEqual([]);
  });
});
