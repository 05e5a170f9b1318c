import fc from 'fast-check';
import { expect, test } from 'vitest';

/** A node as preact makes it; a component is called, as preact would. */
interface Shown {
  type: string | ((props: Shown['props']) => unknown);
  props: { children?: unknown } & Record<string, unknown>;
}

// The page's modules are JavaScript without types, so this is told here.
const { renderMarkdown } = (await import(
  new URL('../../../../src/adapters/playground/page/markdown.js', import.meta.url).href
)) as { renderMarkdown(text: string, options?: { grows?: boolean }): unknown };

/** Tags with their text, such as `<p>a <strong>b</strong></p>`; attributes left out but for addresses. */
function tags(node: unknown): string {
  if (Array.isArray(node)) return node.map(tags).join('');
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (typeof node !== 'object' || node === null) return '';
  const { type, props } = node as Shown;
  if (typeof type !== 'string') return tags(type(props));
  const address = props.href === undefined ? '' : ` ${props.href}`;
  return `<${type}${address}>${tags(props.children)}</${type}>`;
}

const text = (node: unknown) => tags(node).replace(/<[^>]*>/g, '');

test.each([
  ['a **b** and _c_\nd', '<p>a <strong>b</strong> and <em>c</em><br></br>d</p>'],
  ['snake_case_name and 2 * 3 * 4', '<p>snake_case_name and 2 * 3 * 4</p>'],
  ['- a\n- b\n  - c', '<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>'],
  ['3. a\n4. b', '<ol><li>a</li><li>b</li></ol>'],
  ['see https://a.example/b.', '<p>see <a https://a.example/b>https://a.example/b</a>.</p>'],
  ['[x](https://a.example) `*y*`', '<p><a https://a.example>x</a> <code>*y*</code></p>'],
  ['[x](javascript:alert)', '<p>[x](javascript:alert)</p>'],
  [
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '<div><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>',
  ],
])('%j is shown as it is meant', (written, shown) => {
  expect(tags(renderMarkdown(written))).toBe(shown);
});

test('what is fenced stays as it is, also before its fence is closed', () => {
  expect(tags(renderMarkdown('```\n**a**\n- b'))).toContain('<code>**a**\n- b</code>');
});

test('what is bold is so while it grows', () => {
  expect(tags(renderMarkdown('1. **Home by sev', { grows: true }))).toBe(
    '<ol><li><strong>Home by sev</strong></li></ol>',
  );
  expect(tags(renderMarkdown('a **b** c *', { grows: true }))).toBe('<p>a <strong>b</strong> c *</p>');
});

test('every text ends, and none of its words is lost', () => {
  const piece = fc.constantFrom('word', ' ', '\n', '  ', '*', '**', '_', '`', '```', '> ', '- ', '1. ', '# ');
  const more = fc.constantFrom('|', '---', '~~', '[', '](', ')', 'https://a.example', '@Writer', '\n\n');
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, more), { maxLength: 40 }), fc.boolean(), (pieces, grows) => {
      const written = pieces.join('');
      const shown = text(renderMarkdown(written, { grows }));
      const count = (whole: string) => whole.split('word').length;
      // The word after a fence names its language, and that alone is not shown.
      if (!written.includes('```') && !written.includes('~~~') && !written.includes(']('))
        expect(count(shown)).toBe(count(written));
    }),
    { numRuns: 2_000 },
  );
});
