import { describe, expect, it } from 'vitest';
import { readReminder } from '../../src/playbook/read-reminder.ts';
import { readTime, timeInWords } from '../../src/playbook/read-time.ts';

/** A Tuesday, 09:30 in London. */
const now = Date.parse('2026-11-24T09:30:00Z');
const london = 'Europe/London';

const at = (text: string, nowMs = now, zone = london) => {
  const time = readTime(text, nowMs, zone);
  return time.kind === 'time' ? new Date(time.atMs).toISOString() : time.kind;
};

describe('a time in words', () => {
  it.each([
    ['on Friday at 9', '2026-11-27T09:00:00.000Z'],
    ['friday 9am', '2026-11-27T09:00:00.000Z'],
    ['on Friday', '2026-11-27T09:00:00.000Z'],
    ['tomorrow', '2026-11-25T09:00:00.000Z'],
    ['tomorrow at 5', '2026-11-25T17:00:00.000Z'],
    ['at 9', '2026-11-25T09:00:00.000Z'],
    ['at 11:15', '2026-11-24T11:15:00.000Z'],
    ['in two hours', '2026-11-24T11:30:00.000Z'],
    ['2026-12-04T05:00', '2026-12-04T05:00:00.000Z'],
    ['soon', 'none'],
    ['yesterday at 9', 'out-of-range'],
    ['on 3 May 2031', 'out-of-range'],
  ])('%s', (text, expected) => {
    expect(at(text)).toBe(expected);
  });

  it('is by the clock of the person, on both sides of a change of clocks', () => {
    expect(at('on Friday at 9', now, 'America/New_York')).toBe('2026-11-27T14:00:00.000Z');
    const beforeSpring = Date.parse('2026-03-28T12:00:00Z');
    expect(at('on Monday at 9', beforeSpring)).toBe('2026-03-30T08:00:00.000Z');
    expect(at('in 24 hours', beforeSpring)).toBe('2026-03-29T12:00:00.000Z');
  });

  it('is read back with its day, hour and place', () => {
    const atMs = Date.parse('2026-11-27T14:00:00Z');
    expect(timeInWords(atMs, 'America/New_York')).toBe('Friday 27 November at 09:00 (New York time)');
  });
});

describe('a reminder', () => {
  const friday = Date.parse('2026-11-27T09:00:00Z');
  it.each([
    'remind me on Friday at 9 to send the email',
    'please remind me to send the email on Friday at 9',
    'set a reminder for Friday at 9: send the email',
    'can you remind me friday 9am, send the email',
  ])('%s', (words) => {
    expect(readReminder(words, now, london)).toEqual({
      kind: 'reminder',
      text: 'send the email',
      dueAt: friday,
    });
  });

  it.each([
    ['remind me to send the email', 'no-time'],
    ['remind me on Friday at 9', 'no-text'],
    ['remind me every Friday to send the email', 'repeated'],
    ['remind me to send the email yesterday at 9', 'out-of-range'],
  ])('%s: %s', (words, kind) => {
    expect(readReminder(words, now, london).kind).toBe(kind);
  });
});
