import type { Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

// "~5 minutes, ~10 at most" is no struck-out text: only two tildes strike out.
const processor = unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).freeze();

/**
 * Deeper than this nobody writes, and the parser takes a time that grows with the square of the depth: 500 lines, each a
 * list within the one before, took it 3 s.
 */
const deepestMarkers = 24;
const deepestColumns = 2 * deepestMarkers;
const marker = '(?:>|[-+*][ \\t]|\\d{1,9}[.)][ \\t])';
const deep = new RegExp(
  `^(?:(?:[ \\t]*${marker}){${deepestMarkers}}|[ \\t]{${deepestColumns},}${marker})`,
  'm',
);

/** Nested so deeply that it is an attack. */
export function isTooDeep(markdown: string): boolean {
  return deep.test(markdown);
}

/** CommonMark with GFM's tables, tasks and links. Undefined for text nested so deeply that it is an attack. */
export function syntaxTreeOf(markdown: string): Root | undefined {
  if (isTooDeep(markdown)) return undefined;
  try {
    return processor.parse(markdown);
  } catch {
    // The parser recurses in places: what is too deep for it is text.
    return undefined;
  }
}
