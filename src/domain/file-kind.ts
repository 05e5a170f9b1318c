const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Text files by the ending of their name; whether they hold text, their bytes say. HTML is not among them. */
const textTypes: Record<string, string> = {
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
};

/** How kinds of files begin: bytes, or undefined for any byte. */
const beginnings: Array<{ mediaType: string; bytes: Array<number | undefined> }> = [
  { mediaType: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mediaType: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { mediaType: 'image/gif', bytes: [...ascii('GIF87a')] },
  { mediaType: 'image/gif', bytes: [...ascii('GIF89a')] },
  { mediaType: 'image/webp', bytes: [...ascii('RIFF'), ...Array(4), ...ascii('WEBP')] },
  { mediaType: 'application/pdf', bytes: [...ascii('%PDF-')] },
  { mediaType: 'application/zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
];

/**
 * What a file is: by how it begins; a text file by its name's ending where its bytes are text as well. Anything else is
 * bytes. Nothing is called a picture or a text because its name says so.
 */
export function mediaTypeOf(content: Uint8Array, name: string): string {
  const known = beginnings.find(({ bytes }) => beginsWith(content, bytes));
  if (known) return known.mediaType;
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  const textType = ending === undefined ? 'text/plain' : textTypes[ending];
  return textType !== undefined && looksLikeText(content) ? textType : 'application/octet-stream';
}

export function isPicture(mediaType: string): boolean {
  return pictureTypes.includes(mediaType);
}

export function isText(mediaType: string): boolean {
  return Object.values(textTypes).includes(mediaType);
}

/** The byte order mark of UTF-16, if it begins with one. */
export function utf16Mark(content: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (beginsWith(content, [0xff, 0xfe])) return 'utf-16le';
  return beginsWith(content, [0xfe, 0xff]) ? 'utf-16be' : undefined;
}

/** "640 bytes", "12 KB", "3.4 MB": as people's own file lists say it. */
export function describeSize(bytes: number): string {
  if (bytes < 1_024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const kibibytes = bytes / 1_024;
  if (kibibytes < 999.5) return `${Math.round(kibibytes)} KB`;
  return `${(kibibytes / 1_024).toFixed(1).replace(/\.0$/, '')} MB`;
}

/** No byte that no text has: control characters other than tab, line ends and form feed; none at all after a UTF-16 mark. */
function looksLikeText(content: Uint8Array): boolean {
  if (utf16Mark(content)) return content.byteLength % 2 === 0;
  return content.every((byte) =>
    byte >= 0x20 ? byte !== 0x7f : byte === 9 || byte === 10 || byte === 12 || byte === 13,
  );
}

function beginsWith(content: Uint8Array, bytes: Array<number | undefined>): boolean {
  return (
    content.length >= bytes.length &&
    bytes.every((byte, index) => byte === undefined || byte === content[index])
  );
}

function ascii(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}
