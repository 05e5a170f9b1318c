import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIntentIndex } from '../../src/director/intent-index.ts';
import { wordFeatures } from '../../src/director/word-features.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';

const catalogue = await loadCatalogue();
const index = createIntentIndex(catalogue);

describe('the index of intents', () => {
  it('knows every agent and every prompt, each with its owner', () => {
    const intents = index
      .rank('headlines')
      .map(({ agent, promptCode }) => `${agent} ${promptCode ?? ''}`.trim());
    const known = [
      ...catalogue.agents.keys(),
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
    expect(wordFeatures('Mugs, mugs!')).toEqual([
      'word:mug',
      'first:mug',
      'piece:^mug',
      'piece:mug$',
      'piece:^mug$',
      'pair:mug mug',
    ]);
    expect(wordFeatures('12 ideas')).toEqual(expect.arrayContaining(['word:#', 'word:idea', 'pair:# idea']));
    expect(wordFeatures('7 ideas')).toEqual(wordFeatures('12 ideas'));
    expect(wordFeatures("don't")).toContain('word:dont');
    expect(wordFeatures('')).toEqual([]);
  });
});
