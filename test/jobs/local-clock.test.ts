import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { daysBetween, momentOf } from '../../src/jobs/local-clock.ts';
import { firstPermitted, isQuiet, quietHoursOf } from '../../src/jobs/quiet-hours.ts';

const shown = (atMs: number, timeZone: string) =>
  DateTime.fromMillis(atMs, { zone: timeZone }).toFormat("yyyy-MM-dd HH:mm 'UTC'Z");

/** The table of docs/clock.md. */
describe('a local time becomes a moment', () => {
  test.each([
    ['Europe/London', '2026-03-28', '01:30', '2026-03-28 01:30 UTC+0'],
    ['Europe/London', '2026-03-29', '00:59', '2026-03-29 00:59 UTC+0'],
    ['Europe/London', '2026-03-29', '01:00', '2026-03-29 02:00 UTC+1'],
    ['Europe/London', '2026-03-29', '01:30', '2026-03-29 02:00 UTC+1'],
    ['Europe/London', '2026-03-29', '09:00', '2026-03-29 09:00 UTC+1'],
    ['Europe/London', '2026-10-25', '01:30', '2026-10-25 01:30 UTC+1'],
    ['Europe/London', '2026-10-25', '02:00', '2026-10-25 02:00 UTC+0'],
    ['Europe/London', '2026-10-26', '09:00', '2026-10-26 09:00 UTC+0'],
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08 03:00 UTC-4'],
    ['America/New_York', '2026-11-01', '01:15', '2026-11-01 01:15 UTC-4'],
    ['Australia/Sydney', '2026-10-04', '02:10', '2026-10-04 03:00 UTC+11'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-04 02:30 UTC+11'],
    ['Asia/Kolkata', '2026-03-29', '01:30', '2026-03-29 01:30 UTC+5:30'],
    ['America/Santiago', '2026-09-06', '00:00', '2026-09-06 01:00 UTC-3'],
    ['Pacific/Apia', '2011-12-30', '09:00', '2011-12-31 00:00 UTC+14'],
  ])('%s %s %s runs at %s', (timeZone, day, time, expected) => {
    expect(shown(momentOf(day, time, timeZone), timeZone)).toBe(expected);
  });

  test('days are counted by the calendar, not by hours', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-10-26', '2026-10-24')).toBe(-2);
  });
});

describe('quiet hours', () => {
  const from = (text: string, zone: string, settings = {}, theirs = true) =>
    shown(
      firstPermitted(DateTime.fromISO(text, { zone }).toMillis(), quietHoursOf(settings, zone, theirs)),
      zone,
    ).slice(0, 16);

  test.each([
    ['in the evening', '2026-12-01T20:00', '2026-12-02 08:30'],
    ['a minute before', '2026-12-01T19:59', '2026-12-01 19:59'],
    ['at night', '2026-12-02T03:00', '2026-12-02 08:30'],
    ['at their end', '2026-12-02T08:30', '2026-12-02 08:30'],
    ['on Friday night', '2026-12-04T21:00', '2026-12-07 08:30'],
    ['on Sunday at noon', '2026-12-06T12:00', '2026-12-07 08:30'],
    ['in the night of a clock change', '2026-03-29T03:00', '2026-03-30 08:30'],
  ])('%s', (_name, at, expected) => {
    expect(from(at, 'Europe/London')).toBe(expected);
  });

  test('weekends where somebody likes them', () => {
    expect(from('2026-12-06T12:00', 'Europe/London', { weekends: 'Weekends are fine' })).toBe(
      '2026-12-06 12:00',
    );
  });

  test('quiet hours within a day, and those that end in the hour that comes twice', () => {
    const nap = { quietFrom: '12:00', quietTo: '14:00', weekends: 'Weekends are fine' };
    expect(from('2026-12-01T12:30', 'Europe/London', nap)).toBe('2026-12-01 14:00');
    const early = { quietFrom: '22:00', quietTo: '01:30', weekends: 'Weekends are fine' } as const;
    const quiet = quietHoursOf(early, 'Europe/London', true);
    const second = Date.UTC(2026, 9, 25, 1, 10);
    expect(isQuiet(second, quiet)).toBe(true);
    expect(firstPermitted(second, quiet)).toBe(Date.UTC(2026, 9, 25, 1, 30));
  });

  test('until a zone is known to be theirs, only from ten to six', () => {
    expect(from('2026-12-01T08:45', 'Europe/London', {}, false)).toBe('2026-12-01 10:00');
    expect(from('2026-12-01T18:00', 'Europe/London', {}, false)).toBe('2026-12-02 10:00');
    expect(from('2026-12-04T18:30', 'Europe/London', {}, false)).toBe('2026-12-07 10:00');
  });
});
