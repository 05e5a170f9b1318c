import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buttonsIn, textIn } from '../../../src/adapters/discord/in-components.ts';
import { nonceOf, renderFresh, renderPart } from '../../../src/adapters/discord/render-part.ts';
import { splitPart } from '../../../src/adapters/discord/split-part.ts';
import { type Button, replyPartSchema } from '../../../src/domain/reply.ts';
import { systemRoleSchema } from '../../../src/domain/system-role.ts';
import { discordLimits } from '../../../src/markdown/limits.ts';
import { parseMarkdown } from '../../../src/markdown/parse-markdown.ts';
import { replyPart } from '../../support/chat-values.ts';
import { letters, markdownDocument } from '../../support/markdown-documents.ts';

const named = { agentInText: true };
const buttons = (count: number): Button[] =>
  Array.from({ length: count }, (_, index) => ({ id: `1:pick:r${index}`, label: `Choice ${index}` }));
const form = {
  id: '1:fill:r1',
  title: 'H1 · Headlines',
  fields: [
    {
      name: 'a',
      label: 'A?',
      type: 'line' as const,
      required: true,
      value: '',
      options: [],
      maxCharacters: 100,
    },
  ],
};

describe('a point in time', () => {
  const words = 'Friday 4 December at 09:00 (London time)';
  const atMs = Date.UTC(2026, 11, 4, 9);

  test('is shown to each reader by their own clock', () => {
    const said = { ...replyPart({ text: `I will remind you on ${words}.` }), moments: [{ words, atMs }] };
    expect(renderPart(said, { agentInText: false }).content).toBe('I will remind you on <t:1796374800:F>.');
  });

  test('is nothing that stands in a text alone, in whatever way it is written', () => {
    const said = replyPart({ text: `${words} <t:1796374800:F> [x](time:1796374800)` });
    expect(renderPart(said, { agentInText: false }).content).not.toMatch(/(?<!\\)<t:/);
  });
});

describe('renderPart', () => {
  test('says it as the agent, pinging nobody and unfolding nothing', () => {
    expect(renderPart(replyPart({ text: '## Three\n\n- **a**' }), named)).toEqual({
      content: '**Writer**\n## Three\n\n- **a**',
      components: [{ type: 1, components: [{ type: 2, style: 1, label: 'Save', custom_id: '1:save:e1' }] }],
      allowed_mentions: { parse: [] },
      flags: 4,
    });
    expect(renderPart(replyPart(), { agentInText: false }).content).toBe('Three headlines.');
  });

  test('a form opens from a button, which is there once', () => {
    const labels = (part: Parameters<typeof renderPart>[0]) =>
      JSON.stringify(renderPart(part, named).components).match(/"label":"[^"]*"/g);
    expect(labels(replyPart({ form }))).toEqual(['"label":"Save"', '"label":"Fill in"']);
    expect(labels(replyPart({ form, buttons: [{ id: form.id, label: 'Open' }] }))).toEqual([
      '"label":"Open"',
    ]);
  });

  test('five buttons a row, five rows, and the rest in a message of their own', () => {
    const rows = (count: number) =>
      splitPart(replyPart({ buttons: buttons(count) })).map((part) =>
        renderPart(part, named).components?.map((row) => ('components' in row ? row.components.length : 0)),
      );
    expect(rows(0)).toEqual([[]]);
    expect(rows(5)).toEqual([[5]]);
    expect(rows(6)).toEqual([[5, 1]]);
    expect(rows(25)).toEqual([[5, 5, 5, 5, 5]]);
    expect(rows(26)).toEqual([[5, 5, 5, 5, 5], [1]]);
  });

  test('refuses what has not been split', () => {
    expect(() => renderPart(replyPart({ text: 'a'.repeat(2_001) }), named)).toThrow(RangeError);
    expect(() => renderPart(replyPart({ buttons: buttons(26) }), named)).toThrow(/26 buttons/);
  });

  test('a text that shows nothing shows its source, and never nothing', () => {
    expect(
      renderPart(replyPart({ text: '[a]: https://a.example' }), { agentInText: false }).content,
    ).toContain('https://a.example');
    expect(renderPart(replyPart({ text: ' ' }), { agentInText: false }).content).toBe('…');
  });
});

describe('a card', () => {
  const card = (values = {}) => replyPart({ isCard: true, ...values });

  test('is framed with its buttons, and read back as it would be without', () => {
    const framed = renderFresh(card(), named);
    const plain = renderPart(card(), named);
    expect(framed).toMatchObject({
      flags: 1 << 15,
      components: [{ type: 17 }],
      allowed_mentions: { parse: [] },
    });
    expect(framed.content).toBeUndefined();
    expect([textIn(framed), buttonsIn(framed)]).toEqual([plain.content, buttonsIn(plain)]);
  });

  test('what is none, and what brings files, is as it was', () => {
    const files = [
      { name: 'a.png', mediaType: 'image/png', alt: 'a', content: '', encoding: 'base64' as const },
    ];
    for (const part of [replyPart(), card({ files })])
      expect(renderFresh(part, named)).toEqual(renderPart(part, named));
  });

  test('at its largest it is within what Discord takes: 4,000 characters, 40 components', () => {
    const part = card({ text: 'a'.repeat(1_989), buttons: buttons(25) });
    const { components: [frame] = [] } = renderFresh(part, named);
    if (frame?.type !== 17) throw new Error('It is not framed.');
    const count = frame.components.reduce(
      (sum, one) => sum + 1 + ('components' in one ? one.components.length : 0),
      1,
    );
    expect(count).toBe(32);
    expect(textIn({ components: [frame] })).toHaveLength(2_000);
  });
});

describe('splitPart', () => {
  // "**Writer**" and its line end take 11 of the 2,000.
  const most = discordLimits.textCharacters - 11;

  test('what fits is itself; one character more is two messages, buttons and form at the last', () => {
    const whole = replyPart({ text: 'a'.repeat(most), form });
    expect(splitPart(whole)).toEqual([whole]);
    expect(renderPart(whole, named).content).toHaveLength(2_000);
    const parts = splitPart({ ...whole, text: 'a'.repeat(most + 1) });
    expect(
      parts.map(({ part, text, form: own, buttons: all }) => [part, text.length, own?.id, all.length]),
    ).toEqual([
      ['answer', most, undefined, 0],
      ['answer.2', 1, form.id, 2],
    ]);
  });

  test('a fence is closed at the cut and opened again; a list goes on with its numbers', () => {
    const code = Array.from({ length: 300 }, (_, index) => `line ${index};`).join('\n');
    for (const part of splitPart(replyPart({ text: `\`\`\`js\n${code}\n\`\`\`` }))) {
      expect(renderPart(part, { agentInText: false }).content).toMatch(/^```js\nline [\s\S]*;\n```$/);
    }
    const list = Array.from({ length: 60 }, (_, index) => `${index + 1}. ${'word '.repeat(10)}`).join('\n');
    const [, second] = splitPart(replyPart({ text: list }));
    expect(second?.text).toMatch(/^3[0-9]\. word/);
  });

  test('what takes more room once it is written down again is cut again', () => {
    // In an item blocks stand one line end apart; what goes on in the next message is no item, and stands two apart.
    const code = '  ```\n  xx\n  ```\n'.repeat(500);
    const parts = splitPart(replyPart({ text: `- a\n${code}` }));
    const contents = parts.map((part) => renderPart(part, named).content ?? '');
    expect(Math.max(...contents.map((content) => content.length))).toBeLessThanOrEqual(2_000);
    expect(contents.join('').match(/xx/g)).toHaveLength(500);
  });

  /** Whether all of `few` stands in `many`, in order. */
  function standsIn(few: string, many: string): boolean {
    let at = 0;
    for (const character of few) {
      at = many.indexOf(character, at) + 1;
      if (at === 0) return false;
    }
    return true;
  }

  test('whatever is said: every message within every limit, nothing lost, fences closed, nobody pinged', () => {
    const long = fc
      .array(markdownDocument, { minLength: 1, maxLength: 8 })
      .map((documents) => documents.join('\n\n'))
      .filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(long, fc.constantFrom(...systemRoleSchema.options), fc.nat(30), (text, agent, count) => {
        const part = replyPart({ text, agent, buttons: buttons(count), form });
        const parts = splitPart(part);
        expect(splitPart(part)).toEqual(parts);
        expect(parts.map((one) => replyPartSchema.parse(one))).toEqual(parts);
        expect(new Set(parts.map((one) => one.part)).size).toBe(parts.length);
        const said = parts.map((one) => letters(parseMarkdown(one.text))).join('');
        expect(standsIn(letters(parseMarkdown(text)), said)).toBe(true);
        let shown = 0;
        for (const one of parts) {
          const { content = '', components = [], allowed_mentions } = renderPart(one, named);
          expect(content.length).toBeLessThanOrEqual(2_000);
          expect(content.trim()).not.toBe('');
          expect(content.split('\n').filter((line) => /^(?:> )?```/.test(line)).length % 2).toBe(0);
          expect(content).not.toMatch(/(?<!\\)<[@#]|\p{Surrogate}/u);
          expect(allowed_mentions).toEqual({ parse: [] });
          expect(components.length).toBeLessThanOrEqual(5);
          for (const row of components) {
            if (!('components' in row)) throw new Error('A row has buttons.');
            expect(row.components.length).toBeLessThanOrEqual(5);
            shown += row.components.length;
          }
          if (one !== parts.at(-1)) expect(one.form).toBeUndefined();
        }
        expect(shown).toBe(count + 1);
      }),
      { numRuns: 25 },
    );
  });
});

test('a nonce is 22 characters of the SHA-256 of the key', () => {
  expect(nonceOf('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7');
});
