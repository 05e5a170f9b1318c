import { describe, expect, it } from 'vitest';
import { readLiveDay } from '../../../src/playbook/assets/read-live-day.ts';

// A Tuesday.
const nowMs = Date.parse('2026-12-01T09:00:00Z');
const dayOf = (words: string, timeZone = 'Europe/London') => {
  const day = readLiveDay(words, nowMs, timeZone);
  return day.kind === 'day' ? new Date(day.atMs).toISOString() : day.kind;
};

describe('the day something went live', () => {
  it.each([
    ['', '2026-12-01T09:00:00.000Z'],
    ['now', '2026-12-01T09:00:00.000Z'],
    ['today', '2026-12-01T09:00:00.000Z'],
    ['yesterday', '2026-11-30T12:00:00.000Z'],
    ['on Monday', '2026-11-30T12:00:00.000Z'],
    ['on Wednesday', '2026-11-25T12:00:00.000Z'],
    ['last Friday', '2026-11-27T12:00:00.000Z'],
    ['since 12 May', '2026-05-12T11:00:00.000Z'],
    ['on 24 December', '2025-12-24T12:00:00.000Z'],
    ['on 03/11/2026', '2026-11-03T12:00:00.000Z'],
    ['2026-11-20', '2026-11-20T12:00:00.000Z'],
    ['tomorrow', 'to-come'],
    ['on 12 May 2027', 'to-come'],
    ['whenever', 'unread'],
  ])('%s', (words, day) => {
    expect(dayOf(words)).toBe(day);
  });

  it('is its person’s own', () => {
    const late = Date.parse('2026-11-30T23:30:00Z');
    expect(readLiveDay('yesterday', late, 'Asia/Tokyo')).toEqual({
      kind: 'day',
      atMs: Date.parse('2026-11-30T03:00:00Z'),
    });
  });
});
