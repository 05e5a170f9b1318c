import { namedAt } from './metric-phrases.ts';

/** Columns that say how it is, and columns that say anything else. */
const currentHead = /\b(?:this (?:week|month)|now|current|latest|actual|value|result|number|figure)s?\b/;
const otherHead =
  /\b(?:last (?:week|month)|previous|prev|before|prior|target|goal|benchmark|industry|typical|average|change|diff(?:erence)?|delta|trend|vs|\+\/-|wow|notes?|comments?)\b/;
const fullNumber = /^[~<>≈]?\s?[£$€+-]?\s?\d[\d.,]*\s?(?:%|k|x|p|[£$€]|quid)?$/;

interface Row {
  cells: string[];
  line: string;
}

/**
 * Tables as they come out of a spreadsheet or a document, written as lines of "name: value": names above their numbers, or
 * names beside the numbers of several columns, of which the current one counts. Everything else stays as it was typed.
 */
export function withoutTables(text: string): string {
  const rows = text.split('\n').map((line): Row => ({ line, cells: cellsOf(line) }));
  const lines: string[] = [];
  for (let at = 0; at < rows.length; ) {
    const table = tableAt(rows, at);
    if (table) {
      lines.push(...table.lines);
      at = table.end;
    } else {
      lines.push(rows[at]?.line ?? '');
      at += 1;
    }
  }
  return lines.join('\n');
}

/** Cells between bars, tabs, or gaps of at least two spaces; one cell where there are none. */
function cellsOf(line: string): string[] {
  const bare = line.trim();
  if (/^\|.*\|$/.test(bare) || (bare.match(/\|/g)?.length ?? 0) > 1)
    return bare
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((cell) => cell.trim());
  if (bare.includes('\t')) return line.split('\t').map((cell) => cell.trim());
  return bare.split(/ {2,}/).map((cell) => cell.trim());
}

function tableAt(rows: readonly Row[], at: number): { lines: string[]; end: number } | undefined {
  const head = rows[at];
  if (!head || head.cells.length < 2) return undefined;
  let end = at + 1;
  const body: Row[] = [];
  for (; end < rows.length; end++) {
    const row = rows[end];
    if (!row || row.cells.length !== head.cells.length) break;
    if (!row.cells.every((cell) => /^:?-+:?$/.test(cell))) body.push(row);
  }
  return namesAbove(head, body, end) ?? namesBeside(head, body, end);
}

/** One row of names, one of numbers; of several rows of numbers nobody can tell which is meant. */
function namesAbove(head: Row, body: Row[], end: number) {
  const [only, ...more] = body;
  const named = head.cells.filter(isName).length;
  if (!only || more.length > 0 || named < 2 || head.cells.some((cell) => fullNumber.test(cell)))
    return undefined;
  return { lines: head.cells.map((name, index) => `${name}: ${only.cells[index] ?? ''}`), end };
}

/** Names in the first column and numbers in several: the one under "this week" counts, or the only one that is nothing else. */
function namesBeside(head: Row, body: Row[], end: number) {
  const heads = head.cells.slice(1).map((cell) => cell.toLowerCase());
  if (heads.length < 2 || isName(head.cells[0] ?? '') || body.length === 0) return undefined;
  const current = heads.flatMap((cell, index) =>
    currentHead.test(cell) && !otherHead.test(cell) ? [index] : [],
  );
  const possible = heads.flatMap((cell, index) => (otherHead.test(cell) ? [] : [index]));
  const [column, ...more] = current.length > 0 ? current : possible;
  if (column === undefined || more.length > 0) return undefined;
  return { lines: body.map(({ cells }) => `${cells[0] ?? ''}: ${cells[column + 1] ?? ''}`), end };
}

function isName(cell: string): boolean {
  return namedAt(cell.toLowerCase(), 0) !== undefined;
}
