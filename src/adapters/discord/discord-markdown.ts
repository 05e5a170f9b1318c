import type { Block, CodeBlock, Inline, List, Table } from '../../markdown/blocks.ts';
import { tableAsList, tableAsText } from '../../markdown/table-as-text.ts';
import { discordInlines } from './discord-inlines.ts';

/** A phone shows about 40 columns of a code block and wraps the rest, a desktop 90: still a table on one, whole on both. */
const tableColumns = 60;
/** Discord knows no rule: a line of U+2500, which is nobody's mark. */
const rule = '─'.repeat(12);
/** U+200D, as in make-harmless.ts: seen and heard by nobody. */
const joiner = '\u200d';

/** What surrounds a block: Discord nests quotes not at all, and knows headings and quotes at the start of a line only. */
interface Surroundings {
  inQuote: boolean;
  inList: boolean;
}

/**
 * Blocks in Discord's own Markdown (support.discord.com, "Markdown Text 101"). Text is escaped, so that it is shown as it
 * stands; fences are closed; a table is aligned text in a fence, or a list where it has no room.
 */
export function discordMarkdown(blocks: Block[]): string {
  return blocksAs(blocks, { inQuote: false, inList: false }, '\n\n');
}

function blocksAs(blocks: Block[], around: Surroundings, between: string): string {
  return blocks.map((block) => blockAs(block, around)).join(between);
}

function blockAs(block: Block, around: Surroundings): string {
  switch (block.kind) {
    case 'paragraph':
      return escapedLineStarts(discordInlines(block.children));
    case 'heading':
      return headingAs(block.level, block.children, around);
    case 'list':
      return listAs(block, around);
    case 'quote':
      return quoteAs(block.blocks, around);
    case 'code':
      return codeAs(block);
    case 'table':
      return tableAs(block, around);
    case 'thematic-break':
      return rule;
  }
}

/** Three sizes of headings; what is smaller, and what stands in a list, is bold. */
function headingAs(level: number, children: Inline[], { inList }: Surroundings): string {
  const onOneLine = withoutBreaks(children);
  if (level <= 3 && !inList) return `${'#'.repeat(level)} ${discordInlines(onOneLine)}`;
  return escapedLineStarts(discordInlines([{ kind: 'strong', children: onOneLine }]));
}

function withoutBreaks(inlines: Inline[]): Inline[] {
  return inlines.map((inline): Inline => {
    if (inline.kind === 'break') return { kind: 'text', text: ' ' };
    return 'children' in inline ? { ...inline, children: withoutBreaks(inline.children) } : inline;
  });
}

/** Within another quote, or an item, a mark would be shown as the sign that it is. */
function quoteAs(blocks: Block[], around: Surroundings): string {
  const text = blocksAs(blocks, { ...around, inQuote: true }, '\n\n');
  if (around.inQuote || around.inList) return text;
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

function listAs(list: List, around: Surroundings): string {
  return list.items
    .map((item, index) => {
      const marker = list.start === null ? '- ' : `${list.start + index}. `;
      const box = item.checked === null ? '' : item.checked ? '☑ ' : '☐ ';
      const text = box + blocksAs(item.blocks, { ...around, inList: true }, '\n');
      const indent = ' '.repeat(marker.length);
      return (item.continued ? indent : marker) + indentedButCode(text, indent);
    })
    .join('\n');
}

/** Code keeps to the margin: what people copy has no spaces that were never in it. */
function indentedButCode(text: string, indent: string): string {
  let inCode = false;
  return text
    .split('\n')
    .map((line, index) => {
      const isFence = line.startsWith(fence);
      const atMargin = inCode || isFence;
      if (isFence) inCode = !inCode;
      if (index === 0) return atMargin ? `\n${line}` : line;
      return atMargin || line === '' ? line : indent + line;
    })
    .join('\n');
}

const fence = '```';

/** Discord ends a block at the first three backticks, however many began it. */
function codeAs({ language, text }: Pick<CodeBlock, 'language' | 'text'>): string {
  const whole = text.replace(/`(?=``)/g, `\`${joiner}`);
  return `${fence}${(language ?? '').toLowerCase()}\n${whole}\n${fence}`;
}

function tableAs(table: Table, around: Surroundings): string {
  const text = tableAsText(table, tableColumns);
  return text === undefined ? blockAs(tableAsList(table), around) : codeAs({ language: null, text });
}

/** What would begin a heading, small print, a quote or an item is escaped. */
function escapedLineStarts(text: string): string {
  return text
    .replace(/^([ \t]*)(#{1,3}(?=\s)|-#(?=\s)|>(?=\s|>>)|[-*](?=\s))/gm, '$1\\$2')
    .replace(/^([ \t]*\d+)\.(?=\s)/gm, '$1\\.');
}
