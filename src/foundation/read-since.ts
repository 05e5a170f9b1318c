import { en } from 'chrono-node';
import { DateTime } from 'luxon';

/**
 * The beginning of the day, month or year in the past that words name to somebody in a zone: "since May", "since last
 * week", "since 3 October". Undefined where they name none, or one to come.
 */
export function readSince(words: string, nowMs: number, timeZone: string): number | undefined {
  const now = DateTime.fromMillis(nowMs, { zone: timeZone });
  // Alone, the word may be none of the calendar's: chrono leaves it.
  const dated = words.replace(/\b(since|in) (may)\b(?! \d)/i, '$1 1 $2');
  const [found] = en.GB.parse(dated, { instant: now.toJSDate(), timezone: now.offset });
  if (!found) return undefined;
  const { start } = found;
  const isDay = start.isCertain('day') || start.isCertain('weekday') || !start.isCertain('month');
  const at = DateTime.fromObject(
    {
      year: start.get('year') ?? now.year,
      month: start.get('month') ?? 1,
      day: isDay ? (start.get('day') ?? 1) : 1,
    },
    { zone: timeZone },
  );
  if (!at.isValid) return undefined;
  // "May" in March is last year's.
  const past = at.toMillis() > nowMs && !start.isCertain('year') ? at.minus({ years: 1 }) : at;
  return past.toMillis() <= nowMs ? past.toMillis() : undefined;
}
