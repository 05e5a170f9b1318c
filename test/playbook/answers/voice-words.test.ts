import { expect, it } from 'vitest';
import { forbiddenWords, wordsFound } from '../../../src/playbook/answers/voice-words.ts';

const template = `## TONE & FORMAT

Format: a list.

- Do not use "must-have" or a coined trade name.
- No "100%", "RE:" or other pretence.
- Do not use superlatives: best, ultimate.
- Do not turn a claim into a "belief".
- Do not write "free" or "cheapest" unless the context proves it.
- Do not use a word such as "was £…".
`;
const voice = {
  adjectives: ['Plain', 'warm', 'exact'],
  donts: ['Never "life-changing"', 'no countdown timers'],
};
const foundIn = (answer: string, { inputs = [] as string[], foundation = [] as string[] } = {}) =>
  wordsFound(answer, forbiddenWords(voice, template, { inputs, foundation }));

it.each([
  ['A life-changing cup', ['life-changing']],
  ['with countdown timers', ['countdown timers']],
  ['A MUST-HAVE for the ultimate cup', ['must-have', 'ultimate']],
  ['RE: your bag, 100% yours', ['100%', 're:']],
  ['We utilise curated beans, dear customer', ['curated', 'utilise', 'dear customer']],
  ['A game-changer for your mornings', ['game-changer']],
  ['the cheapest, and free', ['free', 'cheapest']],
  // No word of its own: part of another, an idea, a pattern.
  ['bestow a belief on the price that was £3', []],
])('%s', (answer, words) => {
  expect(foundIn(answer)).toEqual(words);
});

it('leaves what somebody else said, and the example of what the brand would not say', () => {
  expect(foundIn('Niamh: "It was life-changing."')).toEqual([]);
  expect(foundIn('Niamh: “It was life-changing.”')).toEqual([]);
  expect(foundIn('   We never say: a game-changer of a cup')).toEqual([]);
});

it('leaves the words of a prompt that the person used, but not those that the brand avoids', () => {
  expect(foundIn('the ultimate, life-changing box', { inputs: ['Our Ultimate, life-changing box'] })).toEqual(
    ['life-changing'],
  );
});

it('allows what the Foundation proves only where the constraint says "unless"', () => {
  const foundation = ['another roast free', 'the ultimate box'];
  expect(foundIn('free and ultimate', { foundation })).toEqual(['ultimate']);
});

it('rules out nothing for a voice that it does not know', () => {
  const words = forbiddenWords({ adjectives: ['salty'], donts: [] }, '', { inputs: [], foundation: [] });
  expect(wordsFound('We utilise curated beans', words)).toEqual([]);
});
