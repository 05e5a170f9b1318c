import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIntentIndex } from '../../src/director/intent-index.ts';
import { trainingMessages } from '../../src/director/training-messages.ts';
import { wordFeatures } from '../../src/director/word-features.ts';
import { directorTaskSchema } from '../../src/domain/director-task.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';

const catalogue = await loadCatalogue();
const messages = trainingMessages(catalogue);
const index = createIntentIndex(messages);

describe('the index of intents', () => {
  it('knows every agent, every prompt with its owner, and what the Director does itself', () => {
    const intents = index
      .rank('headlines')
      .map(({ agent, promptCode, task }) => `${agent} ${promptCode ?? task ?? ''}`.trim());
    const known = [
      ...catalogue.agents.keys(),
      ...directorTaskSchema.options.map((task) => `Director ${task}`),
      ...[...catalogue.prompts.values()].map((prompt) => `${prompt.owner} ${prompt.promptCode}`),
    ];
    expect(intents.sort()).toEqual(known.sort());
  });

  it('gives shares that add up to one, the likeliest first', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('headlines', 'reviews', 'budget', 'my', 'hi', 'qqq', '£5', '🙂')),
        (words) => {
          const shares = index.rank(words.join(' ')).map((intent) => intent.share);
          if (shares.length === 0) return;
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
          expect(shares).toEqual([...shares].sort((a, b) => b - a));
        },
      ),
    );
  });

  it.each([
    ['5 fb ad headlines about socks that slip', 'Writer', 'H1'],
    ['headline for my sales page', 'Seller', 'S1'],
    ['fb ad hedlines about socks', 'Writer', 'H1'],
  ])('takes %j for %s %s', (text, agent, promptCode) => {
    expect(index.rank(text)[0]).toMatchObject({ agent, promptCode });
  });

  it.each([
    ['please turn the weekly reminders off for a bit', 'nudges'],
    ['opt in was 22, ctr 1.3, aov 40', 'numbers'],
    ['my courier lost a parcel, claim it back for me', 'out-of-scope'],
  ])('takes %j for what the Director does itself: %s', (text, task) => {
    expect(index.rank(text)[0]).toMatchObject({ agent: 'Director', promptCode: null, task });
  });

  it('is as sure as it is right, on messages that it never saw', () => {
    const half = createIntentIndex(messages.filter((_, at) => at % 2 === 0));
    const others = messages.filter((_, at) => at % 2 === 1);
    const ranked = others.map(({ text, intent }) => ({ intent, best: half.rank(text)[0] }));
    for (const [from, below] of [
      [0.4, 0.7],
      [0.7, 1.01],
    ] as const) {
      const sure = ranked.filter(({ best }) => best && best.share >= from && best.share < below);
      const share = sure.reduce((sum, { best }) => sum + (best?.share ?? 0), 0) / sure.length;
      const right =
        sure.filter(
          ({ best, intent }) =>
            best?.agent === intent.agent &&
            best.promptCode === intent.promptCode &&
            best.task === intent.task,
        ).length / sure.length;
      expect(sure.length).toBeGreaterThan(200);
      expect(Math.abs(share - right)).toBeLessThan(0.12);
    }
  }, 60_000);

  it('says nothing where it knows no word', () => {
    expect(index.rank('')).toEqual([]);
    expect(index.rank('!!! 🙂')).toEqual([]);
  });

  it('takes what it learned a cue for, for that', () => {
    const all = [...catalogue.prompts.values()].flatMap((prompt) =>
      prompt.cues.map((cue) => ({ cue, code: prompt.promptCode })),
    );
    const right = all.filter(({ cue, code }) => index.rank(cue)[0]?.promptCode === code);
    expect(right.length / all.length).toBeGreaterThan(0.9);
  });
});

describe('what words are compared by', () => {
  it('are words without endings, neighbours, the first word and pieces, each once', () => {
    expect(wordFeatures('Mugs, mugs?')).toEqual([
      'first:mug',
      'word:mug',
      'piece:^mu',
      'piece:mug',
      'piece:ug$',
      'piece:^mug',
      'piece:mug$',
      'pair:mug mug',
      'begins:mug mug',
      'asks',
    ]);
    expect(wordFeatures('12 ideas')).toEqual(expect.arrayContaining(['word:#', 'word:idea', 'pair:# idea']));
    expect(wordFeatures('7 ideas')).toEqual(wordFeatures('12 ideas'));
    expect(wordFeatures("don't")).toContain('word:dont');
    expect(wordFeatures('')).toEqual([]);
    expect(wordFeatures('?')).toEqual([]);
  });

  it('are the same whether or not the words were met before', () => {
    const seen = new Map<string, string[]>();
    const texts = ['mugs for my shop', 'my shop, my mugs', 'mugs'];
    for (const text of [...texts, ...texts]) expect(wordFeatures(text, seen)).toEqual(wordFeatures(text));
  });
});
