import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeFile, withFilesInWords } from '../../src/domain/attached-file.ts';
import { describeSize, mediaTypeOf } from '../../src/domain/file-kind.ts';
import { cleanFileName } from '../../src/domain/file-name.ts';
import { readFileText } from '../../src/domain/file-text.ts';
import { fileBeginnings } from '../support/file-beginnings.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, isLittle = true) => {
  const bytes = new Uint8Array(2 + text.length * 2);
  const view = new DataView(bytes.buffer);
  [0xfeff, ...Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))].forEach(
    (unit, index) => {
      view.setUint16(index * 2, unit, isLittle);
    },
  );
  return bytes;
};

describe('what a file is', () => {
  test.each(Object.entries(fileBeginnings))('%s by its bytes, whatever its name', (mediaType, bytes) => {
    for (const name of ['cup.png', 'notes.txt', 'cup', 'run.exe'])
      expect(mediaTypeOf(bytes, name)).toBe(mediaType);
  });

  test.each([
    ['notes.txt', 'text/plain'],
    ['NOTES.TXT', 'text/plain'],
    ['notes', 'text/plain'],
    ['notes.md', 'text/markdown'],
    ['prices.csv', 'text/csv'],
    ['prices.tsv', 'text/tab-separated-values'],
    ['shop.json', 'application/json'],
    ['page.html', 'application/octet-stream'],
    ['icon.svg', 'application/octet-stream'],
    ['cup.png', 'application/octet-stream'],
  ])('text called %s is %s', (name, mediaType) => {
    expect(mediaTypeOf(utf8('Light it <b>once</b>.\n'), name)).toBe(mediaType);
  });

  test('a name makes no text of bytes', () => {
    const control = fc.integer({ min: 0, max: 31 }).filter((byte) => ![9, 10, 12, 13].includes(byte));
    fc.assert(
      fc.property(control, fc.uint8Array({ maxLength: 40 }), (byte, rest) => {
        const content = new Uint8Array([0x61, byte, ...rest]);
        expect(mediaTypeOf(content, 'notes.txt')).toBe('application/octet-stream');
      }),
    );
  });
});

describe('what is read of a text file', () => {
  const texts = fc.string({ unit: 'binary', maxLength: 200 }).map((text) => text.replace(/\p{Cc}/gu, ' '));
  const read = (content: Uint8Array) => readFileText(content, 'text/plain');

  test('the text, with or without a byte order mark, in UTF-8 and UTF-16', () => {
    fc.assert(
      fc.property(texts, (given) => {
        const text = given.replace(/^\ufeff+/, '');
        const whole = { text: text.trimEnd(), cut: false, guessed: false };
        expect(read(utf8(`\ufeff${text}`))).toEqual(whole);
        expect(read(utf16(text))).toEqual(whole);
        expect(read(utf16(text, false))).toEqual(whole);
        expect(read(utf8(text))).toEqual(whole);
      }),
    );
  });

  test('what is not UTF-8 is read as Windows-1252, and said to be', () => {
    const content = new Uint8Array([0x43, 0x61, 0x66, 0xe9, 0x20, 0x80, 0x35, 0x20, 0x93, 0x68, 0x69, 0x94]);
    expect(read(content)).toEqual({ text: 'Café €5 “hi”', cut: false, guessed: true });
  });

  test('lines end in one way, and nothing else of control is left', () => {
    expect(read(utf8('a\r\nb\rc\td\f\u0085\n\n'))?.text).toBe('a\nb\nc\td');
  });

  test('20,000 characters are read, and a cut says so, never through a character', () => {
    expect(read(utf8('x'.repeat(20_000)))).toMatchObject({ cut: false });
    const cut = read(utf8(`${'x'.repeat(19_999)}🕯${'y'.repeat(5_000)}`));
    expect(cut?.cut).toBe(true);
    expect(cut?.text.slice(19_990)).toBe(`${'x'.repeat(9)}\n[Cut here: 19,999 of 25,001 characters.]`);
  });

  test('of pictures and unknown bytes nothing', () => {
    expect(readFileText(utf8('x'), 'image/png')).toBeUndefined();
    expect(readFileText(utf8('x'), 'application/octet-stream')).toBeUndefined();
  });
});

describe('a name', () => {
  test.each([
    ['/etc/passwd', 'passwd'],
    ['..\\..\\notes.txt', 'notes.txt'],
    ['a\u202etxt.exe', 'atxt.exe'],
    ['a\u0000b\nc.txt', 'ab c.txt'],
    ['  my   notes.txt ', 'my notes.txt'],
    ['..', 'file'],
    ['', 'file'],
    ['\u200b\u2066', 'file'],
    ['what? "this": <that>.md', 'what_ _this__ _that_.md'],
    ['Ätherische Öle 🕯.md', 'Ätherische Öle 🕯.md'],
  ])('%j is shown as %j', (given, name) => {
    expect(cleanFileName(given)).toBe(name);
  });

  test('is at most 100 characters, its ending kept, and cleaned it stays', () => {
    expect(cleanFileName(`${'x'.repeat(300)}.csv`)).toBe(`${'x'.repeat(96)}.csv`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
        const name = cleanFileName(given);
        expect([...name].length).toBeLessThanOrEqual(100);
        expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
        expect(name.trim()).not.toBe('');
        expect(cleanFileName(name)).toBe(name);
      }),
    );
  });
});

test('a description holds what matters: alternative text of pictures alone, tidied', () => {
  const png = fileBeginnings['image/png'];
  expect(describeFile('f1', 'cup.png', png, '  a blue\ncup ')).toEqual({
    id: 'f1',
    name: 'cup.png',
    mediaType: 'image/png',
    bytes: png.length,
    alt: 'a blue cup',
  });
  expect(describeFile('f2', 'notes.txt', utf8('Light it once.'), 'alt')).toEqual({
    id: 'f2',
    name: 'notes.txt',
    mediaType: 'text/plain',
    bytes: 14,
    text: 'Light it once.',
  });
  expect(describeFile('f3', 'blank.txt', utf8(' \n'))).not.toHaveProperty('text');
});

test('a conversation remembers what a file says, or that it cannot be read', () => {
  const files = [
    describeFile('f1', 'notes.txt', utf8(`Light it once. ${'x'.repeat(9_000)}`)),
    describeFile('f2', 'cup.png', fileBeginnings['image/png'], 'a blue cup'),
    describeFile('f3', 'brief.pdf', fileBeginnings['application/pdf']),
  ];
  const words = withFilesInWords('here you are', files);
  expect(words).toMatch(
    /^here you are\n\nFile notes.txt:\nLight it once\. x+\n\nPicture cup\.png: a blue cup\n\n/,
  );
  expect(words).toMatch(/File brief\.pdf, \d+ bytes, which cannot be read\.$/);
  expect(words.length).toBeLessThan(4_200);
  expect(withFilesInWords('hello', [])).toBe('hello');
});

test.each([
  [1, '1 byte'],
  [640, '640 bytes'],
  [12_288, '12 KB'],
  [1_023_999, '1 MB'],
  [3_565_158, '3.4 MB'],
  [10_485_760, '10 MB'],
])('%i bytes are %s', (bytes, said) => {
  expect(describeSize(bytes)).toBe(said);
});
