import type { Block } from './blocks.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { isTooDeep } from './syntax-tree.ts';

/** The beginning of a growing text that can change no more, with its blocks. */
export interface Settled {
  text: string;
  blocks: Block[];
}

export const nothingSettled: Settled = { text: '', blocks: [] };

/**
 * The same blocks as `parseMarkdown(markdown)`, and what of them is settled now: handed in with the next state of the
 * text, that part is not parsed again. A text that is no longer the beginning of the next one is simply parsed anew.
 */
export function parseGrowing(markdown: string, before: Settled): { blocks: Block[]; settled: Settled } {
  // A definition changes what stands above it, and so does text too deep to be read as Markdown.
  if (markdown.includes(']:') || isTooDeep(markdown))
    return { blocks: parseMarkdown(markdown), settled: nothingSettled };
  const known = markdown.startsWith(before.text) ? before : nothingSettled;
  const settled = settleMore(markdown, known);
  return {
    blocks: [...settled.blocks, ...parseMarkdown(markdown.slice(settled.text.length))],
    settled,
  };
}

/**
 * Up to an empty line after a paragraph that stands in nothing else: there every block is closed, and what follows is
 * read as if it began the text. Whether it does stand so, the parser says; anything less plain is left open.
 */
function settleMore(markdown: string, known: Settled): Settled {
  const open = markdown.slice(known.text.length);
  const end = open.lastIndexOf('\n\n') + 2;
  const part = open.slice(0, end);
  // The last line begins with a letter, so it ends no code and no list; HTML may go on over empty lines.
  const isPlain =
    /(?:^|\n)\p{L}[^\n]*\n\n$/u.test(part) && !part.includes('<') && /^\S/.test(open.slice(end));
  if (end < 2 || !isPlain) return known;
  const blocks = parseMarkdown(part);
  return blocks.at(-1)?.kind === 'paragraph'
    ? { text: known.text + part, blocks: [...known.blocks, ...blocks] }
    : known;
}
