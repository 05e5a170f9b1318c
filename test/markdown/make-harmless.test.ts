import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeHarmless } from '../../src/markdown/make-harmless.ts';
import { parseMarkdown } from '../../src/markdown/parse-markdown.ts';
import { toPlainText } from '../../src/markdown/to-plain-text.ts';

const shown = (markdown: string) => toPlainText(parseMarkdown(markdown), { width: 80, fences: false });
/** With the joiner made visible. */
const marked = (text: string) => text.replaceAll('\u200d', '§');

describe('makeHarmless', () => {
  test.each([
    ['@everyone and @Here, @channel!', '@§everyone and @§Here, @§channel!'],
    ['@everyoneelse', '@§everyoneelse'],
    ['<!channel> <!here|here> <!everyone>', '<§!channel> <§!here|here> <§!everyone>'],
    ['<@U123> <@W9|fay> <@!123> <@&123>', '<§@U123> <§@W9|fay> <§@!123> <§@&123>'],
    ['<#C1> <#C1|general> <!subteam^S1|@team>', '<§#C1> <§#C1|general> <§!subteam^S1|@team>'],
    ['ask @Elevate or @elevate', 'ask @§Elevate or @§elevate'],
    ['@Writer H1\n> @media-buyer go\n**@Media Buyer**', '@§Writer H1\n> @§media-buyer go\n**@§Media Buyer**'],
    ['fay@here and a@everyone', 'fay@§here and a@§everyone'],
    ['`<!channel> @everyone`', '`<§!channel> @everyone`'],
    // What was code is none any more once the ping before it is broken up.
    ['<!here `> `@everyone`', '<§!here `> `@§everyone`'],
  ])('breaks up %j', (text, expected) => {
    expect(marked(makeHarmless(text))).toBe(expected);
  });

  test.each([
    'I hand over to @Writer, says @Marketer.',
    '- @Sage: knows your Foundation',
    'follow @hereford.candles and @channel4 and @candleco',
    'fay@here.example, team@everyone.co.uk',
    'https://medium.com/@everyone/post',
    '`@everyone` and\n```css\n@here { } /* @Elevate */\n```',
    '<!-- a comment --> <b>5 < 6</b> <t:1> <https://a.example>',
    'no ping at all 👩‍👩‍👧',
  ])('leaves %j as it is', (text) => {
    expect(makeHarmless(text)).toBe(text);
  });

  test.each([
    '&lt;!here>',
    '\\@everyone',
    '@**every**one',
    '&#64;here',
    '@`everyone`',
    '<\\!channel>',
    '&commat;Elevate',
    '*&#64;here*after',
  ])('what %j turns out to be is broken up when it is parsed', (text) => {
    expect(shown(makeHarmless(text))).toContain('\u200d');
  });

  const piece = fc.constantFrom(
    '@',
    '<',
    '!',
    '>',
    '#',
    '&',
    '`',
    '```\n',
    '~~~\n',
    '\n',
    '\n\n',
    ' ',
    '*',
    '**',
    '_',
    '|',
    '\\',
    '&lt;',
    '&#64;',
    'everyone',
    'here',
    'channel',
    'Elevate',
    '@everyone',
    '<!channel>',
    '<@U1>',
    '<#C1|x>',
    '- ',
    '> ',
    '    ',
    'a',
    'https://a.example/',
    '[x](',
    ')',
    '.com',
    '| a |\n|---|\n',
  );

  test('whatever is written: nothing but joiners is added, doing it again changes nothing, nothing shown pings', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const text = pieces.join('');
        const harmless = makeHarmless(text);
        expect(harmless.replaceAll('\u200d', '')).toBe(text);
        expect(makeHarmless(harmless)).toBe(harmless);
        // Brackets nowhere, not even in code.
        expect(harmless).not.toMatch(/<(?:!(?:channel|here|everyone)|[@#][!&]?[A-Z0-9]+(?:\|[^<>\n]*)?)>/i);
        const blocks = JSON.stringify(parseMarkdown(harmless), (key, value) =>
          key === 'url' || value?.kind === 'code' ? undefined : value,
        );
        const withoutAddresses = blocks.replace(/https?:[^\s"<>]*|[\w.%+-]+@\w+\.[\w.-]+/g, 'x');
        expect(withoutAddresses).not.toMatch(/@(?:everyone|(?:here|channel|elevate)(?![\w]))/i);
      }),
      { numRuns: 400 },
    );
  });
});
