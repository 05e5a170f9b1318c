import { expect, test } from 'vitest';
import { readTime } from '../../src/playbook/read-time.ts';

/** A Tuesday. */
const now = Date.parse('2026-12-01T10:00:00Z');
const london = 'Europe/London';

const read = (text: string, timeZone = london, nowMs = now) => {
  const time = readTime(text, nowMs, timeZone);
  return time.kind === 'time' ? new Date(time.atMs).toISOString().slice(0, 16) : time.kind;
};

test.each([
  ['friday 9am', london, '2026-12-04T09:00'],
  ['friday 9am', 'Australia/Sydney', '2026-12-03T22:00'],
  ['4 January 2027 09:00', 'America/New_York', '2027-01-04T14:00'],
  ['in two hours', london, '2026-12-01T12:00'],
  ['tomorrow', london, '2026-12-02T09:00'],
])('“%s” in %s is %s', (text, timeZone, at) => expect(read(text, timeZone)).toBe(at));

test('across clock changes it runs as nudges do: after a gap at once, of two the first time', () => {
  // London goes from 01:00 to 02:00 on 28 March 2027, and back from 02:00 to 01:00 on 31 October.
  expect(read('28 March 2027 01:30')).toBe('2027-03-28T01:00');
  expect(read('28 March 2027 02:30')).toBe('2027-03-28T01:30');
  expect(read('31 October 2027 01:30', london, Date.parse('2027-06-01T10:00:00Z'))).toBe('2027-10-31T00:30');
  // Half an hour on Lord Howe: from 02:00 to 02:30 on 3 October 2027.
  expect(read('3 October 2027 02:15', 'Australia/Lord_Howe')).toBe('2027-10-02T15:30');
});

test('says whether the hour was said, and whether a span was', () => {
  const hour = (text: string) => {
    const time = readTime(text, now, london);
    return time.kind === 'time' ? time.hour : time.kind;
  };
  expect(
    ['friday', 'friday at 9', 'friday 9am', 'friday at 21', 'friday 9:30', 'friday noon'].map(hour),
  ).toEqual(['unsaid', 'bare', 'said', 'said', 'said', 'said']);
  expect(readTime('friday 9am to saturday 10am', now, london)).toMatchObject({ isSpan: true });
  expect(readTime('friday 9am', now, london)).toMatchObject({ isSpan: false });
  expect(read('yesterday 9am')).toBe('out-of-range');
  expect(read('headlines')).toBe('none');
});
