import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { discordMarkdown } from '../../../src/adapters/discord/discord-markdown.ts';
import { readContent } from '../../../src/adapters/discord/read-content.ts';
import { parseMarkdown, plainBlocks } from '../../../src/markdown/parse-markdown.ts';
import { markdownDocument } from '../../support/markdown-documents.ts';

const render = (markdown: string) => discordMarkdown(parseMarkdown(markdown));
const nobody = { user: () => undefined, role: () => undefined, channel: () => undefined };

describe('discordMarkdown', () => {
  test.each([
    ['headings in three sizes, smaller ones bold', '# a\n\n### b\n\n#### c **d**', '# a\n\n### b\n\n**c d**'],
    ['styles', '**a** *b* ~~c~~ ***d***', '**a** _b_ ~~c~~ _**d**_'],
    ['neighbours in one style', '**a**__b__ *c*d', '**ab** *c*d'],
    ['emphasis that no mark can show', '*a **b***c', 'a **b**c'],
    [
      'lists, numbered on, with tasks',
      '3. a\n4. b\n   - [x] c\n   - [ ] d',
      '3. a\n4. b\n   - ☑ c\n   - ☐ d',
    ],
    ['paragraphs of an item', '- a\n\n  b\n- c', '- a\n  b\n- c'],
    [
      'code of an item, at the margin',
      '- a\n  ```js\n  x\n    y\n  ```\n- b',
      '- a\n```js\nx\n  y\n```\n- b',
    ],
    ['an item that is code', '1. ```\n   x\n   ```\n2. b', '1. \n```\nx\n```\n2. b'],
    ['a heading in an item', '- # a', '- **a**'],
    ['quotes, which do not nest', '> a\n>\n> > b\n>\n> - c', '> a\n> \n> b\n> \n> - c'],
    ['a quote in an item', '- a\n  > b', '- a\n  b'],
    ['code in a quote', '> ```\n> x\n> ```', '> ```\n> x\n> ```'],
    ['a rule', 'a\n\n---\n\nb', 'a\n\n────────────\n\nb'],
    ['a table', '| a | b |\n|---|--:|\n| one | 2 |', '```\na      b\n---  ---\none    2\n```'],
    ['a long fence', '````JS\na ``` b `````\n````', '```js\na `\u200d`` b `\u200d`\u200d`\u200d``\n```'],
    ['code spans', '`a` ``b`c`` `` `d ``', '`a` ``b`c`` `` `d ``'],
    ['code that no fence holds', '```` a`b``c ````', 'a\\`b\\`\\`c'],
  ])('%s', (_, markdown, discord) => {
    expect(render(markdown)).toBe(discord);
  });

  test('a table without room is a list', () => {
    expect(render(`| a | b |\n|---|---|\n| ${'x'.repeat(70)} | y |`)).toBe(`- a: ${'x'.repeat(70)}\n  b: y`);
  });

  test.each([
    ['[shop](https://a.example/x_(y))', '[shop](<https://a.example/x_(y)>)'],
    ['https://a.example/x_y', '<https://a.example/x_y>'],
    ['[https://bank.example](https://a.example)', 'https://bank.example (<https://a.example>)'],
    ['[bank.example](https://a.example)', 'bank.example (<https://a.example>)'],
    ['[**www.x**](https://a.example)', '**www.x** (<https://a.example>)'],
    ['fay_b@a.example', 'fay\\_b@a.example'],
    ['[Fay](mailto:fay@a.example)', 'Fay (fay@a.example)'],
    ['[a\\]b](https://a.example)', '[a\\]b](<https://a.example>)'],
  ])('links: %j', (markdown, discord) => {
    expect(render(markdown)).toBe(discord);
  });

  test.each([
    ['\\# a', '\\# a'],
    ['\\- a', '\\- a'],
    ['\\> a', '\\> a'],
    ['1\\. a', '1\\. a'],
    ['-# small', '\\-# small'],
    ['||spoiler||', '\\|\\|spoiler\\|\\|'],
    [':smile: at 10:30:45', '\\:smile: at 10:30:45'],
    ['&lt;t:1:R> &lt;/ask:1> &lt;id:guide>', '\\<t:1:R> \\</ask:1> \\<id:guide>'],
    ['<:a:1> <a:b:2>', '\\<\\:a:1> \\<a\\:b:2>'],
    ['5*3 and a_b and 2~3', '5\\*3 and a\\_b and 2\\~3'],
  ])('text stands as it is: %j', (markdown, discord) => {
    expect(render(markdown)).toBe(discord);
  });

  test.each(['@everyone', '<@80351110224678912>', '<@&1>', '<#1>', '@**here**', '&lt;@!1>'])(
    'no ping is left of %j, not even in code',
    (ping) => {
      for (const markdown of [ping, `> ${ping}`, `- **${ping}**`, `| ${ping} |\n|---|\n| x |`]) {
        expect(render(markdown)).not.toMatch(/(?<!\\)<[@#]|@everyone|@here/);
      }
      expect(render(`\`\`\`\n<@1> ${ping}\n\`\`\``)).not.toMatch(/<[@#][!&]?\d/);
    },
  );

  test('whatever plain text: read as Discord reads it, it is the same text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...'\\*_~`|[]()<>#-.:@!&/'.split(''),
        ' ',
        '\n',
        '**',
        '```',
        '||',
        '1. ',
        '- ',
        '<@1>',
        'a',
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('').replace(/[\p{Cc}\uf8f0\uf8f1]/gu, (one) => (one === '\n' ? one : ''));
        expect(readContent(discordMarkdown(plainBlocks(text)), nobody)).toBe(text.trim());
      }),
      { numRuns: 500 },
    );
  });

  test('whatever is said: no letter is lost, every fence is closed', () => {
    const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
    fc.assert(
      fc.property(markdownDocument, (markdown) => {
        const blocks = parseMarkdown(markdown);
        const text = discordMarkdown(blocks);
        const fences = text.split('\n').filter((line) => /^(?:> )?```/.test(line));
        expect(fences.length % 2).toBe(0);
        const shown = JSON.stringify(blocks).matchAll(/"text":"((?:[^"\\]|\\.)*)"/g);
        const left = letters(text);
        let at = 0;
        for (const [, json] of shown) {
          const piece = letters(JSON.parse(`"${json}"`));
          const found = left.indexOf(piece, at);
          expect([piece, found >= 0]).toEqual([piece, true]);
          if (!/"kind":"table"/.test(JSON.stringify(blocks))) at = found + piece.length;
        }
      }),
      { numRuns: 200 },
    );
  });
});
