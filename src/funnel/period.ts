import { DateTime } from 'luxon';
import type { FunnelPeriod } from '../domain/user-funnel-snapshot.ts';

/** Where nothing is known of the person's own. */
export const defaultTimeZone = 'Europe/London';

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const monthWords = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';

/** Now, by the person's own clock. */
export function localNow(nowMs: number, timeZone: string): DateTime {
  const local = DateTime.fromMillis(nowMs, { zone: timeZone, locale: 'en-GB' });
  return local.isValid ? local : DateTime.fromMillis(nowMs, { zone: defaultTimeZone, locale: 'en-GB' });
}

/**
 * The week that a report of "the last seven days" is about: the ISO week with most of those days in it. Until Wednesday
 * that is last week, from Thursday on this one.
 */
export function currentWeek(nowMs: number, timeZone: string): FunnelPeriod {
  return weekOf(localNow(nowMs, timeZone).minus({ days: 3 }));
}

export function weekOf(day: DateTime): FunnelPeriod {
  const end = day.endOf('week');
  return periodTo(end, end.toFormat("kkkk-'W'WW"), 'Last 7 Days');
}

function monthOf(day: DateTime): FunnelPeriod {
  const end = day.endOf('month');
  return periodTo(end, end.toFormat('yyyy-MM'), `Month of ${end.setLocale('en-GB').toFormat('LLLL')}`);
}

function periodTo(end: DateTime, key: string, timePeriod: string): FunnelPeriod {
  return { key, timePeriod, endsAtMs: end.toMillis(), timeZone: end.zoneName ?? defaultTimeZone };
}

function daysTo(day: DateTime, days: number): FunnelPeriod {
  const end = day.endOf('day');
  // One for each week: who reports on Monday and puts it right on Tuesday means one and the same.
  return periodTo(end, `${days}d-${day.minus({ days: 3 }).toFormat("kkkk-'W'WW")}`, `Last ${days} Days`);
}

/** The week of an ISO date; undefined for no date. */
export function periodOfDay(date: string, timeZone: string): FunnelPeriod | undefined {
  const day = DateTime.fromISO(date, { zone: timeZone });
  return day.isValid ? weekOf(day) : undefined;
}

/** The period that a key stands for; undefined for no key of ours. */
export function periodOfKey(key: string, timeZone: string): FunnelPeriod | undefined {
  const zone = { zone: timeZone };
  const days = /^(\d{1,3})d-(\d{4}-W\d{2})$/.exec(key);
  const day = DateTime.fromISO(days?.[2] ?? key, zone);
  if (!day.isValid) return undefined;
  if (days) return daysTo(day.endOf('week'), Number(days[1]));
  if (/^\d{4}-W\d{2}$/.test(key)) return weekOf(day);
  return /^\d{4}-\d{2}$/.test(key) ? monthOf(day) : undefined;
}

export function isWeek({ key }: FunnelPeriod): boolean {
  return /^\d{4}-W\d{2}$/.test(key);
}

export function isMonth({ key }: FunnelPeriod): boolean {
  return /^\d{4}-\d{2}$/.test(key);
}

/**
 * The period that words name: "last week's numbers", "week 47", "two weeks ago", "for May", "last 30 days". `named` is
 * what the report's parser made of it ("Last 7 Days", "Month of May"), which knows "may" from "May". Never in the future.
 */
export function periodInWords(
  words: string,
  named: string | undefined,
  nowMs: number,
  timeZone: string,
): FunnelPeriod | undefined {
  const now = localNow(nowMs, timeZone);
  const text = words.toLowerCase().replaceAll('’', "'");
  const number = /(?<!\b(?:last|this|a|one|per) )\b(?:week|wk|kw)\s?(?:no\.?\s?|#)?(\d{1,2})(?![\d.,%])/.exec(
    text,
  )?.[1];
  if (number !== undefined && Number(number) >= 1 && Number(number) <= 53)
    return weekNumbered(now, Number(number));
  const ago = /\b(\d{1,2}|one|two|three|four|a) weeks? ago\b/.exec(text)?.[1];
  if (ago !== undefined) return weekOf(now.minus({ weeks: counted[ago] ?? Number(ago) }));
  if (/\bweek before last\b/.test(text)) return weekOf(now.minus({ weeks: 2 }));
  if (named?.startsWith('Month of ')) return monthNamed(now, named.slice('Month of '.length));
  const days = /^Last (\d+) Days$/.exec(named ?? '')?.[1];
  if (days !== undefined && days !== '7') return daysTo(now, Number(days));
  const asMonth = new RegExp(`\\b(?:did|for|in|of|was|how's|during) (${monthWords})[a-z]*\\b`).exec(
    text,
  )?.[1];
  if (asMonth !== undefined) return monthNamed(now, asMonth);
  if (/\bthis month\b/.test(text)) return monthOf(now);
  if (/\blast month\b/.test(text)) return monthOf(now.startOf('month').minus({ days: 1 }));
  // "same as last week" and "14 (last week 11)" name it only to compare.
  if (/(?<!(?:as|than|vs\.?|from|since|\() )\blast week(?:'s)?\b(?! (?:it )?(?:was|\d))/.test(text)) {
    return weekOf(now.minus({ weeks: 1 }));
  }
  if (/\bthis week(?:'s)?\b/.test(text) && now.weekday >= 4) return weekOf(now);
  return undefined;
}

const counted: Record<string, number> = { a: 1, one: 1, two: 2, three: 3, four: 4 };

function weekNumbered(now: DateTime, number: number): FunnelPeriod | undefined {
  const inYear = (year: number) =>
    DateTime.fromObject({ weekYear: year, weekNumber: number }, { zone: now.zone });
  const own = [inYear(now.weekYear), inYear(now.weekYear - 1)].find((week) => week.isValid && week <= now);
  return own && weekOf(own);
}

function monthNamed(now: DateTime, name: string): FunnelPeriod | undefined {
  const index = monthNames.findIndex((month) => month.startsWith(name.toLowerCase().slice(0, 3)));
  if (index < 0) return undefined;
  const year = index + 1 > now.month ? now.year - 1 : now.year;
  return monthOf(DateTime.fromObject({ year, month: index + 1 }, { zone: now.zone }));
}

/** "week 48 (23–29 Nov)", "May 2026", "the 30 days to 29 Nov". */
export function periodLabel(period: FunnelPeriod): string {
  const end = DateTime.fromMillis(period.endsAtMs, { zone: period.timeZone, locale: 'en-GB' });
  if (isMonth(period)) return end.toFormat('LLLL yyyy');
  if (!isWeek(period)) return `the ${/^\d+/.exec(period.key)?.[0] ?? '30'} days to ${end.toFormat('d LLL')}`;
  const start = end.startOf('week');
  const from = start.toFormat(start.month === end.month ? 'd' : 'd LLL');
  return `week ${end.weekNumber} (${from}–${end.toFormat('d LLL')})`;
}
