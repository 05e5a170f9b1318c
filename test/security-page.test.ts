import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const rows = [...read('docs/security.md').matchAll(/`(test\/[^`]+)` “([^”]+(?:’[^”]*)*)”/g)].map(
  ([, file = '', title = '']) => [file, title] as const,
);

test('the page of threats names many tests', () => {
  expect(rows.length).toBeGreaterThan(15);
});

test.each(rows)('%s has “%s”', (file, title) => {
  expect(read(file).includes(title)).toBe(true);
});
