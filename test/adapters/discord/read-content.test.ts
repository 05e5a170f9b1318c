import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readContent } from '../../../src/adapters/discord/read-content.ts';

const nobody = { user: () => undefined, role: () => undefined, channel: () => undefined };
const read = (content: string) => readContent(content, nobody);

describe('readContent', () => {
  test.each([
    ['**bold**, *it*, _it_, __under__, ~~gone~~, ||spoiler||', 'bold, it, it, under, gone, spoiler'],
    ['***both*** and **a *b* c**', 'both and a b c'],
    ['snake_case_name and 5 * 3 * 2 and 2**8', 'snake_case_name and 5 * 3 * 2 and 2**8'],
    ['\\*no\\* \\_x\\_ \\\\ C:\\dir', '*no* _x_ \\ C:\\dir'],
    ['`**kept** <@1>` and ```js\n*a* _b_\n```', '`**kept** <@1>` and ```js\n*a* _b_\n```'],
    ['``a ` *b*`` *c*', '``a ` *b*`` c'],
    ['https://a.example/x_y_z*1* **b**', 'https://a.example/x_y_z*1* b'],
    [
      '<https://a.example/x> [the shop](https://a.example)',
      'https://a.example/x the shop (https://a.example)',
    ],
    ['<:sol:1180000000000000900> <a:dance:2>', ':sol: :dance:'],
    ['</ask:118> </group sub:118>', '/ask /group sub'],
    [
      '<t:1618953630:R> <t:1618953630> <t:99999999999999>',
      '20 April 2021, 21:20 UTC 20 April 2021, 21:20 UTC <t:99999999999999>',
    ],
    ['**<@1> *x***', '@someone x'],
    ['- one\n- two\n> said\n# big', '- one\n- two\n> said\n# big'],
    ['  a < b > c  ', 'a < b > c'],
    ['\uf8f00\uf8f1 `x`', '0 `x`'],
  ])('reads %j', (content, text) => {
    expect(read(content)).toBe(text);
  });

  test('whatever is typed: no letter or digit is lost, and nothing stands aside', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '*',
        '**',
        '_',
        '__',
        '~~',
        '||',
        '`',
        '```',
        '\\',
        '<',
        '>',
        '[',
        '](',
        ')',
        ' ',
        '\n',
      ),
      fc.stringMatching(/^[a-z0-9]{1,5}$/),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const content = pieces.join('');
        expect(read(content).replace(/[^a-z0-9]/g, '')).toBe(content.replace(/[^a-z0-9]/g, ''));
      }),
    );
  });
});
