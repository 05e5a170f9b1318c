import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, readAnswer } from '../../../src/playbook/answers/read-answer.ts';

function itemsOf({ form }: Answer): string[] {
  if (form.kind !== 'list') throw new Error(`It is ${JSON.stringify(form)}.`);
  return form.items.map(({ text }) => text);
}

describe('a list is split, however it is set', () => {
  const lines = ['Sour again?', 'Bin the guesswork', 'Same beans, new cup'];

  it.each([
    ['numbered', '1. Sour again?\n2. Bin the guesswork\n3. Same beans, new cup'],
    [
      'numbered with brackets, spaced out',
      '1) Sour again?\n\n2) Bin the guesswork\n\n3) Same beans, new cup',
    ],
    ['numbered in bold', '**1.** Sour again?\n**2.** **Bin the guesswork**\n**3.** "Same beans, new cup"'],
    ['bulleted', '- Sour again?\n• Bin the guesswork\n* Same beans, new cup'],
    ['one a line', 'Here are your headlines:\n\nSour again?\nBin the guesswork\nSame beans, new cup'],
    ['in a fence', '```markdown\n1. Sour again?\n2. Bin the guesswork\n3. Same beans, new cup\n```'],
    [
      'between remarks and gaps',
      'Five headlines:\n1. Sour again?\n2. Bin the guesswork\n3. Same beans, new cup\n\n[NEEDS: the price]\n\nSay the word.',
    ],
    ['with the line ends of Windows', '1. Sour again?\r\n2. Bin the guesswork\r\n3. Same beans, new cup\r\n'],
  ])('%s', (_, text) => {
    expect(itemsOf(readAnswer('List', text))).toEqual(lines);
  });

  it('items of several lines stay whole, and a line about all of them is none of theirs', () => {
    const text = [
      '1. Because we roast on Tuesday, you get fresh beans.',
      '   Proof: visible to the buyer',
      '   Rivals: none does',
      '2. Because we weigh, you get one cup.',
      '   Proof: [NEEDS: proof that it helps]',
      '   Rivals: some do',
      'Strongest: 1, because it is seen.',
    ].join('\n');
    expect(itemsOf(readAnswer('List', text))).toEqual([
      'Because we roast on Tuesday, you get fresh beans.\nProof: visible to the buyer\nRivals: none does',
      'Because we weigh, you get one cup.\nProof: [NEEDS: proof that it helps]\nRivals: some do',
    ]);
    const unindented = text.replace(/^ {3}/gm, '');
    expect(itemsOf(readAnswer('List', unindented))).toEqual(itemsOf(readAnswer('List', text)));
  });

  it('items under headings know their group', () => {
    const { form } = readAnswer(
      'List',
      '### Accept\n1. Add it for £4\n2. Yes, £4\n### Decline\n1. No, on to my order',
    );
    expect(
      form.kind === 'list' && form.items.map(({ position, group, text }) => [position, group, text]),
    ).toEqual([
      [1, 'Accept', 'Add it for £4'],
      [2, 'Accept', 'Yes, £4'],
      [3, 'Decline', 'No, on to my order'],
    ]);
  });

  it('blocks with numbered headings are items, and a block beside them is none', () => {
    const text =
      '### Question 1: Which brewer?\n- Answer: V60, tag: a\n- Changes: the tip\n### Question 2: How long?\n- Answer: years\n### Recommended\n- Choose: 1\n\n[NEEDS: a tool]';
    expect(itemsOf(readAnswer('List', text))).toEqual([
      'Which brewer?\n- Answer: V60, tag: a\n- Changes: the tip',
      'How long?\n- Answer: years',
    ]);
  });

  it('what is only a gap is no item', () => {
    expect(itemsOf(readAnswer('List', '1. Sour again?\n2. [NEEDS: what buyers say]\n3. Same cup'))).toEqual([
      'Sour again?',
      'Same cup',
    ]);
  });

  it('one sentence is no list', () => {
    expect(readAnswer('List', 'I cannot do that.').form).toEqual({
      kind: 'unreadable',
      problem: 'It holds no list.',
    });
  });

  it('gives every item once and in order, whatever mark the list has', () => {
    const word = fc.stringMatching(/^[A-Z][a-z]{1,8}( [a-z]{1,8}){0,5}$/);
    const mark = fc.constantFrom(
      (index: number) => `${index}. `,
      (index: number) => `${index}) `,
      () => '- ',
      () => '* ',
    );
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 2, maxLength: 20 }),
        mark,
        fc.constantFrom('\n', '\n\n'),
        (words, marked, gap) => {
          const text = words.map((one, index) => `${marked(index + 1)}${one}`).join(gap);
          expect(itemsOf(readAnswer('List', text))).toEqual(words);
        },
      ),
    );
  });
});

describe('emails', () => {
  it('have subjects, preview and body, set in bold or as headings too', () => {
    const plain =
      'Subjects:\n1. Your card\n2. Start here\nPreview: Two steps\nBody:\nHi,\n\nPS: it is short.\n\nFooter: [unsubscribe]';
    const marked = plain.replace(/^(\w+):/gm, '**$1:**').replace('**PS:**', 'PS:');
    const headed = plain.replace(/^(Subjects|Preview|Body|Footer):[ \n]*/gm, '### $1\n');
    for (const text of [plain, marked, headed]) {
      const { form } = readAnswer('Email Draft', text);
      const [email] = form.kind === 'emails' ? form.emails : [];
      expect(email?.subjects.map((one) => one.text)).toEqual(['Your card', 'Start here']);
      expect(email?.preview?.text).toBe('Two steps');
      expect(email?.body?.text).toBe('Hi,\n\nPS: it is short.');
      expect(email?.parts.at(-1)).toMatchObject({ label: 'Footer', value: { text: '[unsubscribe]' } });
    }
  });

  it('are several where headings say so', () => {
    const one = (name: string) => `### ${name}\nSubject: S\nPreview: P\nBody: B\nFooter: F`;
    const { form } = readAnswer(
      'Email Draft',
      [one('Email 1 (1 hour): help'), one('Email 2 (24 hours): answer')].join('\n\n'),
    );
    expect(form.kind === 'emails' && form.emails.map(({ heading, body }) => [heading, body?.text])).toEqual([
      ['Email 1 (1 hour): help', 'B'],
      ['Email 2 (24 hours): answer', 'B'],
    ]);
  });

  it.each([
    ['Dear Ana, it is here.', 'It has no part "Body:".'],
    ['Body: Hi', 'It has no line "Subject:".'],
  ])('%s is none', (text, problem) => {
    expect(readAnswer('Email Draft', text).form).toEqual({ kind: 'unreadable', problem });
  });
});

describe('tables', () => {
  it('have columns and rows, also with a bar within a cell', () => {
    const { form } = readAnswer(
      'Table',
      'So:\n\n| Ad | **Verdict** |\n| --- | :-: |\n| A \\| B | keep |\n| C | stop |\nStart with: A',
    );
    expect(form.kind === 'table' && form.tables).toMatchObject([
      {
        columns: ['Ad', 'Verdict'],
        rows: [
          [{ text: 'A \\| B' }, { text: 'keep' }],
          [{ text: 'C' }, { text: 'stop' }],
        ],
      },
    ]);
    expect(readAnswer('Table', '| Ad |\nno rule').form.kind).toBe('unreadable');
  });
});

describe('JSON', () => {
  it.each([
    ['as it is', '{"a": {"b": "c"}}'],
    ['between fences and sentences', 'Here it is:\n```json\n{"a": {"b": "c"}}\n```\nAnything else?'],
    ['with curly quotation marks', '{“a”: {“b”: “c”}}'],
  ])('is read %s', (_, text) => {
    expect(readAnswer('JSON', text).form).toEqual({ kind: 'json', value: { a: { b: 'c' } } });
  });

  it.each([
    ['no braces here', 'It holds no JSON: no "{" is in it.'],
    ['{"a": "b"', 'It breaks off: the last "}" is missing.'],
  ])('%s is told apart', (text, problem) => {
    expect(readAnswer('JSON', text).form).toEqual({ kind: 'unreadable', problem });
  });

  it('says where it fails', () => {
    const { form } = readAnswer('JSON', '{\n"a": "b"\n"c": "d"\n}');
    expect(form).toMatchObject({
      kind: 'unreadable',
      problem: expect.stringMatching(/line 3 of the object|missing/),
    });
  });
});

it('what is missing is asked once each, and placeholders of no words are nothing', () => {
  const { needs } = readAnswer(
    'Report',
    'A [NEEDS: price] and [NEEDS: …].\n[NEEDS: price]\n[NEEDS: which is right, 3 or 4]',
  );
  expect(needs).toEqual(['price', 'which is right, 3 or 4']);
});

it.each(['List', 'Table', 'Email Draft', 'JSON', 'Plan'] as const)(
  '%s: whatever comes, it is read',
  (outputType) => {
    const pieces = fc.constantFrom(
      '# ',
      '1. ',
      '- ',
      '| a |',
      '|---|',
      '\n',
      '\n\n',
      '  ',
      'Body:',
      'Label: ',
      '**',
      '```',
      '{',
      '}',
      '[NEEDS: x]',
      'word ',
      '"',
      '\r\n',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const answer = readAnswer(outputType, parts.join(''));
        for (const { lead, whole } of answer.outline.items) {
          expect(answer.text.slice(lead.start, lead.end)).toBe(lead.text);
          expect(answer.text.slice(whole.start, whole.end)).toBe(whole.text);
        }
        for (const { value } of answer.outline.labels)
          expect(answer.text.slice(value.start, value.end)).toBe(value.text);
      }),
    );
  },
);
