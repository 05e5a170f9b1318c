import type {
  RawTextElement,
  RichTextBlock,
  RichTextElement,
  RichTextStyleable,
  TableBlock,
} from '@slack/types';
import type { Block, Cell, Inline, Table } from '../../markdown/blocks.ts';
import { slackLimits } from '../../markdown/limits.ts';
import { tableAsList, tableAsText } from '../../markdown/table-as-text.ts';
import { visibleText } from '../../markdown/visible-text.ts';

/** Columns of code that a phone held upright shows without scrolling far. */
const alignedColumns = 60;

/** Slack's own table; undefined for one that is too large for it. The header counts as a row. */
export function nativeTable(table: Table): TableBlock | undefined {
  const rows = [table.header, ...table.rows];
  if (rows.length > slackLimits.tableRows || table.header.length > slackLimits.tableColumns) return undefined;
  // All cells together, as in a data_table: docs.slack.dev's page of the table block.
  const characters = rows.flat().reduce((sum, cell) => sum + Math.max(1, visibleText(cell).length), 0);
  if (characters > slackLimits.dataTableCharacters) return undefined;
  return {
    type: 'table',
    column_settings: table.align.map((align) => ({ align: align ?? 'left', is_wrapped: true })),
    rows: rows.map((row) => row.map(tableCell)),
  };
}

/** For where Slack's own table has no room: aligned in code; each row an item where that is too wide. */
export function tableInWords(table: Table): Block {
  const text = tableAsText(table, alignedColumns);
  return text === undefined ? tableAsList(table) : { kind: 'code', language: null, text };
}

/** An empty cell is refused: it holds a space. */
function tableCell(cell: Cell): RawTextElement | RichTextBlock {
  if (cell.every(({ kind }) => kind === 'text' || kind === 'break'))
    return { type: 'raw_text', text: visibleText(cell) || ' ' };
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: richText(cell, {}) }] };
}

type Style = NonNullable<RichTextStyleable['style']>;
const styleOf = { strong: 'bold', emphasis: 'italic', delete: 'strike' } as const;

function richText(inlines: Inline[], style: Style): RichTextElement[] {
  const styled = Object.keys(style).length === 0 ? {} : { style };
  return inlines.flatMap((inline): RichTextElement[] => {
    switch (inline.kind) {
      case 'text':
        return [{ type: 'text', text: inline.text, ...styled }];
      case 'break':
        return [{ type: 'text', text: '\n' }];
      case 'code':
        return [{ type: 'text', text: inline.text, style: { ...style, code: true } }];
      case 'link':
        return [{ type: 'link', url: inline.url, text: visibleText(inline.children), ...styled }];
      default:
        return richText(inline.children, { ...style, [styleOf[inline.kind]]: true });
    }
  });
}
