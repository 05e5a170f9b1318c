import type { Block, Inline, List } from './blocks.ts';
import { tableAsList, tableAsText } from './table-as-text.ts';
import { visibleText } from './visible-text.ts';

export interface PlainTextOptions {
  /** Columns that a table may take; a wider one becomes a list. */
  width: number;
  /** Puts code between fences, so that people see where what they may copy begins and ends. */
  fences: boolean;
}

/** Blocks as text without marks: for terminals, notifications and as alternative text. Has no line end at its end. */
export function toPlainText(blocks: Block[], options: PlainTextOptions): string {
  return blocks.map((block) => plainBlock(block, options)).join('\n\n');
}

function plainBlock(block: Block, options: PlainTextOptions): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return plainInlines(block.children);
    case 'list':
      return plainList(block, options);
    case 'quote':
      return indented(toPlainText(block.blocks, { ...options, width: options.width - 2 }), '> ', '> ');
    case 'code': {
      if (!options.fences) return block.text;
      const fence = fenceFor(block.text);
      return `${fence}${block.language ?? ''}\n${block.text}\n${fence}`;
    }
    case 'table':
      return tableAsText(block, options.width) ?? plainBlock(tableAsList(block), options);
    case 'thematic-break':
      return '---';
  }
}

/** Longer than any row of backticks in the code, so that none of them ends it. */
function fenceFor(code: string): string {
  const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map(([row]) => row.length));
  return '`'.repeat(Math.max(3, longest + 1));
}

function plainList(list: List, options: PlainTextOptions): string {
  const items = list.items.map((item, index) => {
    const bullet = list.start === null ? '- ' : `${list.start + index}. `;
    const box = item.checked === null ? '' : item.checked ? '[x] ' : '[ ] ';
    const marker = item.continued ? ' '.repeat(bullet.length) : bullet;
    const within = { ...options, width: options.width - bullet.length };
    const lines = item.blocks.map((block) => plainBlock(block, within)).join('\n');
    return indented(box + lines, marker, ' '.repeat(bullet.length));
  });
  return items.join('\n');
}

function indented(text: string, first: string, further: string): string {
  return text
    .split('\n')
    .map((line, index) => `${index === 0 ? first : further}${line}`.trimEnd())
    .join('\n');
}

/** A link's address stands behind its text, unless the text says it already. */
function plainInlines(inlines: Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.kind === 'break') return '\n';
      if ('text' in inline) return inline.text;
      const text = plainInlines(inline.children);
      if (inline.kind !== 'link') return text;
      const address = inline.url.replace(/^mailto:/i, '');
      return bare(visibleText(inline.children)) === bare(address) ? text : `${text} (${address})`;
    })
    .join('');
}

function bare(address: string): string {
  return address.replace(/^https?:\/\//i, '').replace(/\/$/, '');
}
