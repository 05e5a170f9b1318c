import { en, type ParsedComponents } from 'chrono-node';
import { DateTime } from 'luxon';
import type { Moment } from '../domain/reply.ts';

export type TimeReading =
  | {
      kind: 'time';
      atMs: number;
      /** Where in the text it stands. */
      index: number;
      words: string;
      /** `bare`: it may be of the morning or the evening ("at 9"). */
      hour: 'said' | 'bare' | 'unsaid';
      /** "from Friday to Thursday": the first of them. */
      isSpan: boolean;
    }
  | { kind: 'none' }
  /** Past, or more than a year away. */
  | { kind: 'out-of-range' };

/** The hour of a day that was named without one. */
const usualHour = 9;
/** Up to this hour, without "am" or "pm", the afternoon is meant. */
const lastAfternoonHour = 6;
const yearMs = 366 * 86_400_000;

/** The moment that words mean to somebody in a zone: "on Friday at 9", "tomorrow", "in two hours", "2026-12-04 09:00". */
export function readTime(text: string, nowMs: number, timeZone: string): TimeReading {
  const now = DateTime.fromMillis(nowMs, { zone: timeZone });
  const reference = { instant: now.toJSDate(), timezone: now.offset };
  const [found] = en.GB.parse(text, reference, { forwardDate: true });
  if (!found) return { kind: 'none' };
  const { start, end, index, text: words } = found;
  let at: DateTime;
  if (start.isCertain('timezoneOffset')) {
    // "in two hours", or a zone said outright: an instant, whatever clocks do in between.
    at = DateTime.fromJSDate(start.date(), { zone: timeZone });
  } else {
    const said = start.get('hour') ?? usualHour;
    const isBare = start.isCertain('hour') && !start.isCertain('meridiem');
    const afternoon = isBare && said >= 1 && said <= lastAfternoonHour && !/\b0\d:|T\d\d:/.test(words);
    const hour = start.isCertain('hour') ? said + (afternoon ? 12 : 0) : usualHour;
    const minute = start.isCertain('hour') ? (start.get('minute') ?? 0) : 0;
    at = DateTime.fromObject(
      {
        year: start.get('year') ?? now.year,
        month: start.get('month') ?? now.month,
        day: start.get('day') ?? now.day,
        hour,
        minute,
      },
      { zone: timeZone },
    );
    const dayIsSaid = start.isCertain('day') || start.isCertain('weekday');
    if (!dayIsSaid && at.toMillis() <= nowMs) at = at.plus({ days: 1 });
    at = acrossClockChange(at, hour, minute);
  }
  const atMs = at.toMillis();
  if (!at.isValid || atMs <= nowMs || atMs > nowMs + yearMs) return { kind: 'out-of-range' };
  return {
    kind: 'time',
    atMs,
    index,
    words,
    hour: hourOf(start, words),
    isSpan: end !== null && end !== undefined,
  };
}

/** A time that clocks skip is the first one after it; one that they show twice, the first (docs/clock.md). */
function acrossClockChange(at: DateTime, hour: number, minute: number): DateTime {
  // Behind a gap it stands as far as it was within it.
  if (at.isValid && (at.hour !== hour || at.minute !== minute)) return at.startOf('hour');
  const [first = at] = at.getPossibleOffsets().sort((one, other) => one.toMillis() - other.toMillis());
  return first;
}

/** "9am", "21" and "9:30" say which one; "9" does not. */
function hourOf(start: ParsedComponents, words: string): 'said' | 'bare' | 'unsaid' {
  if (start.isCertain('timezoneOffset')) return 'said';
  if (!start.isCertain('hour')) return 'unsaid';
  const isBare =
    !start.isCertain('meridiem') &&
    (start.get('hour') ?? 0) <= 12 &&
    !/\d[:.h]\d\d|noon|midnight/i.test(words);
  return isBare ? 'bare' : 'said';
}

/** The same with its moment, for whoever can show each reader their own time. */
export function momentInWords(atMs: number, timeZone: string): Moment {
  return { words: timeInWords(atMs, timeZone), atMs };
}

/** "Friday 4 December at 09:00 (London time)". */
export function timeInWords(atMs: number, timeZone: string): string {
  const at = DateTime.fromMillis(atMs, { zone: timeZone, locale: 'en-GB' });
  const place = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone;
  return `${at.toFormat("cccc d LLLL 'at' HH:mm")} (${place} time)`;
}
