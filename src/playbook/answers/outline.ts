import { isGapLine } from './measure.ts';

/** A stretch of an answer: `start` and `end` are places in the answer's text. */
export interface Passage {
  text: string;
  start: number;
  end: number;
}

/** `Label: value`; the value ends with the line, unless it goes on in lines of their own. */
export interface LabelledLine {
  label: string;
  value: Passage;
}

export interface OutlineItem {
  /** Undefined for bullets. */
  number: number | undefined;
  indent: number;
  /** Its first lines, up to a labelled one, a blank one or an item of its own; without the mark. */
  lead: Passage;
  /** All of it, without the mark. */
  whole: Passage;
}

export interface OutlineSection {
  /** Where the heading's line begins. */
  start: number;
  heading: Passage;
  level: number;
  /** Up to the next heading of its level, or one above. */
  body: Passage;
}

export interface OutlineTable {
  columns: string[];
  rows: Passage[][];
  start: number;
}

/** What an answer consists of, whatever its kind. */
export interface Outline {
  text: string;
  sections: OutlineSection[];
  /** Nested ones too, in their order. */
  items: OutlineItem[];
  labels: LabelledLine[];
  tables: OutlineTable[];
}

interface Line extends Passage {
  kind: 'blank' | 'heading' | 'item' | 'row' | 'gap' | 'text';
  indent: number;
  /** Where the words begin, behind the marks of a heading or an item. */
  contentStart: number;
  level: number;
  number: number | undefined;
}

/** Line ends of one kind, nothing around, and no fence where one stands around the whole. */
export function tidyAnswer(text: string): string {
  const trimmed = text.replace(/\r\n?/g, '\n').trim();
  const fenced = /^(`{3,}|~{3,})[a-z]*\n([\s\S]*?)\n\1$/i.exec(trimmed);
  return fenced && !fenced[2]?.includes(fenced[1] ?? '') ? (fenced[2] ?? '').trim() : trimmed;
}

/** Reads the Markdown that models write and people paste: headings also in bold, numbers with "." or ")". */
export function outlineOf(text: string): Outline {
  const lines = linesOf(text);
  return {
    text,
    sections: sectionsOf(lines, text),
    items: itemsOf(lines, text),
    labels: labelsOf(lines, text),
    tables: tablesOf(lines, text),
  };
}

export function passage(text: string, start: number, end: number): Passage {
  const raw = text.slice(start, end);
  const from = start + (raw.length - raw.trimStart().length);
  const to = Math.max(from, end - (raw.length - raw.trimEnd().length));
  return { text: text.slice(from, to), start: from, end: to };
}

/** The items that stand in a stretch and in no other item of it. */
export function topItems(outline: Outline, { start, end }: Passage): OutlineItem[] {
  const within = outline.items.filter(({ lead }) => lead.start >= start && lead.start < end);
  const least = Math.min(...within.map(({ indent }) => indent));
  const top = within.filter(({ indent }) => indent === least);
  // Bullets below a numbered list, or beside it, are remarks.
  const numbered = top.filter(({ number }) => number !== undefined);
  return numbered.length > 0 ? numbered : top;
}

const itemMark = /^(\s*)(?:(?:\*\*)?(\d{1,3})[.)](?:\*\*)?|[-*•–])\s+/;

function linesOf(text: string): Line[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const read = readLine(line, start);
    start += line.length + 1;
    return read;
  });
}

function readLine(line: string, start: number): Line {
  const common = {
    text: line,
    start,
    end: start + line.length,
    indent: /^\s*/.exec(line)?.[0].replace(/\t/g, '    ').length ?? 0,
    level: 0,
    number: undefined,
    contentStart: start,
  };
  if (line.trim() === '') return { ...common, kind: 'blank' };
  const hashes = /^ {0,3}(#{1,6})\s+/.exec(line);
  if (hashes)
    return {
      ...common,
      kind: 'heading',
      level: hashes[1]?.length ?? 1,
      contentStart: start + hashes[0].length,
    };
  // A bold line of its own is a heading of the lowest level.
  if (/^\*\*[^*]+\*\*:?\s*$/.test(line)) return { ...common, kind: 'heading', level: 7 };
  if (/^\s*\|.*\|\s*$/.test(line)) return { ...common, kind: 'row' };
  const mark = itemMark.exec(line);
  if (isGapLine(line) && !mark) return { ...common, kind: 'gap' };
  if (!mark) return { ...common, kind: 'text' };
  return {
    ...common,
    kind: 'item',
    number: mark[2] === undefined ? undefined : Number(mark[2]),
    contentStart: start + mark[0].length,
  };
}

function sectionsOf(lines: Line[], text: string): OutlineSection[] {
  const headings = lines.filter(({ kind }) => kind === 'heading');
  return headings.map((line, index) => {
    const next = headings.slice(index + 1).find(({ level }) => level <= line.level);
    return {
      start: line.start,
      heading: headingText(line, text),
      level: line.level,
      body: passage(text, line.end, next?.start ?? text.length),
    };
  });
}

function headingText(line: Line, text: string): Passage {
  const found = passage(text, line.contentStart, line.end);
  const inner = /^\*\*(.+?)\*\*:?$/.exec(found.text)?.[1];
  return inner === undefined ? found : { ...found, text: inner.replace(/:$/, '') };
}

function itemsOf(lines: Line[], text: string): OutlineItem[] {
  const items = lines.flatMap((line, index): OutlineItem[] => {
    if (line.kind !== 'item') return [];
    const last = lastLineOf(lines, index);
    const leadEnd = lines
      .slice(index + 1, last + 1)
      .find((next) => next.kind !== 'text' || labelIn(next) !== undefined);
    return [
      {
        number: line.number,
        indent: line.indent,
        lead: passage(text, line.contentStart, leadEnd ? leadEnd.start : (lines[last]?.end ?? line.end)),
        whole: passage(text, line.contentStart, lines[last]?.end ?? line.end),
      },
    ];
  });
  return withoutClosingLines(items, text);
}

/** An item goes on through what is indented, and through lines that follow without a blank one. */
function lastLineOf(lines: Line[], index: number): number {
  const first = lines[index];
  let last = index;
  for (let at = index + 1; at < lines.length; at++) {
    const line = lines[at];
    if (!line || !first) break;
    if (line.kind === 'blank') continue;
    const isDeeper = line.indent > first.indent;
    if (line.kind === 'heading' || line.kind === 'row') break;
    if ((line.kind === 'item' || line.kind === 'gap') && !isDeeper) break;
    if (lines[at - 1]?.kind === 'blank' && !isDeeper) break;
    last = at;
  }
  return last;
}

/** A line such as "Strongest: …" right below a list belongs to all of it: no other item has one. */
function withoutClosingLines(items: OutlineItem[], text: string): OutlineItem[] {
  return items.map((item, index) => {
    const isLast = items.slice(index + 1).every(({ indent }) => indent > item.indent);
    const siblings = items.filter((other) => other !== item && other.indent === item.indent);
    if (!isLast || siblings.length === 0) return item;
    const known = new Set(siblings.flatMap(({ whole }) => linesOf(whole.text).map(labelIn)));
    const closing = linesOf(item.whole.text).find(
      (line, at) => at > 0 && line.indent <= item.indent && isStrayLabel(labelIn(line), known),
    );
    return closing
      ? { ...item, whole: passage(text, item.whole.start, item.whole.start + closing.start) }
      : item;
  });
}

function isStrayLabel(label: string | undefined, known: ReadonlySet<string | undefined>): boolean {
  return label !== undefined && !known.has(label);
}

const labelPattern = /^(?:\*\*|__|`)?([\p{L}\d][^:\n|]{0,39}?)(?:\*\*|__|`)?:(?:\*\*|__|`)?(?=\s|$)[^\S\n]*/u;

/** The label that a line begins with, at most six words; behind the mark of an item too. */
function labelIn(line: Line): string | undefined {
  return matchLabel(line)?.[1];
}

function matchLabel(line: Line): RegExpExecArray | undefined {
  if (line.kind !== 'text' && line.kind !== 'item') return undefined;
  const content = line.text.slice(line.contentStart - line.start).trimStart();
  const match = labelPattern.exec(content);
  return match && (match[1] ?? '').split(/\s+/).length <= 6 ? match : undefined;
}

function labelsOf(lines: Line[], text: string): LabelledLine[] {
  return lines.flatMap((line, index): LabelledLine[] => {
    const match = matchLabel(line);
    if (!match?.[1]) return [];
    const content = text.slice(line.contentStart, line.end);
    const start = line.contentStart + (content.length - content.trimStart().length) + match[0].length;
    const rest = lines.slice(index + 1);
    const stop = rest.findIndex((next) => next.kind !== 'text' || labelIn(next) !== undefined);
    const goesOn = rest.slice(0, stop < 0 ? undefined : stop);
    return [{ label: match[1], value: passage(text, start, goesOn.at(-1)?.end ?? line.end) }];
  });
}

function tablesOf(lines: Line[], text: string): OutlineTable[] {
  const tables: OutlineTable[] = [];
  for (const [at, header] of lines.entries()) {
    const rule = lines[at + 1];
    if (header.kind !== 'row' || !rule || !/^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/.test(rule.text)) continue;
    const below = lines.slice(at + 2);
    const end = below.findIndex(({ kind }) => kind !== 'row');
    tables.push({
      columns: cellsOf(header, text).map((cell) => cell.text.replace(/[*_`]/g, '')),
      rows: below.slice(0, end < 0 ? undefined : end).map((row) => cellsOf(row, text)),
      start: header.start,
    });
  }
  return tables;
}

function cellsOf(line: Line, text: string): Passage[] {
  const bars = [...line.text.matchAll(/(?<!\\)\|/g)].map(({ index }) => line.start + index);
  return bars.slice(1).map((bar, index) => passage(text, (bars[index] ?? bar) + 1, bar));
}
