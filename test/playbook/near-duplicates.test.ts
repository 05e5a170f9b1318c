import { expect, it } from 'vitest';
import { nearDuplicates } from '../../src/playbook/near-duplicates.ts';

/** `count` words that stand nowhere else, each after the name of its text. */
const own = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}${index}`).join(' ');
const duplicatesOf = (texts: Record<string, string>) => nearDuplicates(new Map(Object.entries(texts)));

it('leaves texts alone that share a turn of phrase', () => {
  const phrase = 'write two subject lines of 45 characters or fewer for it';
  expect(phrase.split(' ')).toHaveLength(11);
  expect(duplicatesOf({ one: `${own('a', 200)} ${phrase}`, other: `${phrase} ${own('b', 200)}` })).toEqual(
    [],
  );
});

it('reports a passage of twelve words, with the share and the passage', () => {
  const passage = 'Use only the context above; where it is silent, write the gap.';
  expect(
    duplicatesOf({
      one: `${own('a', 197)}\n${passage}`,
      other: `${own('b', 297)}\n- ${passage.toUpperCase()}`,
    }),
  ).toEqual([
    {
      first: 'one',
      second: 'other',
      // Nine runs of four words, of 194 + 9 of the shorter text.
      sharedShare: 9 / 203,
      longestPassage: 'use only the context above where it is silent write the gap',
    },
  ]);
});

it('reports many short borrowings, the worst pair first', () => {
  const turns = (name: string, borrowed: number) =>
    Array.from({ length: 12 }, (_, line) =>
      [own(line < borrowed ? `turn${line}x` : `${name}${line}y`, 6), own(`${name}${line}z`, 4)].join(' '),
    ).join('\n');
  const found = duplicatesOf({ a: turns('a', 12), b: turns('b', 8), c: turns('c', 12) });
  expect(found.map(({ first, second }) => first + second)).toEqual(['ac', 'ab', 'bc']);
  // A line of ten words has seven runs, three of them borrowed.
  expect(found[0]?.sharedShare).toBeCloseTo(36 / 84);
  expect(found[0]?.longestPassage.split(' ')).toHaveLength(6);
});

it('does not count values, labels, headings, code and marks, nor runs that lead across them', () => {
  const layout = [
    '## TONE & FORMAT AND TEN MORE WORDS OF THIS VERY HEADING HERE',
    '- Framework Step: {{companyContext.coreOffers}} and {{customerAvatar.pains}} and {{input.pain}}',
    'Format: `Subject:`, `Preview text of the mail:`, `Body:`, `Footer:`, `Send when it is time:`',
    '[NEEDS: what is missing here and must be asked of the person before anything is sent]',
  ].join('\n');
  expect(duplicatesOf({ one: `${layout}\n${own('a', 20)}`, other: `${layout}\n${own('b', 20)}` })).toEqual(
    [],
  );
});
