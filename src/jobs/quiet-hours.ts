import { type PersonSettings, quietByDefault, weekendChoices } from '../domain/person-settings.ts';
import { dayAfter, localDay, momentOf, timeOfDayAt, weekdayOf } from './local-clock.ts';

/** When somebody may be written to unasked. */
export interface QuietHours {
  timeZone: string;
  /** Quiet from … until, on a 24-hour clock; past midnight where `to` comes first. */
  spans: ReadonlyArray<{ from: string; to: string }>;
  weekendsToo: boolean;
}

/** Until somebody's own zone is known, only in the middle of the day of the zone that stands in for it. */
const whileUnknown = { from: '18:00', to: '10:00' };

export function quietHoursOf(settings: PersonSettings, timeZone: string, zoneIsTheirs: boolean): QuietHours {
  const own = {
    from: settings.quietFrom ?? quietByDefault.quietFrom,
    to: settings.quietTo ?? quietByDefault.quietTo,
  };
  return {
    timeZone,
    spans: zoneIsTheirs ? [own] : [own, whileUnknown],
    weekendsToo: settings.weekends !== weekendChoices[1],
  };
}

/** Whether nothing may be sent unasked at that moment: by what the clocks there show, in the hour that comes twice both times. */
export function isQuiet(atMs: number, quiet: QuietHours): boolean {
  return isWeekend(atMs, quiet) || spanAt(atMs, quiet) !== undefined;
}

/** That moment, or the first one after it at which they may be written to. */
export function firstPermitted(atMs: number, quiet: QuietHours): number {
  let at = atMs;
  // Two spans and a weekend follow each other at most a few times.
  for (let steps = 0; steps < 14 && isQuiet(at, quiet); steps += 1) at = nextChance(at, quiet);
  return at;
}

function nextChance(atMs: number, quiet: QuietHours): number {
  const { timeZone } = quiet;
  const day = localDay(atMs, timeZone);
  if (isWeekend(atMs, quiet)) return momentOf(dayAfter(day, 8 - weekdayOf(day)), '00:00', timeZone);
  const span = spanAt(atMs, quiet);
  if (!span) return atMs;
  const today = momentOf(day, span.to, timeZone);
  if (today > atMs) return today;
  // Its end has passed today: by the clocks it ends tomorrow, or a second time within the hour that comes twice.
  const again = today + repeatedMs;
  return again > atMs && timeOfDayAt(again, timeZone) === span.to
    ? again
    : momentOf(dayAfter(day), span.to, timeZone);
}

const repeatedMs = 3_600_000;

function isWeekend(atMs: number, { weekendsToo, timeZone }: QuietHours): boolean {
  return weekendsToo && weekdayOf(localDay(atMs, timeZone)) > 5;
}

function spanAt(atMs: number, { spans, timeZone }: QuietHours) {
  const time = timeOfDayAt(atMs, timeZone);
  return spans.find(({ from, to }) => (from <= to ? time >= from && time < to : time >= from || time < to));
}
