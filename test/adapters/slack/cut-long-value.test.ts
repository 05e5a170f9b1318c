import { describe, expect, test } from 'vitest';
import { cutLongValue } from '../../../src/adapters/slack/cut-long-value.ts';

describe('cutLongValue', () => {
  test.each([
    ['', []],
    ['12345', ['12345']],
    ['1\n2 345', ['1', '2 345']],
    ['1 23 456', ['1 23', '456']],
    ['12345\n6', ['12345', '6']],
    ['123456', ['12345', '6']],
    ['👍👍👍', ['👍👍', '👍']],
  ])('%j at five characters', (value, pieces) => {
    expect(cutLongValue(value, 5)).toEqual(pieces);
  });
});
