import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../src/markdown/blocks.ts';
import { parseMarkdown } from '../../src/markdown/parse-markdown.ts';
import { toMarkdown } from '../../src/markdown/to-markdown.ts';
import { letters, markdownDocument } from '../support/markdown-documents.ts';

const paragraph = (text: string): Block => ({ kind: 'paragraph', children: [{ kind: 'text', text }] });

const again = (markdown: string) => toMarkdown(parseMarkdown(markdown));

describe('toMarkdown', () => {
  test.each([
    '## Two *angles*\n\nOne **b**c\\\ntwo `x`',
    '3. first\n4. second\n   - [x] done\n   - [ ] open',
    '- one\n\n1. two\n\n- three',
    '> said\n> - so',
    '```js\nconst a = 1;\n\n  a;\n```\n\n---',
    '| a | b |\n|:--|--:|\n| 1<br>2 | `x` |',
    '\\# no \\* https://a.example/a_b_c <fay@a.example> [x](https://b.example) &amp;lt; <b>',
  ])('%j comes back', (markdown) => {
    const blocks = parseMarkdown(markdown);
    expect(parseMarkdown(toMarkdown(blocks))).toEqual(blocks);
  });

  test('what goes on is a beginning, and the numbers go on', () => {
    const item = (continued: boolean, text: string) => ({
      checked: null,
      continued,
      blocks: [paragraph(text)],
    });
    const list = (items: boolean[]): Block => ({
      kind: 'list',
      start: 3,
      items: items.map((continued, index) => item(continued, `item ${index}`)),
    });
    expect(toMarkdown([list([true, false])])).toBe('item 0\n\n4. item 1');
    expect(toMarkdown([list([true])])).toBe('item 0');
    const table: Block = {
      kind: 'table',
      align: [null],
      header: [[{ kind: 'text', text: 'a' }]],
      rows: [],
      continued: true,
    };
    expect(toMarkdown([table])).toBe('| a |\n| --- |');
  });

  test.each([
    '**bold** *it* ~~out~~ `code` [label](https://a.example/x)',
    '# Head\n\nText',
    '- one\n- two\n  - three',
    '3. three\n4. four',
    '- [x] done\n- [ ] open',
    '> said\n> \n> - so',
    '```ts\nconst a = `b`;\n```',
    '````\n```\n````',
    'a  \nb',
    '---',
    '| a | b |\n| --- | --: |\n| 1 | x \\| y |',
    '<https://a.example> <a@b.example>',
    '`` ` ``',
  ])('%j comes back as it was', (markdown) => {
    expect(again(markdown)).toBe(markdown);
  });

  test.each([
    '2 * 3 * 4',
    'snake_case_name and 5_000',
    '~5 to ~10',
    '\\*not bold\\*',
    '\\# not a heading',
    '1\\. not an item',
    '\\- not an item',
    '-5 degrees',
    'a < b > c & d',
    '&amp;lt; and \\&lt;',
    '\\[x](y)',
    '\\`no code\\`',
    '<b>HTML</b>',
    'a\n\\---',
    '\\> no quote',
    '# a \\#',
    '| no | table |\n\\|---|---|',
  ])('%j shows the same', (markdown) => {
    expect(parseMarkdown(again(markdown))).toEqual(parseMarkdown(markdown));
  });

  test('marks that could not be read as such are left out; the words stay', () => {
    const text = (words: string) => ({ kind: 'text' as const, text: words });
    const strong = { kind: 'strong' as const, children: [text('so:')] };
    expect(toMarkdown([{ kind: 'paragraph', children: [strong, text('it is')] }])).toBe('so:it is');
    expect(toMarkdown([{ kind: 'paragraph', children: [strong, text(' it is')] }])).toBe('**so:** it is');
    expect(toMarkdown([{ kind: 'paragraph', children: [strong, strong] }])).toBe('so:**so:**');
  });

  test('a mark within the same mark is one; what could end an address is encoded', () => {
    const text = (words: string) => ({ kind: 'text' as const, text: words });
    const inner = { kind: 'strong' as const, children: [text('b')] };
    const outer = { kind: 'strong' as const, children: [text('a '), inner, text(' c')] };
    expect(toMarkdown([{ kind: 'paragraph', children: [outer] }])).toBe('**a b c**');
    expect(again('[a](<https://a.example/x)y>)')).toBe('[a](https://a.example/x%29y)');
  });

  test('an item that goes on from an earlier message has no marker', () => {
    const item = (text: string, continued: boolean) => ({
      checked: null,
      continued,
      blocks: [{ kind: 'paragraph' as const, children: [{ kind: 'text' as const, text }] }],
    });
    expect(toMarkdown([{ kind: 'list', start: 3, items: [item('rest', true), item('next', false)] }])).toBe(
      'rest\n\n4. next',
    );
  });

  test('whatever is said: it reads as the same words', () => {
    fc.assert(
      fc.property(markdownDocument, (markdown) => {
        const blocks = parseMarkdown(markdown);
        expect(letters(parseMarkdown(toMarkdown(blocks)))).toBe(letters(blocks));
      }),
      { numRuns: 500 },
    );
  });
});
