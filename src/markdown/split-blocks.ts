import type { Block, CodeBlock, Inline, List, Table } from './blocks.ts';
import { tableAsList } from './table-as-text.ts';
import { sliceInlines, visibleText } from './visible-text.ts';

/** Whether a part would be within its budget. */
type Fits<T> = (head: T) => boolean;
interface Cut<T> {
  head: T;
  rest: T;
}
/** How finely a thing may be cut: `coarse` at items, rows, lines and sentences; `fine` also at words and characters. */
type Grain = 'coarse' | 'fine';

/**
 * Blocks as parts, each of which measures at most `budget` once it is rendered: between blocks where that will do,
 * then between items, rows (with the header again), lines of code (in fences of its language again), sentences, words,
 * at last characters as people see them. White space at a cut goes, no other character is lost or said twice. A
 * heading stays with what it heads. No part is empty; only what cannot be cut any more is over its budget.
 *
 * @param measure What a part takes when rendered, in the budget's unit; rises with what is in it.
 * @public Slack (issue 5) and Discord (issue 6) send what this gives.
 */
export function splitBlocks(blocks: Block[], measure: (part: Block[]) => number, budget: number): Block[][] {
  const parts: Block[][] = [];
  let rest = blocks;
  while (rest.length > 0) {
    const cut = cutBlocks(rest, (part) => measure(part) <= budget, 'fine') ?? {
      head: rest.slice(0, 1),
      rest: rest.slice(1),
    };
    parts.push(cut.head);
    rest = cut.rest;
  }
  return parts;
}

/** As many blocks as fit, the last of them cut where it has no room of its own either. Undefined where nothing fits. */
function cutBlocks(blocks: Block[], fits: Fits<Block[]>, grain: Grain): Cut<Block[]> | undefined {
  const whole = largestThat(blocks.length, (count) => fits(blocks.slice(0, count)));
  const next = blocks[whole];
  if (!next) return { head: blocks, rest: [] };
  const before = blocks.slice(0, whole);
  const after = blocks.slice(whole + 1);
  if (whole === 0 || !fits([next])) {
    const cut = cutBlock(next, (head) => fits([...before, head]), whole === 0 ? grain : 'coarse');
    if (cut) return { head: [...before, cut.head], rest: [cut.rest, ...after] };
  }
  if (whole === 0) return undefined;
  const lastButHeadings = before.findLastIndex((block) => block.kind !== 'heading');
  const kept = lastButHeadings < 0 ? whole : lastButHeadings + 1;
  return { head: blocks.slice(0, kept), rest: blocks.slice(kept) };
}

/** Undefined where no piece of the block fits. */
function cutBlock(block: Block, fits: Fits<Block>, grain: Grain): Cut<Block> | undefined {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return cutInlines(block, fits, grain);
    case 'list':
      return cutList(block, fits, grain);
    case 'quote': {
      const cut = cutBlocks(block.blocks, (blocks) => fits({ ...block, blocks }), grain);
      return cut && { head: { ...block, blocks: cut.head }, rest: { ...block, blocks: cut.rest } };
    }
    case 'code':
      return cutCode(block, fits, grain);
    case 'table':
      return cutTable(block, fits, grain);
    case 'thematic-break':
      return undefined;
  }
}

function cutList(list: List, fits: Fits<Block>, grain: Grain): Cut<Block> | undefined {
  const from = (index: number): List => ({
    ...list,
    start: list.start === null ? null : list.start + index,
    items: list.items.slice(index),
  });
  const whole = largestThat(list.items.length - 1, (count) =>
    fits({ ...list, items: list.items.slice(0, count) }),
  );
  if (whole > 0) return { head: { ...list, items: list.items.slice(0, whole) }, rest: from(whole) };
  const [item, ...others] = list.items;
  if (!item) return undefined;
  const cut = cutBlocks(item.blocks, (blocks) => fits({ ...list, items: [{ ...item, blocks }] }), grain);
  if (!cut || cut.rest.length === 0) return undefined;
  const goesOn = { checked: null, continued: true, blocks: cut.rest };
  return {
    head: { ...list, items: [{ ...item, blocks: cut.head }] },
    rest: { ...list, items: [goesOn, ...others] },
  };
}

function cutTable(table: Table, fits: Fits<Block>, grain: Grain): Cut<Block> | undefined {
  const whole = largestThat(table.rows.length - 1, (count) =>
    fits({ ...table, rows: table.rows.slice(0, count) }),
  );
  if (whole > 0) {
    return {
      head: { ...table, rows: table.rows.slice(0, whole) },
      rest: { ...table, rows: table.rows.slice(whole), continued: true },
    };
  }
  // Not one row has room: as a list it can be cut within a cell.
  const list = tableAsList(table);
  return grain === 'fine' ? cutBlock(list, fits, grain) : undefined;
}

function cutCode(code: CodeBlock, fits: Fits<Block>, grain: Grain): Cut<Block> | undefined {
  return cutText(
    code.text,
    [(text) => [...text.matchAll(/\n/g)].map((match) => match.index)],
    grain,
    (from, to) => ({ ...code, text: code.text.slice(from, to) }),
    fits,
    // A line's first spaces are part of the code: only whole empty lines go at a cut.
    /(?:[^\S\n]*\n)*/uy,
  );
}

function cutInlines(
  block: Extract<Block, { children: Inline[] }>,
  fits: Fits<Block>,
  grain: Grain,
): Cut<Block> | undefined {
  return cutText(
    visibleText(block.children),
    grain === 'coarse' ? [sentencesOf] : [sentencesOf, wordsOf],
    grain,
    (from, to) => ({ ...block, children: sliceInlines(block.children, from, to) }),
    fits,
    /(?:\s+(?![\p{M}\u200d]))?/uy,
  );
}

/** A sentence or word is preferred to finer cuts only if it leaves the part at least this full. */
const fullEnough = 1 / 3;
/** What is looked at behind the last place that fits, to tell whether a sentence ends there. */
const lookAheadCharacters = 200;

/**
 * Cuts at the last place that fits: from the coarsest kind of places that fills the part well enough, at last between
 * characters as people see them (between code points where one such character is over the budget by itself).
 */
function cutText(
  text: string,
  kinds: Array<(text: string) => number[]>,
  grain: Grain,
  piece: (from: number, to: number) => Block,
  fits: Fits<Block>,
  spaceAfter: RegExp,
): Cut<Block> | undefined {
  const lead = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  const fitting = (from: number) =>
    from + largestThat(end - from - 1, (count) => fits(piece(from, from + count)));
  // More space than the budget stands before the first word: it goes.
  const from = fitting(0) <= lead ? lead : 0;
  for (let most = fitting(from); most > lead; most--) {
    const place = placeUpTo(most);
    if (place === undefined) return undefined;
    const headEnd = text.slice(0, place).trimEnd().length;
    spaceAfter.lastIndex = place;
    const next = place + (spaceAfter.exec(text)?.[0].length ?? 0);
    const head = piece(from, headEnd);
    // Nearly always true at once; marks that are closed at the cut may take more than the text that was cut off.
    if (fits(head)) return { head, rest: piece(next, text.length) };
  }
  return undefined;

  function placeUpTo(most: number): number | undefined {
    const limit = most + (/^\s*/.exec(text.slice(most))?.[0].length ?? 0);
    const seen = text.slice(0, limit + lookAheadCharacters);
    for (const placesOf of kinds) {
      const place = placesOf(seen).findLast((one) => one <= limit && one > lead && one < end);
      if (place !== undefined && (grain === 'coarse' || place - from >= (most - from) * fullEnough))
        return place;
    }
    if (grain === 'coarse') return undefined;
    const grapheme = byGrapheme.segment(text).containing(most)?.index ?? most;
    if (grapheme > lead) return grapheme;
    const inPair = /^[\udc00-\udfff]/.test(text.slice(most));
    return inPair ? (most - 1 > lead ? most - 1 : undefined) : most;
  }
}

const bySentence = new Intl.Segmenter('en', { granularity: 'sentence' });
const byGrapheme = new Intl.Segmenter('en', { granularity: 'grapheme' });

function sentencesOf(text: string): number[] {
  return [...bySentence.segment(text)].slice(1).map(({ index }) => index);
}

function wordsOf(text: string): number[] {
  return [...text.matchAll(/\s+(?![\p{M}\u200d])/gu)].map((match) => match.index);
}

/** The largest count from 1 to `most` that holds, or 0. What holds for a count holds for every smaller one. */
function largestThat(most: number, holds: (count: number) => boolean): number {
  let known = 0;
  let beyond = most + 1;
  while (beyond - known > 1) {
    const middle = Math.floor((known + beyond) / 2);
    if (holds(middle)) known = middle;
    else beyond = middle;
  }
  return known;
}
