import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CodePrefix,
  codePrefixes,
  findPromptCodes,
  parsePromptCode,
} from '../../src/domain/prompt-code.ts';

const prefixes = Object.keys(codePrefixes) as CodePrefix[];
const numberArb = fc.integer({ min: 1, max: 99 });

/** A code as hurried people type it. */
const typedCode = (...of: CodePrefix[]) =>
  fc
    .record({
      prefix: fc.constantFrom(...of),
      number: numberArb,
      upper: fc.infiniteStream(fc.boolean()),
      noise: fc.array(fc.constantFrom('', ' ', '-', '#', '  ', ' - '), { minLength: 4, maxLength: 4 }),
      zeros: fc.constantFrom('', '0', '00'),
      before: fc.constantFrom('', 'prompt ', 'Prompt ', ' PROMPT '),
    })
    .map(({ prefix, number, upper, noise, zeros, before }) => {
      const [start = '', within = '', between = '', end = ''] = noise;
      const cased = [...prefix]
        .map((letter) => (upper.next().value ? letter : letter.toLowerCase()))
        .join(within);
      return {
        typed: `${before}${start}${cased}${between}${zeros}${number}${end}`,
        code: `${prefix}${number}`,
        prefix,
      };
    });

describe('one code as people type it', () => {
  it.each([
    ['s 2', 'S2'],
    ['S-2', 'S2'],
    ['prompt s2', 'S2'],
    ['#S2', 'S2'],
    ['  h01 ', 'H1'],
    ['EDU1', 'ED1'],
    ['EDUC1', 'ED1'],
    ['educate 1', 'ED1'],
    ['SHARE1', 'SH1'],
    ['SHR1', 'SH1'],
    ['ENG1', 'E1'],
    ['SELL2', 'S2'],
    ['HOOK1', 'H1'],
    ['hook 1', 'H1'],
    ['GIFT3', 'G3'],
    ['NUR1', 'N1'],
    ['UP2', 'U2'],
    ['ID1', 'I1'],
    ['IDENT1', 'I1'],
    ['FC1', 'F7'],
    ['fc01', 'F7'],
    ['FM1', 'F8'],
    ['fc 3', 'F9'],
    ['GC1', 'GC1'],
    ['rw1', 'RW1'],
    ['op-2', 'OP2'],
    ['H99', 'H99'],
  ])('%j is %s', (typed, code) => {
    expect(parsePromptCode(typed)).toMatchObject({ kind: 'code', code });
  });

  it.each(['l1', 'L1', '|1', 'l 01'])('%j may be I1, so it asks', (typed) => {
    expect(parsePromptCode(typed)).toEqual({ kind: 'unsure', code: 'I1', prefix: 'I' });
  });

  it.each([
    '',
    ' ',
    'S',
    '2',
    'S0',
    'S00',
    'S100',
    'X1',
    'A4',
    'FC2',
    'FM3',
    'SS1',
    'prompt',
    'prompts2',
    'S2x',
    '2S',
    'h1 please',
  ])('%j is no code', (typed) => {
    expect(parsePromptCode(typed)).toBeUndefined();
  });

  it('comes out in canonical form whatever its case, blanks, hyphens, hashes and zeros', () => {
    fc.assert(
      fc.property(typedCode(...prefixes), ({ typed, code, prefix }) => {
        expect(parsePromptCode(typed)).toEqual({ kind: 'code', code, prefix });
      }),
    );
  });

  it.each([
    ['E', 'ED'],
    ['S', 'SH'],
    ['G', 'GC'],
  ] as Array<[CodePrefix, CodePrefix]>)('%s and %s are never confused', (one, other) => {
    fc.assert(
      fc.property(typedCode(one, other), numberArb, ({ typed, prefix }, number) => {
        expect(parsePromptCode(typed)?.prefix).toBe(prefix);
        expect(parsePromptCode(`${one}${number}`)?.code).not.toBe(parsePromptCode(`${other}${number}`)?.code);
      }),
    );
  });
});

/** Words of a message that are no codes and no introductions of one. */
const wordArb = fc.oneof(
  fc
    .stringMatching(/^[a-z]{2,12}$/)
    .filter((word) => !/^(?:run|prompt|do|tags?|headings?|headers?)$/.test(word)),
  fc.constantFrom('Bitte', 'où', 'שלום', '🙂', 'we', 'please,', "it's"),
);
const wordsArb = fc.array(wordArb, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));

describe('codes in a message', () => {
  it('are found wherever they stand', () => {
    const placed = fc.record({
      prefix: fc.constantFrom(...prefixes),
      number: numberArb,
      form: fc.constantFrom(
        (prefix: string, number: number) => `${prefix}${number}`,
        (prefix: string, number: number) => `${prefix.toLowerCase()}-${number}`,
        (prefix: string, number: number) => `#${prefix.toLowerCase()}${number}`,
        (prefix: string, number: number) => `run ${prefix} ${number}`,
        (prefix: string, number: number) => `prompt ${prefix.toLowerCase()} 0${number}`,
        (prefix: string, number: number) => `(${prefix}${number})`,
      ),
      end: fc.constantFrom('', '.', ',', '?', '!', ':'),
      before: wordsArb,
      after: wordsArb,
    });
    fc.assert(
      fc.property(placed, ({ prefix, number, form, end, before, after }) => {
        const found = findPromptCodes(`${before} ${form(prefix, number)}${end} ${after}`);
        expect(found.map((reading) => reading.code)).toEqual([`${prefix}${number}`]);
      }),
    );
  });

  it('are none in prices, shares, dates, sizes and addresses', () => {
    const n = fc.integer({ min: 1, max: 99 });
    const m = fc.integer({ min: 1, max: 99 });
    const plain = fc
      .tuple(
        fc.constantFrom(
          (a: number) => `£${a}`,
          (a: number) => `€${a}`,
          (a: number, b: number) => `S$${a}.${b}`,
          (a: number) => `${a}%`,
          (a: number) => `${a} %`,
          (a: number) => `a${a % 10} paper`,
          (a: number) => `${a}g`,
          (a: number) => `${a}ml`,
          (a: number, b: number) => `${a}x${b}cm`,
          (a: number, b: number) => `${a}/${b}/26`,
          (a: number, b: number) => `${a}-${b}`,
          (a: number) => `${a}pm`,
          (a: number) => `${a}th of May`,
          (a: number, b: number) => `v${a}.${b}`,
          (a: number) => `${a}x`,
          (a: number) => `${a} emails`,
          (a: number) => `p${a}`,
          (a: number, b: number) => `e${a}.${b}`,
          (a: number) => `s${a}%`,
          (a: number) => `shop.example/s${a}`,
          (a: number) => `ana@s${a}.example`,
          (a: number, b: number) => `|${a}|${b}|`,
        ),
        n,
        m,
      )
      .map(([form, a, b]) => form(a, b));
    const word = fc.constantFrom(
      'we',
      'do',
      'i',
      'u',
      'sell',
      'share',
      'up',
      'how',
      'id',
      'for',
      'gift',
      'ctr',
      'and',
    );
    const message = fc.tuple(word, word, fc.array(fc.oneof(plain, word), { minLength: 1, maxLength: 8 }));
    fc.assert(
      fc.property(message, ([first, second, rest]) => {
        expect(findPromptCodes(`so ${first} ${second} ${rest.join(' ')}`)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    'how do i 10x my sales',
    'do i 2 emails a week or 3?',
    'what do u 2 think',
    'we do sell 3 sizes',
    'can you run up 5 ads',
    '#share 2 posts a day',
    'what should the h1 tag say',
    'is one h2 heading enough',
    'title tag and h1 for my gift page',
    'can a page have an H1 and two h2',
    'page title plus h1 for the a3 print',
    'meta description, H1',
    '<h1>Soap</h1>',
    'we deliver to N1 9GU only',
    'our shop is at E2 8AA, come in',
    'sales |32 | leads |45 |',
    'mp3, b2b, h2o, p2p, i18n and caféS2',
    'roas 3.1 and s1.5',
    'set e5 % aside',
  ])('are none in %j', (text) => {
    expect(findPromptCodes(text)).toEqual([]);
  });

  it.each([
    ['h1 please, use the pain about stale beans', ['H1']],
    ['run h1 for my title tag', ['H1']],
    ['#H1 with a heading about damp', ['H1']],
    ['an h1 prompt please', ['H1']],
    ['title tag with H8 please', ['H8']],
    ['do S1 then H3', ['S1', 'H3']],
    ['H1, then h-1 again and FC1', ['H1', 'F7']],
    ['E1 - objection is delivery cost', ['E1']],
    ['run hook 1 for me', ['H1']],
    ['prompt: s 2 for the tea page', ['S2']],
    ['S2 3kg bags', ['S2']],
    ['redo S2 2nd version', ['S2']],
    ['run l1', ['I1']],
    ['run |1 now', ['I1']],
  ])('%j names %j', (text, codes) => {
    expect(findPromptCodes(text).map((reading) => reading.code)).toEqual(codes);
  });
});
