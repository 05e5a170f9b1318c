import { expect, test } from 'vitest';
import { findTimeZone } from '../../src/people/find-time-zone.ts';
import { timeOfDay } from '../../src/people/profile-form.ts';

test.each([
  ['Europe/Lisbon', 'Europe/Lisbon'],
  ['europe/lisbon', 'Europe/Lisbon'],
  ['lisbon', 'Europe/Lisbon'],
  ['New York', 'America/New_York'],
  ['new_york', 'America/New_York'],
  ['Lisbon, Portugal', 'Europe/Lisbon'],
  ['uk', 'Europe/London'],
  ['  Manchester ', 'Europe/London'],
  ['São Paulo', 'America/Sao_Paulo'],
])('"%s" is %s', (typed, timeZone) => {
  expect(findTimeZone(typed)).toEqual({ kind: 'found', timeZone });
});

test('several places of a name are asked about, none is made up', () => {
  expect(findTimeZone('Indiana')).toMatchObject({ kind: 'several' });
  for (const typed of ['', 'xx', 'Atlantis', '.*', 'a'.repeat(5_000)])
    expect(findTimeZone(typed)).toEqual({ kind: 'none' });
});

test.each([
  ['8pm', '20:00'],
  ['8.30 am', '08:30'],
  ['12 am', '00:00'],
  ['12pm', '12:00'],
  ['20:05', '20:05'],
  ['7', '07:00'],
  ['24:00', undefined],
  ['13 pm', undefined],
  ['noon', undefined],
])('"%s" as a time of day is %s', (typed, time) => {
  expect(timeOfDay(typed)).toBe(time);
});
