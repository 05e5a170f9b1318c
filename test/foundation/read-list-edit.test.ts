import { describe, expect, it } from 'vitest';
import { indexOfItem, readListEdit } from '../../src/foundation/read-list-edit.ts';
import { readSince } from '../../src/foundation/read-since.ts';

describe('an item of a list', () => {
  const pains = 'customerAvatar.pains';
  const goals = 'customerAvatar.goals';
  const competitors = 'marketAwareness.competitors';
  it.each([
    ['add a pain: it fades after an hour', { kind: 'add', path: pains, text: 'it fades after an hour' }],
    ['Add another competitor: Flare: no guide', { kind: 'add', path: competitors, text: 'Flare: no guide' }],
    ['add “sleep better” to my goals', { kind: 'add', path: goals, text: 'sleep better' }],
    ['remove the second pain', { kind: 'remove', path: pains, which: 2 }],
    ['please delete the last goal.', { kind: 'remove', path: goals, which: 'last' }],
    ['drop my 3rd pain', { kind: 'remove', path: pains, which: 3 }],
    ['remove Flare from my competitors', { kind: 'remove', path: competitors, which: { words: 'Flare' } }],
    [
      'change the first goal to a calm evening',
      { kind: 'replace', path: goals, which: 1, text: 'a calm evening' },
    ],
  ])('%j', (words, edit) => {
    expect(readListEdit(words)).toEqual(edit);
  });

  it.each([
    'remove the second paragraph',
    'add a headline: no more cold coffee',
    'change the first line to something bolder',
    'add a mission: coffee for all',
    'remove me from my list',
    'my pains are these',
  ])('is not meant by %j', (words) => {
    expect(readListEdit(words)).toBeUndefined();
  });

  it('is found by place or by words that stand in one alone', () => {
    const items = ['it tunnels', 'it fades', 'it fades at night'];
    expect(indexOfItem(items, 3)).toBe(2);
    expect(indexOfItem(items, 4)).toBeUndefined();
    expect(indexOfItem(items, 'last')).toBe(2);
    expect(indexOfItem(items, { words: 'tunnel' })).toBe(0);
    expect(indexOfItem(items, { words: 'IT FADES' })).toBe(1);
    expect(indexOfItem(items, { words: 'fade' })).toBeUndefined();
  });
});

describe('since when', () => {
  const now = Date.parse('2026-12-01T10:00:00Z');
  it.each([
    ['what changed since May', '2026-05-01T00:00:00.000+01:00'],
    ['since December', '2026-12-01T00:00:00.000+00:00'],
    ['since 3 October', '2026-10-03T00:00:00.000+01:00'],
    ['since yesterday', '2026-11-30T00:00:00.000+00:00'],
  ])('%j begins a day of theirs', (words, at) => {
    expect(readSince(words, now, 'Europe/London')).toBe(Date.parse(at));
  });

  it('is the last month of that name, and nothing where none is named', () => {
    expect(readSince('since May', Date.parse('2026-03-01T10:00:00Z'), 'UTC')).toBe(Date.parse('2025-05-01'));
    expect(readSince('since the beginning', now, 'UTC')).toBeUndefined();
  });
});
