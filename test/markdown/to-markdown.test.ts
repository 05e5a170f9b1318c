import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../src/markdown/blocks.ts';
import { parseMarkdown } from '../../src/markdown/parse-markdown.ts';
import { toMarkdown } from '../../src/markdown/to-markdown.ts';
import { letters, markdownDocument } from '../support/markdown-documents.ts';

const paragraph = (text: string): Block => ({ kind: 'paragraph', children: [{ kind: 'text', text }] });

describe('toMarkdown', () => {
  test.each([
    '## Two *angles*\n\nOne **b**c\\\ntwo `x`',
    '3. first\n4. second\n   - [x] done\n   - [ ] open',
    '- one\n\n1. two\n\n- three',
    '> said\n> - so',
    '```js\nconst a = 1;\n\n  a;\n```\n\n---',
    '| a | b |\n|:--|--:|\n| 1<br>2 | `x` |',
    '\\# no \\* https://a.example/a_b_c <fay@a.example> [x](https://b.example) &amp;lt; <b>',
    '"**"a"**b and **a**_b_ 5*3*2',
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
    expect(toMarkdown([table])).toBe('| a |\n| - |');
  });

  test('whatever is said: written and read again it says the same', () => {
    fc.assert(
      fc.property(markdownDocument, (markdown) => {
        const blocks = parseMarkdown(markdown);
        expect(letters(parseMarkdown(toMarkdown(blocks)))).toBe(letters(blocks));
      }),
      { numRuns: 300 },
    );
  });
});
