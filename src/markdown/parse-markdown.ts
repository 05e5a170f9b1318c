import type { Definition, Nodes, PhrasingContent, Root, RootContent, TableRow } from 'mdast';
import type { Block, Inline } from './blocks.ts';
import { harmlessCode, harmlessInlines } from './make-harmless.ts';
import { syntaxTreeOf } from './syntax-tree.ts';
import { visibleText } from './visible-text.ts';

/** What is nested deeper is shown as text: nobody reads it, and everything that walks the blocks stays shallow. */
const deepestBlocks = 10;
const deepestInlines = 10;
/** Of a link: Discord's whole message has 2,000 characters. */
const longestUrlCharacters = 1_800;

interface Reading {
  markdown: string;
  definitions: Map<string, Definition>;
  depth: number;
  /** Whether a line's first words may call an agent; the items of a list of agents do not. */
  linesAddress: boolean;
}

/**
 * Markdown as blocks. Lines stay lines, as in a chat; HTML is shown as the text that it is (but for `<br>`); links
 * lead to the web or to a mail address, or are text; an image is its alternative text, linked; pings are harmless.
 * Never throws; gives no block that shows nothing.
 */
export function parseMarkdown(markdown: string): Block[] {
  const tree = syntaxTreeOf(markdown);
  if (!tree) return asText(markdown);
  const definitions = new Map<string, Definition>();
  for (const node of tree.children) collectDefinitions(node, definitions);
  return blocksOf(tree.children, { markdown, definitions, depth: 0, linesAddress: true });
}

/** Text that is no Markdown, as it was typed: for what people write, shown to people. */
export function plainBlocks(text: string): Block[] {
  return text.trim() === '' ? [] : [{ kind: 'paragraph', children: linesOf(text.trim()) }];
}

/** Markdown that is not worth reading as such. */
function asText(markdown: string): Block[] {
  return plainBlocks(markdown).map((block) =>
    block.kind === 'paragraph' ? { ...block, children: harmlessInlines(block.children, true) } : block,
  );
}

function collectDefinitions(node: Nodes, into: Map<string, Definition>, depth = 0): void {
  // The first definition of a name counts.
  if (node.type === 'definition' && !into.has(node.identifier)) into.set(node.identifier, node);
  if ('children' in node && depth < deepestBlocks)
    for (const child of node.children) collectDefinitions(child, into, depth + 1);
}

function blocksOf(nodes: RootContent[], reading: Reading): Block[] {
  return nodes.flatMap((node) => blockOf(node, reading));
}

function blockOf(node: RootContent, reading: Reading): Block[] {
  const within: Reading = { ...reading, depth: reading.depth + 1 };
  if (within.depth > deepestBlocks) return asText(sourceOf(node, reading));
  switch (node.type) {
    case 'paragraph':
      return paragraph(inlinesOf(node.children, reading), reading);
    case 'heading': {
      const children = shown(inlinesOf(node.children, reading), reading);
      return children.length === 0 ? [] : [{ kind: 'heading', level: node.depth, children }];
    }
    case 'blockquote': {
      const blocks = blocksOf(node.children, within);
      return blocks.length === 0 ? [] : [{ kind: 'quote', blocks }];
    }
    case 'list': {
      const items = node.children.map((item) => ({
        checked: item.checked ?? null,
        continued: false,
        blocks: blocksOf(item.children, { ...within, linesAddress: false }),
      }));
      return [{ kind: 'list', start: node.ordered ? (node.start ?? 1) : null, items }];
    }
    case 'code': {
      const text = harmlessCode(node.value);
      return text.trim() === '' ? [] : [{ kind: 'code', language: languageOf(node.lang), text }];
    }
    case 'table': {
      const [header, ...rows] = node.children.map((row) => cellsOf(row, reading));
      if (!header) return [];
      const align = header.map((_, index) => node.align?.[index] ?? null);
      // A row may have fewer cells than the header, and more, which are not part of the table.
      const even = rows.map((row) => header.map((_, index) => row[index] ?? []));
      return [{ kind: 'table', align, header, rows: even, continued: false }];
    }
    case 'thematicBreak':
      return [{ kind: 'thematic-break' }];
    case 'html':
      return paragraph(linesOf(node.value), reading);
    case 'footnoteDefinition': {
      const [first, ...rest] = blocksOf(node.children, within);
      const mark: Inline = { kind: 'text', text: `[${node.label ?? node.identifier}] ` };
      if (first?.kind === 'paragraph') return [{ ...first, children: [mark, ...first.children] }, ...rest];
      return [{ kind: 'paragraph', children: [mark] }, ...(first ? [first] : []), ...rest];
    }
    case 'definition':
    case 'yaml':
      return [];
    default:
      // Everything else stands within one of the above; were it ever to stand alone, it would be its text.
      return asText(sourceOf(node, reading));
  }
}

function cellsOf(row: TableRow, reading: Reading): Inline[][] {
  return row.children.map((cell) =>
    shown(inlinesOf(cell.children, reading), { ...reading, linesAddress: false }),
  );
}

function paragraph(inlines: Inline[], reading: Reading): Block[] {
  const children = shown(inlines, reading);
  return children.length === 0 ? [] : [{ kind: 'paragraph', children }];
}

/** Harmless, and nothing where there is nothing to see. */
function shown(inlines: Inline[], reading: Reading): Inline[] {
  return visibleText(inlines).trim() === '' ? [] : harmlessInlines(joined(inlines), reading.linesAddress);
}

function inlinesOf(nodes: PhrasingContent[], reading: Reading, depth = 0): Inline[] {
  return joined(nodes.flatMap((node) => inlineOf(node, reading, depth + 1)));
}

function inlineOf(node: PhrasingContent, reading: Reading, depth: number): Inline[] {
  if (depth > deepestInlines) return linesOf(sourceOf(node, reading));
  switch (node.type) {
    case 'text':
      return linesOf(node.value);
    case 'strong':
    case 'emphasis':
    case 'delete':
      return [{ kind: node.type, children: inlinesOf(node.children, reading, depth) }];
    case 'inlineCode':
      return [{ kind: 'code', text: node.value }];
    case 'break':
      return [{ kind: 'break' }];
    case 'html':
      return /^<br\s*\/?>$/i.test(node.value) ? [{ kind: 'break' }] : linesOf(node.value);
    case 'link':
      return link(node.url, inlinesOf(node.children, reading, depth));
    case 'image':
      return link(node.url, linesOf(node.alt ?? ''));
    case 'linkReference': {
      const definition = reading.definitions.get(node.identifier);
      return link(definition?.url ?? '', inlinesOf(node.children, reading, depth));
    }
    case 'imageReference': {
      const definition = reading.definitions.get(node.identifier);
      return link(definition?.url ?? '', linesOf(node.alt ?? ''));
    }
    case 'footnoteReference':
      return [{ kind: 'text', text: `[${node.label ?? node.identifier}]` }];
  }
}

/** A link where it leads to the web or to a mail address; otherwise its text. */
function link(url: string, children: Inline[]): Inline[] {
  // What could end a link early in some platform's own writing of links.
  const safe = url.replace(/[\s<>"|`]/g, (character) => encodeURIComponent(character));
  const leads = /^(?:https?:\/\/|mailto:)./i.test(safe) && URL.canParse(safe);
  if (!leads || safe.length > longestUrlCharacters) return children;
  const named = visibleText(children).trim() !== '';
  return [{ kind: 'link', url: safe, children: named ? children : [{ kind: 'text', text: safe }] }];
}

/** Text with its line ends as breaks. Nothing else of the control characters means anything in a chat. */
function linesOf(text: string): Inline[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: leaving them out is the point
  const lines = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').split(/\r\n?|\n/);
  return lines.flatMap((line, index): Inline[] => [
    ...(index > 0 ? [{ kind: 'break' } as const] : []),
    ...(line === '' ? [] : [{ kind: 'text', text: line } as const]),
  ]);
}

/** Neighbouring texts as one. */
function joined(inlines: Inline[]): Inline[] {
  const one: Inline[] = [];
  for (const inline of inlines) {
    const last = one.at(-1);
    if (inline.kind === 'text' && last?.kind === 'text')
      one[one.length - 1] = { kind: 'text', text: last.text + inline.text };
    else one.push(inline);
  }
  return one;
}

function languageOf(info: string | null | undefined): string | null {
  // A language goes into the line of a fence: a name, and nothing that could end that line.
  return /^[\w+#.-]{1,30}$/.exec(info ?? '')?.[0] ?? null;
}

function sourceOf(node: Root | RootContent, reading: Reading): string {
  return reading.markdown.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
}
