import type { Block, Cell, Table } from './blocks.ts';
import { visibleText } from './visible-text.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}])/u;
const unseen = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;

/** Columns that a text takes in a font of even width: two for emoji and East Asian characters, none for joiners. */
function displayWidth(text: string): number {
  // Nearly all text: one column a character, and much faster told.
  if (/^[\u0020-\u007e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text))
    width += unseen.test(segment) ? 0 : wide.test(segment) ? 2 : 1;
  return width;
}

/** Columns kept apart by two spaces, the header underlined. Undefined where that is wider than `width` columns. */
export function tableAsText(table: Table, width: number): string | undefined {
  const lines = [table.header, ...table.rows].map((row) => row.map(oneLine));
  const widths = table.header.map((_, column) =>
    Math.max(3, ...lines.map((line) => displayWidth(line[column] ?? ''))),
  );
  if (widths.reduce((sum, one) => sum + one + 2, -2) > width) return undefined;
  const drawn = lines.map((line) =>
    line
      .map((cell, column) => padded(cell, widths[column] ?? 0, table.align[column] ?? null))
      .join('  ')
      .trimEnd(),
  );
  const [header = '', ...rows] = drawn;
  return [header, widths.map((one) => '-'.repeat(one)).join('  '), ...rows].join('\n');
}

/** For where the table has no room: each row an item, each cell with its column's name. */
export function tableAsList(table: Table): Block {
  // A column that nowhere holds anything is named once all the same.
  const isEmpty = table.header.map((_, column) =>
    table.rows.every((row) => visibleText(row[column] ?? []).trim() === ''),
  );
  const items = table.rows.map((row, index) => ({
    checked: null,
    continued: false,
    blocks: row.flatMap((cell, column): Block[] => {
      const name = table.header[column] ?? [];
      const named = index === 0 && isEmpty[column] && visibleText(name) !== '';
      if (visibleText(cell).trim() === '' && !named) return [];
      const label: Cell = visibleText(name) === '' ? [] : [...name, { kind: 'text', text: ': ' }];
      return [{ kind: 'paragraph', children: [...label, ...cell] }];
    }),
  }));
  const names = table.header.flatMap((name, index): Cell => {
    if (visibleText(name) === '') return [];
    return index === 0 ? name : [{ kind: 'text', text: ', ' }, ...name];
  });
  return items.length === 0
    ? { kind: 'paragraph', children: names }
    : { kind: 'list', start: null, items: items.filter((item) => item.blocks.length > 0) };
}

function oneLine(cell: Cell): string {
  return visibleText(cell).replace(/\s+/g, ' ').trim();
}

function padded(cell: string, width: number, align: Table['align'][number]): string {
  const room = Math.max(0, width - displayWidth(cell));
  if (align === 'right') return ' '.repeat(room) + cell;
  const before = align === 'center' ? Math.floor(room / 2) : 0;
  return ' '.repeat(before) + cell + ' '.repeat(room - before);
}
