import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderPart, renderStreamMark, type SlackMessage } from '../../../src/adapters/slack/render-part.ts';
import { splitPart } from '../../../src/adapters/slack/split-part.ts';
import { type ReplyPart, replyPartSchema } from '../../../src/domain/reply.ts';
import type { Block } from '../../../src/markdown/blocks.ts';
import { parseMarkdown } from '../../../src/markdown/parse-markdown.ts';
import { letters, markdownDocument } from '../../support/markdown-documents.ts';

const part = (text: string, more: Partial<ReplyPart> = {}): ReplyPart => ({
  part: 'answer',
  audience: 'thread',
  agent: 'Writer',
  text,
  buttons: [],
  ...more,
});
const render = (text: string, more?: Partial<ReplyPart>) => renderPart(part(text, more), 'key');
const sent = (whole: ReplyPart) => splitPart(whole).map((one) => renderPart(one, 'key'));
const button = (number: number) => ({ id: `1:run:${number}`, label: `Button ${number}` });
const buttons = (count: number) => Array.from({ length: count }, (_, index) => button(index));
const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i));
const table = (rows: number, columns = 2, cell = 'x') => {
  const row = (text: string) => `| ${Array(columns).fill(text).join(' | ')} |`;
  return [row('h'), row('---'), ...lines(rows, () => row(cell))].join('\n');
};
const types = (message: SlackMessage) => message.blocks.map(({ type }) => type);
const markdownOf = (blocks: KnownBlock[]) =>
  blocks.flatMap((block) => (block.type === 'markdown' ? [block.text] : []));

/** How many blocks a Markdown text can become: counted from its lines, so by another rule than the renderer's. */
function blocksOnServer(markdown: string): number {
  return markdown.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '').length;
}

/** Slack's own limits as its pages give them, written out once more: not the program's constants. */
function expectAccepted({ text, blocks }: SlackMessage): void {
  expect(text.length).toBeGreaterThan(0);
  expect(text.length).toBeLessThanOrEqual(4_000);
  expect(blocks.length).toBeGreaterThan(0);
  const markdown = markdownOf(blocks);
  expect(markdown.join('').length).toBeLessThanOrEqual(12_000);
  expect(markdown.reduce((sum, one) => sum + blocksOnServer(one), 0)).toBeLessThanOrEqual(50);
  let characters = 0;
  let tables = 0;
  for (const block of blocks) {
    characters += block.type === 'markdown' ? block.text.length : JSON.stringify(block).length;
    if (block.type === 'markdown') expect(block.text.trim()).not.toBe('');
    if (block.type === 'actions') {
      expect(block.elements.length).toBeLessThanOrEqual(25);
      const ids = block.elements.map((element) => element.action_id);
      expect(new Set(ids).size).toBe(ids.length);
    }
    if (block.type === 'table') {
      tables++;
      expect(block.rows.length).toBeLessThanOrEqual(100);
      for (const row of block.rows) {
        expect(row.length).toBeLessThanOrEqual(20);
        for (const cell of row) if (cell.type === 'raw_text') expect(cell.text.length).toBeGreaterThan(0);
      }
    }
  }
  expect(tables).toBeLessThanOrEqual(1);
  expect(characters).toBeLessThanOrEqual(13_200);
}

/** Every string that Slack would show or read. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
}

describe('renderPart', () => {
  test('an agent’s answer: text, buttons, and whether it helped', () => {
    expect(
      render('## Three headlines\n\n1. **Stop** scrolling', {
        buttons: [{ id: '1:save:ex1', label: 'Save' }],
        executionId: 'ex1',
        promptCode: 'H1',
      }),
    ).toEqual({
      text: 'Three headlines\n\n1. Stop scrolling',
      blocks: [
        { type: 'markdown', text: '## Three headlines\n\n1. **Stop** scrolling' },
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: '1:save:ex1',
              text: { type: 'plain_text', text: 'Save', emoji: true },
            },
          ],
        },
        {
          type: 'context_actions',
          elements: [
            {
              type: 'feedback_buttons',
              action_id: 'feedback',
              positive_button: {
                text: { type: 'plain_text', text: '👍', emoji: true },
                accessibility_label: 'This helped',
                value: '1:helped:ex1',
              },
              negative_button: {
                text: { type: 'plain_text', text: '👎', emoji: true },
                accessibility_label: 'This did not help',
                value: '1:missed:ex1',
              },
            },
          ],
        },
      ],
      metadata: { event_type: 'elevate_delivery', event_payload: { key: 'key' } },
    });
  });

  test('nobody is asked whether the Director helped', () => {
    expect(types(render('Hello', { agent: 'Director', executionId: 'ex1' }))).toEqual(['markdown']);
    expect(types(render('Hello'))).toEqual(['markdown']);
  });

  test('rules and the first table are Slack’s own blocks, in their place', () => {
    const message = render('a\n\n---\n\n| n | price |\n|---|--:|\n| [x](https://a.example) | |\n\nb');
    expect(message.blocks).toEqual([
      { type: 'markdown', text: 'a' },
      { type: 'divider' },
      {
        type: 'table',
        column_settings: [
          { align: 'left', is_wrapped: true },
          { align: 'right', is_wrapped: true },
        ],
        rows: [
          [
            { type: 'raw_text', text: 'n' },
            { type: 'raw_text', text: 'price' },
          ],
          [
            {
              type: 'rich_text',
              elements: [
                {
                  type: 'rich_text_section',
                  elements: [{ type: 'link', url: 'https://a.example', text: 'x' }],
                },
              ],
            },
            { type: 'raw_text', text: ' ' },
          ],
        ],
      },
      { type: 'markdown', text: 'b' },
    ]);
  });

  test('a second table, and one within a list, are aligned in code', () => {
    expect(render(`${table(1)}\n\n${table(1)}\n\n- item\n\n  | q |\n  |---|\n  | 1 |`).blocks[1]).toEqual({
      type: 'markdown',
      text: '```\nh    h\n---  ---\nx    x\n```\n\n- item\n\n  ```\n  q\n  ---\n  1\n  ```',
    });
  });

  test('a table at Slack’s limits is its own, one past them is not', () => {
    expect(types(render(table(99, 2)))).toEqual(['table']);
    expect(types(render(table(100, 2)))).toEqual(['markdown']);
    expect(types(render(table(1, 20)))).toEqual(['table']);
    expect(types(render(table(1, 21)))).toEqual(['markdown']);
    expect(types(render(table(1, 1, 'x'.repeat(9_999))))).toEqual(['table']);
    expect(types(render(table(1, 1, 'x'.repeat(10_000))))).toEqual(['markdown']);
  });

  test('a table too wide for a phone is a list', () => {
    const wide = `| a | b |\n|---|---|\n| ${'x'.repeat(40)} | ${'y'.repeat(40)} |`;
    expect(markdownOf(render(`${table(1)}\n\n${wide}`).blocks)).toEqual([
      `- a: ${'x'.repeat(40)}\n\n  b: ${'y'.repeat(40)}`,
    ]);
  });

  test('a form never stands in a message: a button opens it', () => {
    const form = {
      id: '1:fill:r1',
      title: 'Your market',
      fields: [
        {
          name: 'a',
          label: 'A',
          type: 'line' as const,
          required: true,
          value: '',
          options: [],
          maxCharacters: 9,
        },
      ],
    };
    const opening = { action_id: '1:fill:r1', text: { text: 'Your market' } };
    expect(render('Fill in:', { form }).blocks[1]).toMatchObject({ elements: [opening] });
    // The Director’s own button for it counts.
    const own = [{ id: '1:fill:r1', label: 'Fill in' }];
    expect(render('Fill in:', { form, buttons: own }).blocks[1]).toMatchObject({
      elements: [{ ...opening, text: { text: 'Fill in' } }],
    });
  });

  test('25 buttons are one row, the 26th begins another', () => {
    expect(types(render('a', { buttons: buttons(25) }))).toEqual(['markdown', 'actions']);
    expect(types(render('a', { buttons: buttons(26) }))).toEqual(['markdown', 'actions', 'actions']);
  });

  test.each(['[a]: https://a.example', ' ', '<!-- -->'])('%j is never an empty message', (text) => {
    expectAccepted(render(text));
  });

  test('the fall-back is escaped, and cut behind 4,000 characters, never within a character', () => {
    expect(render('a < b & c > d').text).toBe('a &lt; b &amp; c &gt; d');
    expect(render('x'.repeat(4_000)).text).toBe('x'.repeat(4_000));
    expect(render('x'.repeat(4_001)).text).toBe(`${'x'.repeat(3_999)}…`);
    expect(render(`${'x'.repeat(3_997)}&&`).text).toBe(`${'x'.repeat(3_997)}…`);
    expect(render(`${'x'.repeat(3_998)}👍👍`).text).toBe(`${'x'.repeat(3_998)}…`);
  });

  test('the first chunk of a stream carries the key as its block’s id', () => {
    expect(renderStreamMark(part('…', { promptCode: 'H1' }), 'reply:x:answer')).toEqual({
      type: 'context',
      block_id: 'reply:x:answer',
      elements: [{ type: 'plain_text', text: 'Writer · H1' }],
    });
  });
});

describe('splitPart', () => {
  test('what fits is itself', () => {
    const fits = part('x'.repeat(12_000), { buttons: buttons(2), executionId: 'ex1' });
    expect(splitPart(fits)).toEqual([fits]);
    expect(splitPart(fits)[0]).toBe(fits);
  });

  test('one character past what a message takes is a second one; buttons and feedback stand under the last', () => {
    const whole = part(`${'x'.repeat(6_000)} ${'y'.repeat(6_000)}`, {
      buttons: buttons(1),
      executionId: 'ex1',
      promptCode: 'H1',
    });
    const [first, second, ...others] = splitPart(whole);
    expect(others).toEqual([]);
    expect(first).toEqual({ ...part('x'.repeat(6_000)), promptCode: 'H1' });
    expect(second).toEqual({ ...whole, part: 'answer.2', text: 'y'.repeat(6_000) });
    expect(splitPart(whole)).toEqual(splitPart(whole));
  });

  test('45 blocks after expansion fit, 46 do not; items and buttons count', () => {
    const paragraphs = (count: number) => lines(count, (index) => `p${index}`).join('\n\n');
    const items = (count: number) => lines(count, (index) => `- i${index}`).join('\n');
    expect(splitPart(part(paragraphs(45)))).toHaveLength(1);
    expect(splitPart(part(paragraphs(46)))).toHaveLength(2);
    expect(splitPart(part(items(45)))).toHaveLength(1);
    expect(splitPart(part(items(46)))).toHaveLength(2);
    expect(splitPart(part(paragraphs(45), { buttons: buttons(1) }))).toHaveLength(2);
  });

  test('13,000 characters in all fit, one more does not; buttons count as they are sent', () => {
    const row = render('a', { buttons: buttons(25) }).blocks.slice(1);
    const room = 13_000 - JSON.stringify(row[0]).length;
    expect(splitPart(part('x'.repeat(room), { buttons: buttons(25) }))).toHaveLength(1);
    expect(splitPart(part('x'.repeat(room + 1), { buttons: buttons(25) }))).toHaveLength(2);
  });

  test('a fence is closed and opened again; numbers go on', () => {
    const code = part(
      `\`\`\`ts\n${lines(400, (index) => `const line${index} = ${'1'.repeat(30)};`).join('\n')}\n\`\`\``,
    );
    for (const { text } of splitPart(code)) expect(text).toMatch(/^```ts\nconst[\s\S]*;\n```$/);
    expect(splitPart(code).length).toBeGreaterThan(1);
    const list = splitPart(part(lines(60, (index) => `${index + 1}. item`).join('\n')));
    expect(list[1]?.text).toMatch(/^46\. item\n/);
  });

  test('a large table goes on with its header', () => {
    const parts = splitPart(part(table(300, 3, 'word '.repeat(8))));
    expect(parts.length).toBeGreaterThan(1);
    for (const { text } of parts) expect(text).toMatch(/h.*h.*h|h: /);
  });

  /** Documents long enough to be split. */
  const longDocument = fc
    .tuple(fc.array(markdownDocument, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 8 }))
    .map(([documents, times]) => Array(times).fill(documents.join('\n\n')).join('\n\n'))
    .filter((text) => text.trim() !== '');

  test('whatever is said: Slack takes each message, nothing is lost, no ping survives, fences are closed', () => {
    const ping = /<[!@#][^>]*>|(?<![\w.%+-])@(?:everyone|here|channel|elevate)(?![\p{L}\p{N}_\u200d])/iu;
    fc.assert(
      fc.property(longDocument, fc.integer({ min: 0, max: 25 }), (text, count) => {
        const whole = part(text, { buttons: buttons(count), executionId: 'ex1' });
        const pieces = splitPart(whole);
        const messages = sent(whole);
        for (const piece of pieces) replyPartSchema.parse(piece);
        expect(new Set(pieces.map((piece) => piece.part)).size).toBe(pieces.length);
        for (const message of messages) {
          expectAccepted(message);
          for (const one of strings(message))
            if (!one.startsWith('http')) expect(withoutCode(one)).not.toMatch(ping);
          for (const one of markdownOf(message.blocks)) expect(openFences(one)).toBe(false);
        }
        const rest = words(pieces.flatMap((piece) => parseMarkdown(piece.text)));
        expect(rest).toEqual(words(parseMarkdown(text)));
      }),
      { numRuns: 25 },
    );
  });
});

/** "@everyone" may stand in code, to be copied; nothing in brackets may. */
function withoutCode(text: string): string {
  if (/<[!@#]/.test(text)) return text;
  return text.replace(/^([\s>]*)(`{3,})[\s\S]*?\2$/gm, '').replace(/(`+)[\s\S]*?\1/g, '');
}

function openFences(markdown: string): boolean {
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const mark = /^[\s>\d.-]*(`{3,})/.exec(line)?.[1];
    if (fence === undefined) fence = mark;
    else if (mark !== undefined && mark.length >= fence.length) fence = undefined;
  }
  return fence !== undefined;
}

/** All characters; a header that a table shows again counts once. */
function words(blocks: Block[]): string {
  let header = '';
  return blocks
    .map((block) => {
      if (block.kind !== 'table') return letters([block]);
      const own = letters([{ ...block, rows: [] }]);
      const continued = own === header;
      header = own;
      return letters([{ ...block, continued }]);
    })
    .join('');
}
