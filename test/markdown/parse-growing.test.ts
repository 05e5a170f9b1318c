import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nothingSettled, parseGrowing } from '../../src/markdown/parse-growing.ts';
import { parseMarkdown } from '../../src/markdown/parse-markdown.ts';

/** Pieces of Markdown that change what stands before or after them. */
const pieces = [
  ...[
    'Light it once.',
    'Two **angles',
    '** here',
    'a [link](https://a.example)',
    '[name]',
    '[name]: https://a.example',
  ],
  ...['\n', '\n\n', '\n\n', '\n\n', ' \n\n', '\n  ', '\n    ', '\n\t', '\r\n'],
  ...['- ', '1. ', '10. ', '* ', '> ', '# ', '---', '===', '- [ ] ', '+ '],
  ...['```', '~~~', '````\n', '`code`', '    indented', '| a | b |\n|---|---|\n', '| 1 | 2 |\n', '|'],
  ...[
    '<pre>',
    '</pre>',
    '<!-- ',
    ' -->',
    '<div>',
    '<br>',
    '<script>',
    '[^1]',
    '[^1]: note',
    '\\',
    '🕯',
    'x',
    '_',
    ':',
  ],
];
const documents = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((some) => some.join(''));

describe('a growing text', () => {
  test('is at every length what parsing the whole gives', () => {
    fc.assert(
      fc.property(documents, (markdown) => {
        let { settled } = { settled: nothingSettled };
        for (let length = 0; length <= markdown.length; length++) {
          const soFar = markdown.slice(0, length);
          const reading = parseGrowing(soFar, settled);
          settled = reading.settled;
          expect(reading.blocks).toEqual(parseMarkdown(soFar));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('is parsed from its last settled paragraph on', () => {
    const first = 'One.\n\n- a\n- b\n\nTwo, **bold**.\n\n';
    const { settled } = parseGrowing(`${first}Three`, nothingSettled);
    expect(settled.text).toBe(first);
    expect(settled.blocks).toEqual(parseMarkdown(first));
    // The same blocks, not equal ones: they were not made again.
    const next = parseGrowing(`${first}Three and`, settled);
    expect(next.blocks[0]).toBe(settled.blocks[0]);
    expect(next.settled).toBe(settled);
  });

  test.each([
    'One.\n\n```\nTwo.\n\nThree',
    '1. one\n\n   Two\n\nx',
    '<pre>\nOne.\n\nTwo',
    '[a]\n\nTwo.\n\n[a]: https://a.example',
  ])('goes on open in %j', (markdown) => {
    const { blocks, settled } = parseGrowing(markdown, nothingSettled);
    expect(blocks).toEqual(parseMarkdown(markdown));
    expect(settled.text.length).toBeLessThan(markdown.lastIndexOf('\n\n'));
  });

  test('that became another text is parsed anew', () => {
    const { settled } = parseGrowing('One.\n\nTwo', nothingSettled);
    expect(parseGrowing('Other.\n\nTwo', settled).blocks).toEqual(parseMarkdown('Other.\n\nTwo'));
  });
});
