import { en } from 'chrono-node';
import { DateTime } from 'luxon';

/** Midnight in that zone of the day that words mean, also of a past one: "4 January", "next Monday", "2027-01-04". */
export function readDay(typed: string, nowMs: number, timeZone: string): number | undefined {
  const now = DateTime.fromMillis(nowMs, { zone: timeZone });
  const [found, another] = en.GB.parse(typed, { instant: now.toJSDate(), timezone: now.offset });
  if (!found || another) return undefined;
  const [year, month, day] = (['year', 'month', 'day'] as const).map((part) => found.start.get(part));
  if (year == null || month == null || day == null) return undefined;
  const at = DateTime.fromObject({ year, month, day }, { zone: timeZone });
  return at.isValid ? at.toMillis() : undefined;
}

/** "Monday 4 January 2027". */
export function dayOf(atMs: number, timeZone: string): string {
  return DateTime.fromMillis(atMs, { zone: timeZone, locale: 'en-GB' }).toFormat('cccc d LLLL yyyy');
}
