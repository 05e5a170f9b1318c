import type { Block, Inline, List, Table } from './blocks.ts';
import { escapeMarkdown } from './escape-markdown.ts';
import { visibleText } from './visible-text.ts';

/**
 * Blocks as Markdown again, which reads as the same blocks: in the words that Slack's `markdown` block and our own parser
 * have in common. Every mark that is text is escaped, every fence closed.
 */
export function toMarkdown(blocks: Block[]): string {
  return blocks.map((block) => writeBlock(block)).join('\n\n');
}

function writeBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return writeInlines(block.children);
    case 'heading':
      return `${'#'.repeat(block.level)} ${writeInlines(block.children).replace(/\s*\n/g, ' ').replace(/#+$/, '\\$&')}`;
    case 'list':
      return writeList(block);
    case 'quote':
      return toMarkdown(block.blocks).replace(/^/gm, '> ');
    case 'code':
      return fenced(block.text, block.language);
    case 'table':
      return writeTable(block);
    case 'thematic-break':
      return '---';
  }
}

/** Code between fences longer than any row of backticks in it. */
function fenced(code: string, language: string | null): string {
  const fence = '`'.repeat(Math.max(3, longestRow(code) + 1));
  return `${fence}${language ?? ''}\n${code}\n${fence}`;
}

function writeList(list: List): string {
  const items = list.items.map((item, index) => {
    const content = item.blocks.map((block) => writeBlock(block));
    // What goes on from an earlier message has no marker of its own: it stands before the list.
    if (item.continued) return content.join('\n\n');
    const bullet = list.start === null ? '- ' : `${list.start + index}. `;
    const box = item.checked === null ? '' : item.checked ? '[x] ' : '[ ] ';
    const separator = item.blocks.some((block, at) => at > 0 && block.kind !== 'list') ? '\n\n' : '\n';
    // A box must be followed by words on its own line.
    const text = box !== '' && item.blocks[0]?.kind !== 'paragraph' ? ['', ...content] : content;
    return `${bullet}${box}${text.join(separator)}`.replace(/\n(?=.)/g, `\n${' '.repeat(bullet.length)}`);
  });
  const [first = '', ...others] = items;
  return list.items[0]?.continued && others.length > 0
    ? `${first}\n\n${others.join('\n')}`
    : items.join('\n');
}

/** Where an inline stands: what touches it decides whether a mark can open or close there. */
interface Around {
  before: string;
  after: string;
  within: ReadonlySet<string>;
}

function writeInlines(
  inlines: Inline[],
  around: Around = { before: '', after: '', within: new Set() },
): string {
  let { before } = around;
  const written = inlines.map((inline, index) => {
    const after = firstCharacter(inlines, index + 1) || around.after;
    const piece = writeInline(inline, { ...around, before, after });
    before = piece.slice(-1) || before;
    return piece;
  });
  return written.join('');
}

function firstCharacter(inlines: Inline[], from: number): string {
  const next = inlines[from];
  if (!next) return '';
  return visibleText([next]).charAt(0) || firstCharacter(inlines, from + 1);
}

function writeInline(inline: Inline, around: Around): string {
  switch (inline.kind) {
    case 'text':
      return escapeMarkdown(inline.text, around.before === '' || around.before === '\n');
    case 'break':
      // Two spaces: a line end by itself may be read as a space.
      return '  \n';
    case 'code':
      return codeSpan(inline.text);
    case 'link':
      return link(inline.url, inline.children, around);
    case 'strong':
      return styled('**', inline.children, around);
    case 'emphasis':
      return styled('*', inline.children, around);
    case 'delete':
      return styled('~~', inline.children, around);
  }
}

function styled(mark: string, children: Inline[], around: Around): string {
  const plain = () => writeInlines(children, around);
  if (around.within.has(mark)) return plain();
  const within = new Set([...around.within, mark]);
  const inner = writeInlines(children, { before: mark, after: mark, within });
  const [, lead = '', core = '', trail = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(inner) ?? [];
  const before = lead === '' ? around.before : ' ';
  const after = trail === '' ? around.after : ' ';
  // Marks that would not be read as such are left out: the words count.
  if (core === '' || !touches(before, core.charAt(0)) || !touches(after, core.slice(-1))) return plain();
  return `${lead}${mark}${core}${mark}${trail}`;
}

/** CommonMark's rule of flanking: punctuation inside a mark wants space or punctuation outside. Rows of marks run together. */
function touches(outside: string, inside: string): boolean {
  if (/[*~]/.test(outside) || /[*~]/.test(inside)) return false;
  return !/[\p{P}\p{S}]/u.test(inside) || outside === '' || /[\s\p{P}\p{S}]/u.test(outside);
}

function link(url: string, children: Inline[], around: Around): string {
  const text = visibleText(children);
  if (text === url || `mailto:${text}` === url) return `<${text}>`;
  const address = url.replace(/[()\\]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  return `[${writeInlines(children, { ...around, before: '[', after: ']' })}](${address})`;
}

function codeSpan(text: string): string {
  const fence = '`'.repeat(longestRow(text) + 1);
  const pad = /^`|`$|^ .* $/.test(text) ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

function longestRow(code: string): number {
  return Math.max(0, ...[...code.matchAll(/`+/g)].map(([row]) => row.length));
}

/** As GFM writes it; read by our own parser only, for neither platform is sent a table in Markdown. */
function writeTable(table: Table): string {
  const rule = table.align.map((align) =>
    align === null ? '---' : { left: ':--', center: ':-:', right: '--:' }[align],
  );
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const cell = (inlines: Inline[]) =>
    writeInlines(inlines)
      .replace(/ *\n/g, '<br>')
      .replace(/(?<!\\)\|/g, '\\|')
      .trim();
  return [table.header.map(cell), rule, ...table.rows.map((cells) => cells.map(cell))].map(row).join('\n');
}
