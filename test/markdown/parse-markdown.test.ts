import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blocksSchema } from '../../src/markdown/blocks.ts';
import { parseMarkdown, plainBlocks } from '../../src/markdown/parse-markdown.ts';
import { toPlainText } from '../../src/markdown/to-plain-text.ts';

const text = (value: string) => ({ kind: 'text', text: value });
const paragraph = (...children: unknown[]) => ({ kind: 'paragraph', children });

describe('parseMarkdown', () => {
  test('knows every kind of block', () => {
    const markdown = [
      '## Two *angles*',
      'One\ntwo<br>three',
      '3. first\n4. second\n   - [x] done\n   - [ ] open',
      '> said\n> - so',
      '```js\nconst a = 1;\n\n  a;\n```',
      '| a | b |\n|:--|--:|\n| 1 |\n| 2 | 3 | 4 |',
      '---',
    ].join('\n\n');
    const item = (checked: boolean | null, ...blocks: unknown[]) => ({ checked, continued: false, blocks });
    expect(parseMarkdown(markdown)).toEqual([
      {
        kind: 'heading',
        level: 2,
        children: [text('Two '), { kind: 'emphasis', children: [text('angles')] }],
      },
      paragraph(text('One'), { kind: 'break' }, text('two'), { kind: 'break' }, text('three')),
      {
        kind: 'list',
        start: 3,
        items: [
          item(null, paragraph(text('first'))),
          item(null, paragraph(text('second')), {
            kind: 'list',
            start: null,
            items: [item(true, paragraph(text('done'))), item(false, paragraph(text('open')))],
          }),
        ],
      },
      {
        kind: 'quote',
        blocks: [
          paragraph(text('said')),
          { kind: 'list', start: null, items: [item(null, paragraph(text('so')))] },
        ],
      },
      { kind: 'code', language: 'js', text: 'const a = 1;\n\n  a;' },
      {
        kind: 'table',
        align: ['left', 'right'],
        header: [[text('a')], [text('b')]],
        rows: [
          [[text('1')], []],
          [[text('2')], [text('3')]],
        ],
        continued: false,
      },
      { kind: 'thematic-break' },
    ]);
  });

  test.each([
    ['[a](https://a.example/x)', { kind: 'link', url: 'https://a.example/x', children: [text('a')] }],
    ['[a][b]\n\n[b]: http://b.example', { kind: 'link', url: 'http://b.example', children: [text('a')] }],
    ['<fay@a.example>', { kind: 'link', url: 'mailto:fay@a.example', children: [text('fay@a.example')] }],
    [
      '![a cup](https://a.example/p.png)',
      { kind: 'link', url: 'https://a.example/p.png', children: [text('a cup')] },
    ],
    [
      '![](https://a.example/p)',
      { kind: 'link', url: 'https://a.example/p', children: [text('https://a.example/p')] },
    ],
    [
      '[a](<https://a.example/\\<!channel\\>|x>)',
      { kind: 'link', url: 'https://a.example/%3C!channel%3E%7Cx', children: [text('a')] },
    ],
    ['[a](javascript:alert(1))', text('a')],
    ['[a](data:text/html,x)', text('a')],
    ['[a](/etc/passwd)', text('a')],
    ['[a](https://)', text('a')],
    [`[a](https://a.example/${'x'.repeat(2_000)})`, text('a')],
    ['![gone](file:///x)', text('gone')],
    ['<b>bold</b>', text('<b>bold</b>')],
    ['<script>alert(1)</script>', text('<script>alert(1)</script>')],
    ['~5 minutes, ~10 at most', text('~5 minutes, ~10 at most')],
    ['a[^1]', text('a[^1]')],
  ])('%s', (markdown, expected) => {
    expect(parseMarkdown(markdown)).toEqual([paragraph(expected)]);
  });

  test('shows a note where it stands', () => {
    expect(toPlainText(parseMarkdown('Sold out[^1].\n\n[^1]: In May.'), { width: 80, fences: false })).toBe(
      'Sold out[1].\n\n[1] In May.',
    );
  });

  test.each(['', ' \n\t\n', '#', '```\n```', '>', '[x]: http://a.example', '&nbsp;'])(
    'gives no block for %j, which shows nothing',
    (markdown) => {
      expect(parseMarkdown(markdown)).toEqual([]);
    },
  );

  test.each([
    ['quotes', '> '.repeat(20_000)],
    ['lists in lists', Array.from({ length: 500 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')],
    ['lists in one line', '- '.repeat(5_000)],
    ['styles', '**a _b '.repeat(200) + '_ **'.repeat(200)],
    ['links', '[a]('.repeat(1_000)],
  ])('survives %s nested without end', (_, markdown) => {
    const blocks = parseMarkdown(markdown);
    expect(blocks.length).toBeGreaterThan(0);
    expect(blocksSchema.parse(JSON.parse(JSON.stringify(blocks)))).toEqual(blocks);
  });

  test('whatever is written, blocks are the JSON that the schema says', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '# ',
        '- ',
        '1. ',
        '> ',
        '```',
        '\n',
        '\n\n',
        '    ',
        '| a | b |\n|-|-|\n',
        '**',
        '[',
        '](',
        ')',
        '<',
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const blocks = parseMarkdown(pieces.join(''));
        expect(blocksSchema.parse(JSON.parse(JSON.stringify(blocks)))).toEqual(blocks);
      }),
    );
  });
});

test('plainBlocks shows what a person typed, marks and all', () => {
  expect(plainBlocks(' *not* a\n# heading @everyone ')).toEqual([
    paragraph(text('*not* a'), { kind: 'break' }, text('# heading @everyone')),
  ]);
  expect(plainBlocks(' ')).toEqual([]);
});
