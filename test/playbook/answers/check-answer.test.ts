import { describe, expect, it } from 'vitest';
import { parseRange } from '../../../src/domain/answer-limits.ts';
import { loadCatalogue } from '../../../src/load-catalogue.ts';
import { checkAnswer, tooLongIn } from '../../../src/playbook/answers/check-answer.ts';
import { countCharacters, countSentences, countWords } from '../../../src/playbook/answers/measure.ts';
import { readAnswer } from '../../../src/playbook/answers/read-answer.ts';
import { promptLimits } from '../../fixtures/prompt-limits.ts';

const { prompts } = await loadCatalogue();

function findings(code: string, text: string) {
  const prompt = prompts.get(code);
  if (!prompt) throw new Error(`There is no ${code}.`);
  return checkAnswer(prompt, readAnswer(prompt.outputType, text)).map(
    ({ kind, place, value, expected }) => `${kind} ${place}: ${value}, expected ${expected}`,
  );
}

/** So many characters in words. */
const line = (characters: number) =>
  'abcd '
    .repeat(40)
    .slice(0, characters - 1)
    .concat('.');
const wordsOf = (count: number) => Array.from({ length: count }, () => 'word').join(' ');
const numbered = (lines: string[]) => lines.map((one, index) => `${index + 1}. ${one}`).join('\n');
const times = (count: number, what: string) => Array.from({ length: count }, () => what);

describe('characters are counted as platforms count them', () => {
  it.each([
    ['spaces and punctuation too', 'Sour cup? Try this.', 19],
    ['accents are part of their letter, however they are typed', 'cafe\u0301 café', 9],
    ['marks of Markdown are none', '**Sour** cup', 8],
    ['emoji and wide letters count twice', '☕ 咖啡', 7],
    ['joined emoji are not counted apart from their joiners', '👩\u200D🍳', 4],
    ['the default text of a keyword alone', 'Buy {KeyWord:Coffee} now', 14],
    ['a count behind it, and quotation marks around it, are none', '"Sour cup" (8 characters)', 8],
    ['what is still missing counts nothing', 'Only [NEEDS: price] a bag', 10],
  ])('%s', (_, text, count) => {
    expect(countCharacters(text)).toBe(count);
  });

  it('words hold a letter or a figure; sentences hold a word', () => {
    expect(countWords('A well-made cup – for £4, or [NEEDS: price] …')).toBe(6);
    expect(countSentences('It is here. Is it? Yes!')).toBe(3);
  });
});

describe('hard limits of ads', () => {
  const set = (headlines: string[], descriptions: string[]) =>
    `### Headlines\n${numbered(headlines)}\n\n### Descriptions\n${numbered(descriptions)}\n\n### Pin\nnone`;

  it('30 and 90 pass, 31 and 91 are found at their place', () => {
    expect(findings('H6', set(times(10, line(30)), times(4, line(90))))).toEqual([]);
    const over = set([...times(9, line(30)), line(31)], [line(91), ...times(3, line(90))]);
    expect(findings('H6', over)).toEqual([
      'too-long Headlines, item 10: 31 characters, expected at most 30 characters',
      'too-long Descriptions, item 1: 91 characters, expected at most 90 characters',
    ]);
  });

  it('40 and 125 for feed ads', () => {
    const ad = (headline: string, text: string) =>
      `### Cart leavers: reminder\n- Headline: ${headline}\n- Primary text: ${text}\n- Button: Shop now\n- Lands on: the cart`;
    expect(findings('N4', ad(line(40), line(125)))).toEqual([]);
    expect(findings('N4', ad(line(41), line(126)))).toEqual([
      'too-long Headline: 41 characters, expected at most 40 characters',
      'too-long Primary text: 126 characters, expected at most 125 characters',
    ]);
  });

  it('60 and 155 for snippets, with what is too short', () => {
    const snippet = (title: string, description: string) =>
      `Keyword: sour coffee\n### Title tags\n${numbered(times(3, title))}\n### Descriptions\n${numbered(times(2, description))}\n### Opening\n${wordsOf(60)}`;
    expect(findings('H8', snippet(line(60), line(155)))).toEqual([]);
    const [first] = findings('H8', snippet(line(61), line(156)));
    expect(first).toBe('too-long Title tags, item 1: 61 characters, expected 50 to 60 characters');
    expect(findings('H8', snippet(line(49), line(156)))[0]).toBe(
      'too-short Title tags, item 1: 49 characters, expected 50 to 60 characters',
    );
  });

  it('what is too short only because a fact is missing is no fault', () => {
    expect(findings('U3', numbered(times(2, 'Pour at once, [NEEDS: how it is used] for £4.')))).toEqual([]);
  });
});

describe('counts and places', () => {
  it('four of five are named, and so is a part that is missing', () => {
    expect(findings('H1', numbered(times(4, 'Sour again?')))).toEqual([
      'count items: 4 items, expected exactly 5 items',
    ]);
    const email = `Subjects:\n1. One\nBody: ${wordsOf(60)}\nFooter: [unsubscribe]`;
    expect(findings('G5', email)).toEqual(['count Subjects: 1 items, expected exactly 2 items']);
    expect(findings('S5', '### Variant A\nButton: Add it')).toEqual([
      'count Variant *: 1, expected exactly 2',
      'missing Line above: nothing, expected Line above',
      'missing Reassurance: nothing, expected Reassurance',
    ]);
  });

  it('a body of one email is held against its own limit', () => {
    const email = (name: string, words: number) =>
      `### ${name}\nSubject: ${line(40)}\nPreview: ${line(50)}\nBody:\n${wordsOf(words)}\nFooter: [unsubscribe link]`;
    const sequence = (words: number) =>
      [
        email('Email 1 (1 hour): help', 60),
        email('Email 2 (24 hours): answer', words),
        email('Email 3 (72 hours): last note', 60),
      ].join('\n\n');
    expect(findings('N5', sequence(110))).toEqual([]);
    expect(findings('N5', sequence(111))).toEqual([
      'too-long Email 2 (24 hours): answer / Body: 111 words, expected 70 to 110 words',
    ]);
  });

  it('cells of a table, and only what stands behind a mark', () => {
    const table = (reason: string) =>
      `| Idea | DO | PL | TD | ES | Value |\n|---|---|---|---|---|---|\n| Card | 8: ${reason} | 7: fine | 2: fast | 2: easy | 14.0 |\n\nWinner: Card\nTitle: The card\nWeakest link: PL\nChange: show it`;
    expect(findings('G6', table(wordsOf(10)))).toEqual([]);
    expect(findings('G6', table(wordsOf(11)))).toEqual([
      'too-long DO, row 1: 11 words, expected at most 10 words',
    ]);
  });

  it('an answer of another kind is named as such', () => {
    expect(findings('G6', 'The card wins.')).toEqual([
      'unreadable answer: It holds no table., expected Table',
    ]);
  });
});

describe('JSON answers', () => {
  const paths = prompts.get('F7')?.writes?.map(({ path }) => path.split('.')[1] ?? '') ?? [];
  const empty = { value: null, evidence: null, confidence: null, reason: '[NEEDS: look on the page]' };
  const json = (values: object) =>
    JSON.stringify({
      companyContext: { ...Object.fromEntries(paths.map((path) => [path, empty])), ...values },
    });

  it('with every field, found or null, pass', () => {
    const coreOffers = { value: 'A candle', evidence: 'a candle', confidence: 'high', reason: null };
    expect(findings('F7', json({ coreOffers }))).toEqual([]);
  });

  it('say by path what is of another shape', () => {
    const keyFeatures = { value: 'one text', evidence: null, confidence: 'sure', reason: null };
    expect(findings('F7', json({ keyFeatures, guarantee: undefined }))).toEqual([
      'unreadable companyContext.guarantee: nothing, expected a value of type object',
      'unreadable companyContext.keyFeatures.value: "one text", expected a value of type array',
      'unreadable companyContext.keyFeatures.confidence: "sure", expected one of high, medium, low or a value of type null',
    ]);
  });

  it('are counted too', () => {
    const coreOffers = { value: wordsOf(61), evidence: 'e', confidence: 'high', reason: null };
    expect(findings('F7', json({ coreOffers }))).toEqual([
      'too-long companyContext.coreOffers.value: 61 words, expected at most 60 words',
    ]);
  });
});

it('of two findings that overlap the smaller is repaired', () => {
  const prompt = {
    outputType: 'Plan' as const,
    limits: [
      { in: 'answer', words: { most: 3 } },
      { in: 'Link', words: { most: 1 } },
    ],
  };
  const answer = readAnswer('Plan', 'One two three four\nLink: five six');
  expect(tooLongIn(checkAnswer(prompt, answer)).map(({ place }) => place)).toEqual(['Link']);
});

describe('the limits in the content', () => {
  it.each(['exactly 10', 'at most 40', 'at least 3', '50 to 75'])('are read: %s', (text) => {
    expect(parseRange(text)).toBeDefined();
  });
  it.each(['10', 'at most', '75 to 50', '5 to 5', 'about 60', 'exactly -1'])('are refused: %s', (text) => {
    expect(parseRange(text)).toBeUndefined();
  });

  /** Figures of task lines that no code counts: they need judgement, or sums, or stand within prose. */
  const uncounted = new Set([
    'F10 eight parts',
    'F11 five worst',
    'F12 past tense',
    'H2 exactly one title challenge',
    'H6 at least 3 headlines',
    'ED1 six stages',
    'SH4 2 ad uses',
    'SH4 1 sales-page block',
    'SH2 4 prompts',
    'G6 1 to 10',
    'I7 3 or 4 answers',
    'E5 2 versions',
    'N4 2 ads',
    'U6 10 to 30%',
    'OP1 2 or 3 fixes',
  ]);

  const lengths = Object.entries(promptLimits).flatMap(([code, phrases]) =>
    phrases
      .filter((phrase) => /\b(?:characters|words)\b/.test(phrase) && /\d/.test(phrase))
      .map((phrase) => [code, phrase] as const),
  );

  it.each(lengths.filter(([code, phrase]) => !uncounted.has(`${code} ${phrase}`)))(
    '%s: %s',
    (code, phrase) => {
      const unit = phrase.includes('characters') ? 'characters' : 'words';
      const [least, most] = [...phrase.matchAll(/\d+/g)].map(Number);
      const ranges = (prompts.get(code)?.limits ?? []).flatMap((limit) => limit[unit] ?? []);
      // "about 60" is a range around it, as the template says.
      const about = (range: { least?: number; most?: number }) =>
        (range.least ?? 0) <= (least ?? 0) &&
        (least ?? 0) <= (range.most ?? 0) &&
        (range.most ?? 0) <= (least ?? 0) * 1.1;
      const fits = ranges.some((range) =>
        /about|near/.test(phrase)
          ? about(range)
          : most === undefined
            ? range.most === least
            : range.least === least && range.most === most,
      );
      expect(fits, JSON.stringify(ranges)).toBe(true);
    },
  );

  const counts = Object.entries(promptLimits).flatMap(([code, phrases]) =>
    phrases
      .filter(
        (phrase) =>
          /^(?:exactly )?\d+(?: (?:to|or) \d+)? [a-z]+/.test(phrase) &&
          !/characters|words|day|hours/.test(phrase),
      )
      .map((phrase) => [code, phrase] as const),
  );

  it.each(counts.filter(([code, phrase]) => !uncounted.has(`${code} ${phrase}`)))(
    '%s counts %s',
    (code, phrase) => {
      const figures = [...phrase.matchAll(/\d+/g)].map(Number);
      const ranges = (prompts.get(code)?.limits ?? []).flatMap(({ count, items, sentences }) =>
        [count, items, sentences].flatMap((range) => range ?? []),
      );
      const bounds = ranges.flatMap(({ least, most }) => [least, most]);
      const implied = figures.every((figure) => figure === 1 || bounds.includes(figure));
      expect(implied, JSON.stringify(ranges)).toBe(true);
    },
  );
});
