import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../src/playbook/read-catalogue.ts';
import { contentWith, moduleFile, soundLesson, words } from '../support/content-files.ts';

const path = 'prompts/1-hook/module.md';

function problemsOf(values: object = {}, lesson?: string): string[] {
  const reading = readCatalogue(contentWith(moduleFile('1-hook', values, lesson)));
  return reading.kind === 'problems'
    ? reading.problems.map((problem) => problem.replace(`${path}: `, ''))
    : [];
}

const worksheet = (parts: object[], values: object = {}) => ({
  worksheet: { purpose: 'To be filled.', inputs: ['Notes'], parts, ...values },
});
const grid = { name: 'Target', grid: 'Grid' };
const log = { name: 'Log', columns: ['What', 'When'] };

describe('a module is whole and of a length that is read:', () => {
  it('or says nothing', () => {
    expect(problemsOf()).toEqual([]);
  });

  it.each<[string, string, string[]]>([
    [
      'too few sections',
      `## What\n\n${words(105)}\n\n## How\n\n${words(105)}`,
      [
        'the lesson has 2 sections ("## …"); at least 3 are needed to find one\'s way in it',
        'the lesson has 210 words; 400 to 700 are wanted, so say more',
      ],
    ],
    [
      'too long a lesson',
      [1, 2, 3, 4, 5, 6, 7].map((n) => `## ${n}\n\n${words(101)}`).join('\n\n'),
      ['the lesson has 707 words; 400 to 700 are wanted, so cut or divide it'],
    ],
    [
      'too long a section',
      soundLesson.replace(words(105), words(121)),
      ['section "What" has 121 words; 40 to 120 are wanted, so cut or divide it'],
    ],
    [
      'too short a section',
      `${soundLesson}\n\n## And\n\n${words(39)}`,
      ['section "And" has 39 words; 40 to 120 are wanted, so say more'],
    ],
  ])('%s', (_, lesson, problems) => {
    expect(problemsOf({}, lesson)).toEqual(problems);
  });

  it('gives Foundation room for the whole course', () => {
    const long = Array.from({ length: 13 }, (_, n) => `## ${n}\n\n${words(107)}`).join('\n\n');
    const reading = readCatalogue(contentWith(moduleFile('0-foundation', {}, long)));
    expect(reading.kind).toBe('catalogue');
    expect(problemsOf({}, long)).toEqual([
      'the lesson has 1391 words; 400 to 700 are wanted, so cut or divide it',
    ]);
  });

  it.each<[string, object, string]>([
    [
      'an example too short',
      { exampleText: 'Harbour Lane Coffee sells.' },
      'exampleText has 4 words; 20 to 60 are wanted, so say more',
    ],
    [
      'an example of another shop',
      { exampleText: words(30) },
      'exampleText does not name Harbour Lane Coffee, the running example; no other shop belongs there',
    ],
    [
      'a guide of two lines',
      { implementationGuide: '1. Begin.\n2. End.' },
      'implementationGuide has 2 lines; 3 to 7 are an order of work',
    ],
    [
      'a guide without numbers',
      { implementationGuide: ['1. Begin.', 'Go on.', '3. End.'] },
      'implementationGuide is not numbered 1, 2, 3 …; begin each line with its number',
    ],
    [
      'no worksheet',
      { worksheet: undefined },
      'worksheet: Invalid input: expected object, received undefined',
    ],
    [
      'a worksheet without inputs',
      worksheet([grid, log, log], { inputs: [] }),
      'worksheet.inputs: Too small: expected array to have >=1 items',
    ],
    [
      'a part of two kinds',
      worksheet([grid, log, { ...log, asks: 'What?' }]),
      'worksheet.parts.2: has a name and one of grid, columns, asks',
    ],
    [
      'a part with a grid misspelt',
      worksheet([grid, { name: 'Again', grid: 'Grod' }, log]),
      'worksheet: grid "Grod" is none of this module\'s. Did you mean "Grid"?',
    ],
    [
      'a grid that is not worked on',
      worksheet([log, log, log]),
      'worksheet has no part with grid: Grid; add one, in its order',
    ],
    [
      'an American spelling',
      { deliverable: 'A labeled list.' },
      'line 6: "labeled" is American; write "labelled"',
    ],
  ])('%s', (_, values, problem) => {
    expect(problemsOf(values)).toEqual([problem]);
  });
});
