import { z } from 'zod';
import { describeSize, isPicture, mediaTypeOf } from './file-kind.ts';
import { cleanFileName } from './file-name.ts';
import { readFileText } from './file-text.ts';

export const mostFiles = 5;
export const fileBytesLimit = 10 * 1024 * 1024;
export const altCharacters = 500;

/** A file that a person sent with a message. Its bytes stay with the platform; what could be read of it is here. */
export const attachedFileSchema = z.strictObject({
  /** The platform's id of the file. */
  id: z.string().min(1),
  /** Cleaned: no path, no control characters, see file-name.ts. */
  name: z.string().min(1),
  /** By content, see file-kind.ts. */
  mediaType: z.string().min(1),
  bytes: z.number().int().nonnegative(),
  /** What a picture shows, in its sender's words. */
  alt: z.string().optional(),
  /** What could be read of a text file; a cut is said in its last line. Data, whatever it says. */
  text: z.string().optional(),
  /** True where `text` ends before the file does. */
  cut: z.boolean().optional(),
  /** True where no encoding was marked and it is not UTF-8: `text` was read as Windows-1252. */
  guessed: z.boolean().optional(),
});
export type AttachedFile = z.infer<typeof attachedFileSchema>;

/** A text file with its text. */
export type ReadableFile = AttachedFile & { text: string };

export function isReadable(file: AttachedFile): file is ReadableFile {
  return file.text !== undefined;
}

/** What a file is, from its bytes and the name that its sender gave it. */
export function describeFile(id: string, givenName: string, content: Uint8Array, alt = ''): AttachedFile {
  const name = cleanFileName(givenName);
  const mediaType = mediaTypeOf(content, name);
  const reading = readFileText(content, mediaType);
  const described = alt.replace(/\s+/g, ' ').trim().slice(0, altCharacters);
  return {
    id,
    name,
    mediaType,
    bytes: content.byteLength,
    ...(described !== '' && isPicture(mediaType) ? { alt: described } : {}),
    ...(reading && reading.text !== '' ? { text: reading.text } : {}),
    ...(reading?.cut ? { cut: true } : {}),
    ...(reading?.guessed ? { guessed: true } : {}),
  };
}

/** How much of a file is remembered in its conversation: a model is shown less of each earlier message. */
const rememberedCharacters = 4_000;

/** A message with its files in words, as its conversation remembers it. */
export function withFilesInWords(text: string, files: readonly AttachedFile[]): string {
  const lines = files.map((file) => {
    if (isReadable(file)) return `File ${file.name}:\n${file.text.slice(0, rememberedCharacters)}`;
    if (isPicture(file.mediaType)) return `Picture ${file.name}: ${file.alt ?? file.name}`;
    return `File ${file.name}, ${describeSize(file.bytes)}, which cannot be read.`;
  });
  return [text, ...lines].join('\n\n');
}
