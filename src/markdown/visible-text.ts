import type { Inline } from './blocks.ts';

/** The characters that people see; a break is a line end. */
export function visibleText(inlines: Inline[]): string {
  return inlines.map(visibleTextOfOne).join('');
}

function visibleTextOfOne(inline: Inline): string {
  if (inline.kind === 'break') return '\n';
  return 'text' in inline ? inline.text : visibleText(inline.children);
}

/** What shows the characters from `from` up to `to` of the visible text, in the same styles. */
export function sliceInlines(inlines: Inline[], from: number, to: number): Inline[] {
  const sliced: Inline[] = [];
  let at = 0;
  for (const inline of inlines) {
    const { length } = visibleTextOfOne(inline);
    const start = Math.max(from - at, 0);
    const end = Math.min(to - at, length);
    at += length;
    if (start >= end) continue;
    if (inline.kind === 'break') sliced.push(inline);
    else if ('text' in inline) sliced.push({ ...inline, text: inline.text.slice(start, end) });
    else sliced.push({ ...inline, children: sliceInlines(inline.children, start, end) });
  }
  return sliced;
}

/** The same with `mark` put in at these places of the visible text, given in rising order. */
export function insertInInlines(inlines: Inline[], places: number[], mark: string): Inline[] {
  let at = 0;
  return inlines.map((inline) => {
    const start = at;
    at += visibleTextOfOne(inline).length;
    // A place at a seam belongs to what stands before it.
    const own = places.filter((place) => place > start && place <= at).map((place) => place - start);
    if (own.length === 0 || inline.kind === 'break') return inline;
    if ('text' in inline) return { ...inline, text: insertInText(inline.text, own, mark) };
    return { ...inline, children: insertInInlines(inline.children, own, mark) };
  });
}

export function insertInText(text: string, places: number[], mark: string): string {
  let from = 0;
  const pieces = places.map((place) => {
    const piece = text.slice(from, place);
    from = place;
    return piece + mark;
  });
  return pieces.join('') + text.slice(from);
}
