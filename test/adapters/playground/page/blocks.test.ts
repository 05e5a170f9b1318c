import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Block } from '../../../../src/markdown/blocks.ts';
import { parseMarkdown } from '../../../../src/markdown/parse-markdown.ts';

/** A node as preact makes it; a component is called, as preact would. */
interface Shown {
  type: string | ((props: Shown['props']) => unknown);
  props: { children?: unknown } & Record<string, unknown>;
}

// The page's modules are JavaScript without types, so this is told here.
const { renderBlocks } = (await import(
  new URL('../../../../src/adapters/playground/page/blocks.js', import.meta.url).href
)) as { renderBlocks(blocks: Block[]): unknown };

/** Tags with their text, such as `<p>a <strong>b</strong></p>`; attributes left out but for addresses. */
function tags(node: unknown): string {
  if (Array.isArray(node)) return node.map(tags).join('');
  if (typeof node === 'string' || typeof node === 'number') return String(node).replaceAll('<', '&lt;');
  if (typeof node !== 'object' || node === null) return '';
  const { type, props } = node as Shown;
  if (typeof type !== 'string') return tags(type(props));
  const address = props.href === undefined ? '' : ` ${props.href}`;
  return `<${type}${address}>${tags(props.children)}</${type}>`;
}

const shown = (written: string) => tags(renderBlocks(parseMarkdown(written)));

test.each([
  ['a **b** and _c_', '<p>a <strong>b</strong> and <em>c</em></p>'],
  ['snake_case_name and 2 * 3 * 4', '<p>snake_case_name and 2 * 3 * 4</p>'],
  ['- a\n- b\n  - c', '<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>'],
  ['3. a\n4. b', '<ol><li>a</li><li>b</li></ol>'],
  ['[x](https://a.example) `*y*`', '<p><a https://a.example>x</a> <code>*y*</code></p>'],
  ['# a', '<p>a</p>'],
  ['> a', '<blockquote><p>a</p></blockquote>'],
  [
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '<div><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>',
  ],
])('%j is shown as it is meant', (written, expected) => {
  expect(shown(written)).toBe(expected);
});

test('what is fenced stays as it is, also before its fence is closed', () => {
  expect(shown('```\n**a**\n- b')).toContain('<code>**a**\n- b</code>');
});

test('markup is text, and no address leads elsewhere than to the web or to mail', () => {
  const hostile = shown('<img src=x onerror=alert(1)> [x](javascript:alert(1)) <b>b</b>');
  expect(hostile).not.toMatch(/<(?:img|b|a)\b/);
  expect(hostile).toContain('x');
});

test('an agent’s name stands out, an address does not', () => {
  expect(shown('ask @Writer or me@Writer.example')).toMatch(/<span>@\u200d?Writer<\/span>/);
});

test('every text ends, and none of its words is lost', () => {
  const piece = fc.constantFrom(
    'word',
    ' ',
    '\n',
    '  ',
    '*',
    '**',
    '_',
    '`',
    '> ',
    '- ',
    '1. ',
    '|',
    '---',
    '@Writer',
    '\n\n',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const written = pieces.join('');
      // What stands behind the backticks of a fence names its language, which is not shown.
      fc.pre(!/```[^\n]*word/.test(written));
      const count = (whole: string) => whole.split('word').length;
      expect(count(shown(written).replace(/<[^>]*>/g, ''))).toBe(count(written));
    }),
    { numRuns: 500 },
  );
});
