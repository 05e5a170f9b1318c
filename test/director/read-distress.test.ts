import { expect, test } from 'vitest';
import { soundsDistressed } from '../../src/director/read-distress.ts';

test.each([
  "I'm really struggling and dont see the point of anything any more",
  "i can't cope any more",
  'cant go on like this.',
  'some days I want to die',
])('%s', (words) => {
  expect(soundsDistressed(words)).toBe(true);
});

test.each([
  "can't cope with the orders this week",
  'whats the point of a hook',
  "don't see the point in paying for ads",
  'we cannot carry on selling at this price',
  'these headlines are killing me lol',
  'i am stuck on module 3',
])('%s is about the shop', (words) => {
  expect(soundsDistressed(words)).toBe(false);
});
