import { expect, it } from 'vitest';
import { missingParts } from '../../../src/playbook/answers/named-parts.ts';
import { readAnswer } from '../../../src/playbook/answers/read-answer.ts';

const missing = (format: string, answer: string, outputType: 'Plan' | 'Table' = 'Plan') =>
  missingParts(`## TONE & FORMAT\n\nFormat: ${format}\n`, readAnswer(outputType, answer));

it('wants headings and labels that the format names, and each column of a table', () => {
  const format = '`### Goal` with one line, then the line `Watch:`.';
  expect(missing(format, '### Goal\n\nOne.\n\nWatch: it')).toEqual([]);
  expect(missing(format, '### Aim\n\nOne.')).toEqual(['Goal', 'Watch']);
  const table = 'one table with the columns `Row`, `Effort`, then the line `Start with:`.';
  expect(missing(table, '| Row | Effort |\n|---|---|\n| A | S |\n\nStart with: A', 'Table')).toEqual([]);
  expect(missing(table, '| Row |\n|---|\n| A |\n\nStart with: A', 'Table')).toEqual(['Effort']);
});

it('knows a heading by its fixed words', () => {
  expect(missing('blocks headed `### Angle 1: name`.', '### Angle 1: The coin toss\n\nText')).toEqual([]);
});

it('wants a label in every item, where each has it', () => {
  const format = 'a numbered list; each item has `Why:` and `Proof:`.';
  expect(missing(format, '1. One\n   Why: so\n   Proof: seen\n2. Two\n   Why: so\n   Proof: seen')).toEqual(
    [],
  );
  expect(
    missing(
      format,
      '1. One\n   Why: so\n   Proof: seen\n2. Two\n   Why: so\n3. Three\n   Why: so\n   Proof: seen',
    ),
  ).toEqual(['Proof in 1 of 3']);
});

it.each([
  'If gaps remain, a list under `### Holes`.',
  'What is unknown goes under `### Unknown things`.',
  'a line that starts with `Go:` or `Wait:`.',
  'blocks from `### Turn 1: …` to at most `### Turn 6`, as needed.',
  'for each question a heading `### Question`.',
  'one block `### Channel name` for each channel.',
])('does not want what may be absent: %s', (format) => {
  expect(missing(format, '### Turn 1: first\n\nText')).toEqual([]);
});
