import { DateTime } from 'luxon';

/** A calendar day, "2026-03-29". */
export type LocalDay = string;

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** No clock change skips more than a day and a bit (Apia left out 30 December 2011). */
const longestSkipMs = 26 * 60 * minuteMs;

/**
 * The moment at which a zone's clocks show that time on that day, each time computed afresh from the IANA name.
 *
 * | the local time …              | runs                                                          |
 * | ----------------------------- | ------------------------------------------------------------- |
 * | comes once                    | at that time                                                  |
 * | is skipped (clocks go forward) | at the first minute after the gap: London 29 March 01:30 → 02:00 |
 * | comes twice (clocks go back)  | once, the first time: London 25 October 01:30 → 01:30 BST     |
 */
export function momentOf(day: LocalDay, timeOfDay: string, timeZone: string): number {
  const [hour = 0, minute = 0] = timeOfDay.split(':').map(Number);
  const at = DateTime.fromISO(day, { zone: timeZone }).set({ hour, minute });
  const isSkipped = at.toISODate() !== day || at.hour !== hour || at.minute !== minute;
  if (isSkipped) return endOfGap(at);
  return Math.min(...at.getPossibleOffsets().map((one) => one.toMillis()));
}

/** `at` stands behind a gap: the first moment after it. */
function endOfGap(at: DateTime): number {
  let before = at.toMillis() - longestSkipMs;
  let after = at.toMillis();
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (at.zone.offset(middle) === at.offset) after = middle;
    else before = middle;
  }
  return after;
}

export function localDay(atMs: number, timeZone: string): LocalDay {
  return DateTime.fromMillis(atMs, { zone: timeZone }).toISODate() ?? '';
}

/** The day so many days later, by the calendar. */
export function dayAfter(day: LocalDay, days = 1): LocalDay {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

/** How many days the second is after the first. */
export function daysBetween(one: LocalDay, other: LocalDay): number {
  return (Date.parse(other) - Date.parse(one)) / dayMs;
}

/** 1 is Monday. */
export function weekdayOf(day: LocalDay): number {
  return new Date(day).getUTCDay() || 7;
}

/** "08:30" on a zone's clocks. */
export function timeOfDayAt(atMs: number, timeZone: string): string {
  return DateTime.fromMillis(atMs, { zone: timeZone }).toFormat('HH:mm');
}
