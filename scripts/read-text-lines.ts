import { createInterface } from 'node:readline/promises';

/**
 * The objects that stand on stdin, one a line, each with a `text`; what else they hold is the caller's to know. Blank
 * lines are passed over. Rejects with a sentence at the first line that is none.
 */
export async function* readTextLines<Row extends { text: string }>(example: string): AsyncGenerator<Row> {
  let number = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (line.trim() !== '') yield readRow<Row>(line, number, example);
  }
}

function readRow<Row extends { text: string }>(line: string, number: number, example: string): Row {
  try {
    const row = JSON.parse(line);
    if (typeof row?.text === 'string') return row;
  } catch {
    // Told below, as for a line without text.
  }
  throw new Error(
    `Line ${number} is ${line.slice(0, 60)}: expected one JSON object with "text", such as ${JSON.stringify({ text: example })}.`,
  );
}
