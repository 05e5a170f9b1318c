import type { Nodes } from 'mdast';
import { systemRoleSchema } from '../domain/system-role.ts';
import type { Inline } from './blocks.ts';
import { syntaxTreeOf } from './syntax-tree.ts';
import { insertInInlines, insertInText, visibleText } from './visible-text.ts';

/**
 * U+200D, zero-width joiner, put behind the "@" or "<" of a ping: no platform knows the ping any more, and people see
 * and hear the same. Not U+200B, at which lines may break and by which words are counted apart; not U+2060, which some
 * fonts show as a box. Segmentation keeps a joiner with the character before it, so no split can undo this.
 */
const joiner = '\u200d';

/** "MediaBuyer" is also written "Media Buyer", "media-buyer" and "media_buyer". */
const agentNames = systemRoleSchema.options.map((role) => role.replace(/(?<=[a-z])(?=[A-Z])/g, '[ _-]?'));

/**
 * In this order: addresses on the web, which are left whole; what Slack and Discord read in angle brackets; words that
 * ping, and our own name; an agent's name where a line begins with it, which calls it (an agent named within a
 * sentence is only talked about: "I hand over to @Writer").
 */
const pings = new RegExp(
  [
    '(?<address>https?://[a-z0-9-]+(?:\\.[a-z0-9-]+)+/[^\\s<>()[\\]"*\\\\]*)',
    '(?<bracket><)(?=!(?:channel|here|everyone|group|subteam\\^)[^<>\\n]*>|[@#][!&]?[a-z0-9]+(?:\\|[^<>\\n]*)?>)',
    '@(?<word>everyone|(?:here|channel|elevate)(?![\\p{L}\\p{N}_]))',
    `(?<=(?:^|\\n)[\\s>*_~#]{0,20})@(?<agent>(?:${agentNames.join('|')})(?![\\p{L}\\p{N}_]))`,
  ].join('|'),
  'giu',
);
const restOfMailAddress = /[\w-]*(?:\.[a-z0-9-]+)+/iuy;

interface Range {
  from: number;
  to: number;
}

/** Where to put a joiner. Words within code ping nobody and are there to be copied; brackets count in code as well. */
function pingsIn(text: string, code: Range[], linesAddress: boolean): number[] {
  return [...text.matchAll(pings)].flatMap((match) => {
    const { address, bracket, agent, word } = match.groups ?? {};
    if (address !== undefined || (agent !== undefined && !linesAddress)) return [];
    const end = match.index + match[0].length;
    if (bracket === undefined && code.some(({ from, to }) => from <= match.index && end <= to)) return [];
    if (word !== undefined && isMailAddress(text, match.index, end)) return [];
    return [match.index + 1];
  });
}

/** "fay@here.example" is an address; "fay@here" would ping. */
function isMailAddress(text: string, at: number, end: number): boolean {
  restOfMailAddress.lastIndex = end;
  return /[\w.%+-]/.test(text.charAt(at - 1)) && restOfMailAddress.test(text);
}

/** Pings that were only found after others had been broken up (they stood in what had been code) are looked for so often. */
const rounds = 3;

/**
 * Markdown in which nothing pings, calls an agent or names a person or channel to a platform; it reads the same. Mail
 * and web addresses and code stay as they are, but for the bracketed forms, which Slack reads in code as well. What is
 * disguised by escapes, entities or styles is found when it is parsed (harmlessInlines).
 */
export function makeHarmless(markdown: string): string {
  let text = markdown;
  for (let round = 1; ; round++) {
    const suspected = pingsIn(text, [], true);
    if (suspected.length === 0) return text;
    if (round > rounds) return insertInText(text, suspected, joiner);
    const places = pingsIn(text, codeIn(text), true);
    if (places.length === 0) return text;
    text = insertInText(text, places, joiner);
  }
}

function codeIn(markdown: string): Range[] {
  const ranges: Range[] = [];
  const look = (node: Nodes) => {
    if (node.type === 'code' || node.type === 'inlineCode') {
      const { start, end } = node.position ?? {};
      ranges.push({ from: start?.offset ?? 0, to: end?.offset ?? 0 });
    } else if ('children' in node) for (const child of node.children) look(child);
  };
  const tree = syntaxTreeOf(markdown);
  if (tree) look(tree);
  return ranges;
}

/** The same for what a parsed line shows, whatever it was made of: `&lt;!here>`, `\@everyone`, `@**every**one`. */
export function harmlessInlines(inlines: Inline[], linesAddress: boolean): Inline[] {
  const text = visibleText(inlines);
  if (!/[@<]/.test(text)) return inlines;
  // A style's end ends a word for a platform: each piece by itself, then all of them as people read them.
  const pieces = harmlessPieces(inlines);
  const places = pingsIn(visibleText(pieces), codeRangesOf(pieces, 0), linesAddress);
  return insertInInlines(pieces, places, joiner);
}

function harmlessPieces(inlines: Inline[]): Inline[] {
  return inlines.map((inline) => {
    if ('children' in inline) return { ...inline, children: harmlessPieces(inline.children) };
    if (inline.kind !== 'text') return inline;
    return { ...inline, text: insertInText(inline.text, pingsIn(inline.text, [], false), joiner) };
  });
}

function codeRangesOf(inlines: Inline[], offset: number): Range[] {
  let at = offset;
  return inlines.flatMap((inline) => {
    const from = at;
    at += visibleText([inline]).length;
    if (inline.kind === 'code') return [{ from, to: at }];
    return 'children' in inline ? codeRangesOf(inline.children, from) : [];
  });
}

/** The same for a block of code: only the bracketed forms. */
export function harmlessCode(text: string): string {
  return insertInText(text, pingsIn(text, [{ from: 0, to: text.length }], false), joiner);
}
