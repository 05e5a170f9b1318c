import { expect, it } from 'vitest';
import { americanSpellings } from '../../src/playbook/uk-spelling.ts';

const fixesIn = (text: string) => americanSpellings(text).map(({ ukSpelling }) => ukSpelling);

it('tells American spellings by line, with the word to write', () => {
  expect(americanSpellings('A good line.\nOptimize the Color')).toEqual([
    { line: 2, word: 'Optimize', ukSpelling: 'optimise' },
    { line: 2, word: 'Color', ukSpelling: 'colour' },
  ]);
});

it.each([
  ['favorites and behaviors', ['favourites', 'behaviours']],
  ['personalized, organizing, prioritization', ['personalised', 'organising', 'prioritisation']],
  ['analyze the center', ['analyse', 'centre']],
  ['labeled catalogs', ['labelled', 'catalogues']],
])('%s', (text, fixes) => {
  expect(fixesIn(text)).toEqual(fixes);
});

it.each([
  'size, resized, downsizing, a prize, seize, maize, citizen, horizon, bronze',
  'literal, literature, honorary, humorous, laborious, laboratory, rigorous, catalogue',
  'the code `color: red`, the word "color", “flavor”, {{input.color}} and https://example.com/color',
  'colour, centre, organise, analysis, practise, grey, concentrate, discolour',
])('leaves alone: %s', (text) => {
  expect(fixesIn(text)).toEqual([]);
});

it('reads a value of YAML that has to stand in quotation marks', () => {
  expect(fixesIn('title: "Hook: a colorful start"\n- asks: "Up: more color?"')).toEqual([
    'colourful',
    'colour',
  ]);
});
