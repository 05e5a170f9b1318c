import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toMarkdown } from '../../../src/adapters/slack/to-markdown.ts';
import { parseMarkdown } from '../../../src/markdown/parse-markdown.ts';
import { letters, markdownDocument } from '../../support/markdown-documents.ts';

const again = (markdown: string) => toMarkdown(parseMarkdown(markdown));

describe('toMarkdown', () => {
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
