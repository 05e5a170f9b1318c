import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../src/markdown/blocks.ts';
import { discordLimits, slackLimits } from '../../src/markdown/limits.ts';
import { parseMarkdown } from '../../src/markdown/parse-markdown.ts';
import { splitBlocks } from '../../src/markdown/split-blocks.ts';
import { toPlainText } from '../../src/markdown/to-plain-text.ts';
import { letters, markdownDocuments } from '../support/markdown-documents.ts';

const render = (part: Block[]) => toPlainText(part, { width: 60, fences: true });
const measure = (part: Block[]) => render(part).length;
const split = (markdown: string, budget: number) =>
  splitBlocks(parseMarkdown(markdown), measure, budget).map(render);

describe('splitBlocks', () => {
  test('cuts between blocks first, and keeps a heading with what it heads', () => {
    expect(split('One two three.\n\n## Head\n\nFour five six.', 28)).toEqual([
      'One two three.',
      'Head\n\nFour five six.',
    ]);
  });

  test('then between items, whose numbers go on; an item goes on without a number', () => {
    expect(split('1. one\n2. two\n3. three', 14)).toEqual(['1. one\n2. two', '3. three']);
    expect(split('1. One is so. Two is so.\n2. b', 20)).toEqual(['1. One is so.', '   Two is so.\n2. b']);
  });

  test('then between rows, with the header again', () => {
    expect(split('| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |', 35)).toEqual([
      'a    b\n---  ---\n1    2\n3    4',
      'a    b\n---  ---\n5    6',
    ]);
  });

  test('a row without room is a list', () => {
    expect(split('| a | b |\n|---|---|\n| one two three four | five |', 20)).toEqual([
      '- a: one two three',
      '  four\n  b: five',
    ]);
  });

  test('closes a fence and opens it again, with its language', () => {
    expect(split('```js\nconst a = 1;\n\n  const b = 2;\n```', 26)).toEqual([
      '```js\nconst a = 1;\n```',
      '```js\n  const b = 2;\n```',
    ]);
    expect(split('````js\nabcdefghijkl\n````', 16)).toEqual(['```js\nabcdef\n```', '```js\nghijkl\n```']);
  });

  test('then sentences, words, and characters as people see them; styles go on', () => {
    expect(split('Is it so? It is so. Yes.', 21)).toEqual(['Is it so? It is so.', 'Yes.']);
    expect(split('alpha beta gamma delta', 12)).toEqual(['alpha beta', 'gamma delta']);
    expect(split('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 17)).toEqual(['👩‍👩‍👧👩‍👩‍👧', '👩‍👩‍👧']);
    // Eight code units each: between code points where there is no other way, never within one.
    expect(split('👩‍👩‍👧', 5)).toEqual(['👩‍👩', '‍👧']);
    expect(splitBlocks(parseMarkdown('**alpha beta**'), measure, 6)).toEqual(
      ['alpha', 'beta'].map((text) => [
        { kind: 'paragraph', children: [{ kind: 'strong', children: [{ kind: 'text', text }] }] },
      ]),
    );
  });

  test('what is too large and cannot be cut stands alone', () => {
    expect(split('a\n\n---\n\nb', 1)).toEqual(['a', '---', 'b']);
    expect(split('', 10)).toEqual([]);
  });

  test('whatever is said: nothing lost or repeated, nothing empty, all within the budget, no character cut', () => {
    const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
    const seen = (text: string) => [...graphemes.segment(text)].map(({ segment }) => segment.trim());
    fc.assert(
      fc.property(markdownDocuments, fc.integer({ min: 90, max: 500 }), (markdown, budget) => {
        const blocks = parseMarkdown(markdown);
        const parts = splitBlocks(blocks, measure, budget);
        expect(parts.map(letters).join('')).toBe(letters(blocks));
        for (const part of parts) {
          expect(render(part).trim()).not.toBe('');
          expect(measure(part)).toBeLessThanOrEqual(budget);
          expect(render(part)).not.toMatch(/\p{Surrogate}/u);
        }
        expect(parts.flatMap((part) => seen(letters(part))).join('|')).toBe(seen(letters(blocks)).join('|'));
      }),
      { numRuns: 150 },
    );
  });

  test('a long answer fits each platform, quickly', () => {
    const answer = '## Part\n\nA sentence that says something. '.repeat(600);
    for (const limit of [
      discordLimits.textCharacters,
      slackLimits.markdownCharacters,
      slackLimits.sectionCharacters,
    ]) {
      const parts = split(answer, limit);
      expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(limit);
      expect(parts.length).toBeLessThanOrEqual(Math.ceil((answer.length / limit) * 1.5));
    }
  });
});
