import { expect, test } from 'vitest';
import { createOthersFirst } from '../../src/domain/others-first.ts';

const isOthers = (threadKey: string) => threadKey.startsWith('discord/');

test('its own at once; what others are to take only when it has waited', () => {
  const takeNow = createOthersFirst(isOthers, 5_000);
  expect(takeNow(['slack/a', 'discord/b'], 0)).toEqual(['slack/a']);
  expect(takeNow(['discord/b'], 4_999)).toEqual([]);
  expect(takeNow(['discord/b'], 5_000)).toEqual(['discord/b']);
});

test('what was worked meanwhile waits anew', () => {
  const takeNow = createOthersFirst(isOthers, 5_000);
  takeNow(['discord/b'], 0);
  takeNow([], 1_000);
  expect(takeNow(['discord/b'], 6_000)).toEqual([]);
});
