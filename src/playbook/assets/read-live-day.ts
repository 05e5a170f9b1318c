import { en } from 'chrono-node';
import { DateTime } from 'luxon';

export type LiveDay = { kind: 'day'; atMs: number } | { kind: 'unread' } | { kind: 'to-come' };

/**
 * The day on which something went live, by its person's clock: "on Monday" is the last one, "12 May" the last one too.
 * Nothing said: now. A day without an hour is noon, or now where noon is still to come.
 */
export function readLiveDay(words: string, nowMs: number, timeZone: string): LiveDay {
  if (words.trim() === '' || /^(?:just )?now$/i.test(words.trim())) return { kind: 'day', atMs: nowMs };
  const now = DateTime.fromMillis(nowMs, { zone: timeZone });
  const [found] = en.GB.parse(words, { instant: now.toJSDate(), timezone: now.offset });
  if (!found) return { kind: 'unread' };
  const { start } = found;
  let day = DateTime.fromObject(
    {
      year: start.get('year') ?? now.year,
      month: start.get('month') ?? now.month,
      day: start.get('day') ?? now.day,
      hour: 12,
    },
    { zone: timeZone },
  );
  if (!day.isValid) return { kind: 'unread' };
  if (day.startOf('day') > now.startOf('day')) {
    if (start.isCertain('weekday') && !start.isCertain('day')) day = day.minus({ weeks: 1 });
    else if (start.isCertain('month') && !start.isCertain('year')) day = day.minus({ years: 1 });
    else return { kind: 'to-come' };
  }
  return day.startOf('day') > now.startOf('day')
    ? { kind: 'to-come' }
    : { kind: 'day', atMs: Math.min(day.toMillis(), nowMs) };
}
