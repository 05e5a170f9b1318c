import { readTime } from './read-time.ts';

export type ReminderWish =
  | { kind: 'reminder'; text: string; dueAt: number }
  | { kind: 'no-time' }
  | { kind: 'no-text' }
  | { kind: 'out-of-range' }
  /** "every Monday": a reminder comes once. */
  | { kind: 'repeated' };

const opening = /^.*?\b(?:remind me|(?:set|make)(?: me)? a reminder)\b[\s,:]*/is;

/** What to be reminded of and when, in whatever order it was said. */
export function readReminder(words: string, nowMs: number, timeZone: string): ReminderWish {
  const wish = words.replace(opening, '');
  if (/\b(?:every|each) (?:day|week|month|morning|evening|\p{L}+day)\b|\b(?:daily|weekly)\b/iu.test(wish))
    return { kind: 'repeated' };
  const time = readTime(wish, nowMs, timeZone);
  if (time.kind === 'none') return { kind: 'no-time' };
  if (time.kind === 'out-of-range') return time;
  const text =
    `${wish.slice(0, time.index).replace(/\b(?:on|at|by|for)\s*$/i, '')} ${wish.slice(time.index + time.words.length)}`
      .replace(/\s+/g, ' ')
      .replace(/^[\s,.:;–-]+|[\s,.:;–-]+$/g, '')
      .replace(/^(?:to|that|about|of)\s+/i, '')
      .trim();
  return text === '' ? { kind: 'no-text' } : { kind: 'reminder', text, dueAt: time.atMs };
}
