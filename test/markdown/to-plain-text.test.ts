import { expect, test } from 'vitest';
import { parseMarkdown } from '../../src/markdown/parse-markdown.ts';
import { toPlainText } from '../../src/markdown/to-plain-text.ts';

const plain = (markdown: string, width = 80, fences = false) =>
  toPlainText(parseMarkdown(markdown), { width, fences });

test('reads as text: no marks, addresses behind their links, lists and quotes indented', () => {
  expect(
    plain(
      '# *Your* week\n\n**Sales** fell, see [the sheet](https://a.example/s), https://a.example or fay@a.example.\n\n9. `one`\n10. two\n    lines\n\n    > said\n    >\n    > twice\n\n---\n\n- [x] done\n- ~~gone~~',
    ),
  ).toBe(
    'Your week\n\nSales fell, see the sheet (https://a.example/s), https://a.example or fay@a.example.\n\n9. one\n10. two\n    lines\n    > said\n    >\n    > twice\n\n---\n\n- [x] done\n- gone',
  );
});

test('code stands as it is, between fences that it cannot end where people copy it', () => {
  const code = '````js\n```\n  a\n```\n````';
  expect(plain(code)).toBe('```\n  a\n```');
  expect(plain(code, 80, true)).toBe('````js\n```\n  a\n```\n````');
});

test('a table is aligned by what characters take on the screen', () => {
  expect(
    plain(
      '| Angle | n | ok |\n|:--|--:|:-:|\n| **Smoke** | 12 | ✅ |\n| 香り | 3 | |\n| é👩‍👩‍👧 | 100 | x |',
    ),
  ).toBe(
    ['Angle    n  ok', '-----  ---  ---', 'Smoke   12  ✅', '香り     3', 'é👩‍👩‍👧    100   x'].join('\n'),
  );
});

test('a table that is too wide is a list that names its columns', () => {
  const table = '| Angle | Why | Empty |\n|---|---|---|\n| Smoke | It is seen | |\n| Scent | It stays | |';
  expect(plain(table, 20)).toBe(
    '- Angle: Smoke\n  Why: It is seen\n  Empty:\n- Angle: Scent\n  Why: It stays',
  );
});
