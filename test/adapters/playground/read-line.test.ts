import { describe, expect, test } from 'vitest';
import { readLine } from '../../../src/adapters/playground/terminal/read-line.ts';

describe('readLine', () => {
  test.each([
    ['hello there', { kind: 'message', text: 'hello there' }],
    ['', { kind: 'message', text: '' }],
    ['wow! nice', { kind: 'message', text: 'wow! nice' }],
    ['!press Save', { kind: 'press', label: 'Save' }],
    ['!press [Another try]', { kind: 'press', label: 'Another try' }],
    [
      '!form {"a":"b","n":3,"list":["x","y"],"none":null}',
      { kind: 'form', values: { a: 'b', n: '3', list: 'x\ny', none: '' } },
    ],
    ['!as ben', { kind: 'as', name: 'ben' }],
    ['!in #general', { kind: 'in', place: '#general' }],
    ['!in dm', { kind: 'in', place: 'dm' }],
    ['!new', { kind: 'new' }],
    ['!file notes.txt', { kind: 'file', path: 'notes.txt', alt: '' }],
    ['!file my notes.txt', { kind: 'file', path: 'my notes.txt', alt: '' }],
    ['!file "my notes.txt"', { kind: 'file', path: 'my notes.txt', alt: '' }],
    ['!file /tmp/my\\ notes\\ \\(2\\).txt', { kind: 'file', path: '/tmp/my notes (2).txt', alt: '' }],
    ['!file C:\\notes.txt', { kind: 'file', path: 'C:\\notes.txt', alt: '' }],
    ['!file cup.png | a blue cup | new', { kind: 'file', path: 'cup.png', alt: 'a blue cup | new' }],
    ['!at 2026-11-30T09:00:00Z', { kind: 'at', atMs: Date.UTC(2026, 10, 30, 9) }],
  ])('%s', (line, expected) => {
    expect(readLine(line)).toEqual(expected);
  });

  test.each([
    ['!press', /label/],
    ['!form {broken', /one JSON object/],
    ['!form [1]', /one JSON object/],
    ['!form {"a":{"b":1}}', /"a" is an object/],
    ['!as everyone', /no name/],
    ['!as Ben Smith', /no name/],
    ['!in general', /no place/],
    ['!at soon', /no time/],
    ['!file', /needs a path, such as !file notes.txt/],
    ['!file "" | a cup', /needs a path/],
    ['!dance', /I know no !dance. There are: !press/],
  ])('%s is told what would do', (line, sentence) => {
    const read = readLine(line);
    expect(read.kind === 'unreadable' && read.sentence).toMatch(sentence);
  });
});
