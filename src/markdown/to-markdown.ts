import type { BlockContent, ListItem as ItemNode, PhrasingContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown as write } from 'mdast-util-to-markdown';
import type { Block, Cell, Inline, List, Table } from './blocks.ts';

/**
 * Blocks as the Markdown of which parseMarkdown makes them again: for a part that was cut from a longer text and is kept
 * as text. What goes on from an earlier part begins here like anything else: an item without its marker is a paragraph,
 * a table shows its header.
 */
export function toMarkdown(blocks: Block[]): string {
  return write(
    { type: 'root', children: nodesOf(blocks) },
    { extensions: [gfmToMarkdown()], bullet: '-', fences: true, rule: '-' },
  ).trimEnd();
}

function nodesOf(blocks: Block[]): BlockContent[] {
  return blocks.flatMap(nodesOfBlock);
}

function nodesOfBlock(block: Block): BlockContent[] {
  switch (block.kind) {
    case 'paragraph':
      return [{ type: 'paragraph', children: phrasing(block.children) }];
    case 'heading': {
      const depth = Math.min(6, Math.max(1, block.level)) as 1 | 2 | 3 | 4 | 5 | 6;
      return [{ type: 'heading', depth, children: phrasing(block.children) }];
    }
    case 'list':
      return listNodes(block);
    case 'quote':
      return [{ type: 'blockquote', children: nodesOf(block.blocks) }];
    case 'code':
      return [{ type: 'code', lang: block.language, value: block.text }];
    case 'table':
      return [tableNode(block)];
    case 'thematic-break':
      return [{ type: 'thematicBreak' }];
  }
}

function listNodes(list: List): BlockContent[] {
  const [first, ...others] = list.items;
  if (!first?.continued) return [listNode(list.start, list.items)];
  const rest = list.start === null ? null : list.start + 1;
  return [...nodesOf(first.blocks), ...(others.length === 0 ? [] : [listNode(rest, others)])];
}

function listNode(start: number | null, items: List['items']): BlockContent {
  const children = items.map(
    ({ checked, blocks }): ItemNode => ({
      type: 'listItem',
      checked,
      spread: false,
      children: nodesOf(blocks),
    }),
  );
  return { type: 'list', ordered: start !== null, start, spread: false, children };
}

function tableNode(table: Table): BlockContent {
  const row = (cells: Cell[]) => ({
    type: 'tableRow' as const,
    children: cells.map((cell) => ({ type: 'tableCell' as const, children: phrasing(cell, lineEndInCell) })),
  });
  return { type: 'table', align: table.align, children: [table.header, ...table.rows].map(row) };
}

const lineEnd: PhrasingContent = { type: 'break' };
/** A row of a table is one line. */
const lineEndInCell: PhrasingContent = { type: 'html', value: '<br>' };

function phrasing(inlines: Inline[], atLineEnd: PhrasingContent = lineEnd): PhrasingContent[] {
  return inlines.map((inline): PhrasingContent => {
    switch (inline.kind) {
      case 'text':
        return { type: 'text', value: inline.text };
      case 'code':
        return { type: 'inlineCode', value: inline.text };
      case 'break':
        return atLineEnd;
      case 'link':
        return { type: 'link', url: inline.url, children: phrasing(inline.children, atLineEnd) as [] };
      default:
        return { type: inline.kind, children: phrasing(inline.children, atLineEnd) };
    }
  });
}
