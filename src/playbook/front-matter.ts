import { parseDocument } from 'yaml';

export type FrontMatterReading =
  | { kind: 'read'; data: unknown; body: string }
  | { kind: 'problem'; problem: string };

/** Splits a content file into its YAML front matter and the Markdown under it. */
export function readFrontMatter(text: string): FrontMatterReading {
  const match = /^---\n([\s\S]*?)\n---\n?([\s\S]*)$/.exec(text.replace(/\r\n/g, '\n'));
  if (match?.[1] === undefined) {
    return {
      kind: 'problem',
      problem: 'has no front matter: begin the file with a line "---" and close it with another',
    };
  }
  const document = parseDocument(match[1]);
  const [error] = document.errors;
  if (error) {
    const line = (error.linePos?.[0].line ?? 0) + 1;
    // The parser counts lines from the front matter on; people count from the top of the file.
    const what = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '');
    return {
      kind: 'problem',
      problem: `line ${line}: ${what} (quote text that holds a colon)`,
    };
  }
  return { kind: 'read', data: document.toJS(), body: (match[2] ?? '').trim() };
}
