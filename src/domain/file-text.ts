import { isText, utf16Mark } from './file-kind.ts';

/** What is read of a text file: as much as a prompt's longest input takes (course-facts §3.2). */
export const readCharacters = 20_000;

export interface FileText {
  text: string;
  /** The text is longer; its last line says so. */
  cut: boolean;
  /** Not UTF-8 and marked as nothing else: read as Windows-1252, the encoding of older programs on Windows. */
  guessed: boolean;
}

/** The text of a text file; undefined for every other kind. */
export function readFileText(content: Uint8Array, mediaType: string): FileText | undefined {
  if (!isText(mediaType)) return undefined;
  const { whole, guessed } = decode(content);
  const text = whole
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .trimEnd();
  if (text.length <= readCharacters) return { text, cut: false, guessed };
  if (isTable(mediaType)) return { text: withoutMiddle(text), cut: true, guessed };
  // Never between the halves of one character.
  const end = /[\uD800-\uDBFF]$/.test(text.slice(0, readCharacters)) ? readCharacters - 1 : readCharacters;
  const note = `[Cut here: ${count(end)} of ${count(text.length)} characters.]`;
  return { text: `${text.slice(0, end)}\n${note}`, cut: true, guessed };
}

function isTable(mediaType: string): boolean {
  return mediaType === 'text/csv' || mediaType === 'text/tab-separated-values';
}

/** A table's headings, its first rows and its last: whichever end is the newer, it is there. Whole lines only. */
function withoutMiddle(text: string): string {
  const half = readCharacters / 2;
  const head = text.slice(0, half);
  const tail = text.slice(-half);
  const note = `[Cut here: ${count(text.length - readCharacters)} of ${count(text.length)} characters from the middle.]`;
  return [head.slice(0, Math.max(0, head.lastIndexOf('\n'))), note, tail.slice(tail.indexOf('\n') + 1)].join(
    '\n',
  );
}

function decode(content: Uint8Array): { whole: string; guessed: boolean } {
  const utf16 = utf16Mark(content);
  if (utf16) return { whole: new TextDecoder(utf16).decode(content), guessed: false };
  try {
    return { whole: new TextDecoder('utf-8', { fatal: true }).decode(content), guessed: false };
  } catch {
    return { whole: windows1252(content), guessed: true };
  }
}

/** What Windows-1252 has from 0x80 to 0x9f, where Latin-1 has control characters; of the other bytes they agree. */
const windowsSigns = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** By hand: Node's own decoder of that name reads Latin-1 (nodejs/node#60888). */
function windows1252(content: Uint8Array): string {
  return Buffer.from(content)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (sign) => windowsSigns[sign.charCodeAt(0) - 0x80] ?? sign);
}

function count(characters: number): string {
  return characters.toLocaleString('en-GB');
}
