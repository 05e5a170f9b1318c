import { describe, expect, test } from 'vitest';
import type { WireMessage } from '../../../src/adapters/playground/protocol.ts';
import { jsonLine, plainLines, settledText } from '../../../src/adapters/playground/terminal/show-message.ts';
import { wireMessage } from '../../../src/adapters/playground/wire-message.ts';
import { parseMarkdown } from '../../../src/markdown/parse-markdown.ts';

function shown(text: string, by: 'agent' | 'person'): WireMessage {
  return wireMessage({
    _id: 'a-message',
    thread: { surface: 'playground', place: 'dm:ana', root: 'r1', audience: 'direct' },
    visibleTo: 'ana',
    ...(by === 'agent'
      ? { content: { part: 'answer', audience: 'thread', agent: 'Writer', text, buttons: [] } }
      : { authorAccountId: 'ana' }),
    text,
    cause: 'message',
    finished: true,
    revision: 1,
    postedAt: 0,
  });
}

const noFiles = () => '';

const markdown = '**Two** angles:\n\n| Angle | n |\n|---|--:|\n| *Smoke* | 12 |';

test('a person at a terminal reads no marks, and tables aligned', () => {
  expect(plainLines(shown(markdown, 'agent'), 80, noFiles)).toBe(
    'Writer\nTwo angles:\n\nAngle    n\n-----  ---\nSmoke   12\n',
  );
  expect(plainLines(shown(markdown, 'agent'), 9, noFiles)).toBe(
    'Writer\nTwo angles:\n\n- Angle: Smoke\n  n: 12\n',
  );
});

test('what a person wrote stays as they typed it, for the terminal and for the page', () => {
  expect(plainLines(shown('**hi** \u001b[2J', 'person'), 80, noFiles)).toBe('ana\n**hi** [2J\n');
  expect(shown('**hi**', 'person').blocks).toEqual([
    { kind: 'paragraph', children: [{ kind: 'text', text: '**hi**' }] },
  ]);
});

test('a file is a line with its size and what it shows, and where it is', () => {
  const file = { id: 'f1', name: 'cup.png', mediaType: 'image/png', bytes: 2_048, alt: 'a blue cup' };
  const notes = { ...file, id: 'f2', name: 'notes.txt', alt: 'notes.txt' };
  const message = { ...shown('Here', 'agent'), files: [file, notes] };
  expect(plainLines(message, 80, (id) => `http://x/${id}`)).toBe(
    'Writer\nHere\n[file] cup.png, 2 KB (a blue cup)\n       http://x/f1\n[file] notes.txt, 2 KB\n       http://x/f2\n',
  );
  expect(JSON.parse(jsonLine(message)).files).toEqual([
    { name: 'cup.png', alt: 'a blue cup', bytes: 2_048 },
    { name: 'notes.txt', alt: 'notes.txt', bytes: 2_048 },
  ]);
});

test('programs get the Markdown, not the blocks', () => {
  const line = JSON.parse(jsonLine(shown(markdown, 'agent')));
  expect(line.text).toBe(markdown);
  expect(line).not.toHaveProperty('blocks');
});

describe('a growing text on a screen that takes nothing back', () => {
  test('what was written stays true whatever comes', () => {
    const whole =
      '## Head\n\nTwo words, then **bold words** and a [link](https://a.example) here.\n\n1. one *item*\n2. two\n\n| a | b |\n|---|---|\n| long cell | 2 |\n\n```js\nlet a;\n```\n\nThe end of it.';
    let written = '';
    for (let length = 1; length <= whole.length; length++) {
      const settled = settledText(parseMarkdown(whole.slice(0, length)), 80);
      if (settled.startsWith(written)) written = settled;
    }
    expect(written).toMatch(/^Head\n\nTwo words, then/);
    expect(written).toMatch(/The end of$/);
    expect(plainLines(shown(whole, 'agent'), 80, noFiles)).toContain(written);
  });
});
