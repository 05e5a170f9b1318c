import { expect, it } from 'vitest';
import { dayInWords } from '../../src/domain/day-in-words.ts';

const lateInMarch = Date.UTC(2026, 2, 3, 22, 30);

it.each([
  [{}, '3 March 2026'],
  [{ locale: 'en-US' }, 'March 3, 2026'],
  [{ locale: 'de-DE', timeZone: 'Europe/Berlin' }, '3 March 2026'],
  [{ locale: 'en-AU', timeZone: 'Australia/Sydney' }, '4 March 2026'],
  [{ locale: 'english please', timeZone: 'Europe/London' }, '3 March 2026'],
  [{ locale: 'en-!', timeZone: 'Moon/Sea' }, '3 March 2026'],
])('a day is written for %j as %s', (habits, words) => {
  expect(dayInWords(lateInMarch, habits)).toBe(words);
});
