import { Buffer } from 'node:buffer';

const from = (...parts: Array<string | number[]>) =>
  new Uint8Array(
    Buffer.concat(
      parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
    ),
  );

/** The first bytes of files, by their kind. */
export const fileBeginnings = {
  'image/png': from('\x89PNG\r\n\x1a\n', [0, 0, 0, 13]),
  'image/jpeg': from([0xff, 0xd8, 0xff, 0xe0], 'JFIF'),
  'image/gif': from('GIF89a', [1, 0, 1, 0]),
  'image/webp': from('RIFF', [36, 0, 0, 0], 'WEBPVP8 '),
  'application/pdf': from('%PDF-1.7\n', [0xe2, 0xe3]),
  'application/zip': from('PK\x03\x04', [20, 0]),
};

/** A whole picture: one red pixel. */
export const redPixel = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  ),
);
