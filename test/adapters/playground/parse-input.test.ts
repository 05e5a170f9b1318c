import { expect, test } from 'vitest';
import { parseInput, threadOf } from '../../../src/adapters/playground/parse-input.ts';

const input = { id: 'i1', as: 'ana', place: '#general' };
const parsed = (text: string, place = '#general') =>
  parseInput(input, threadOf({ ...input, place, thread: null }), { kind: 'message', text }, 1);

test.each([
  ['@Elevate connect this channel', true],
  // As it stands in what we say.
  ['@\u200dElevate connect this channel', true],
  ['hello @elevate', true],
  ['mail@elevate.example', false],
  ['lovely weather', false],
])('in a channel “%s” is addressed: %s', (text, addressed) => {
  expect(parsed(text)).toMatchObject({ text: text.replace('\u200d', ''), addressed });
});

test('in a direct message everything is', () => {
  expect(parsed('lovely weather', 'dm')).toMatchObject({ addressed: true });
});
