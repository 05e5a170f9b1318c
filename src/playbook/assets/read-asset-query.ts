import { DateTime } from 'luxon';
import type { FunnelPeriod } from '../../domain/user-funnel-snapshot.ts';
import type { AssetStatus } from '../../domain/user-generated-asset.ts';
import { isMonth, periodInWords } from '../../funnel/period.ts';
import type { AssetQuery } from './find-assets.ts';

const statusWords: Array<[AssetStatus, RegExp]> = [
  ['Archived', /\barchived?\b/g],
  ['Implemented', /\b(?:implemented|(?:went |gone |now )?live|in use|published)\b/g],
  ['Draft', /\bdrafts?\b/g],
];
const periodWords =
  /\b(?:(?:for|in|of|during) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|(?:for |in |of )?(?:the )?(?:last|this) (?:week|month)(?:'s)?|the week before last|\w+ weeks? ago)\b/g;
/** Words that say that something is looked for, and not what. */
const saysNothing = new Set(
  'a about again all an and any are as asset assets can copy could did do find for from get give had have i in is it list look mark marked me my named of on one ones or our pls please put save saved search see show some that the them these this those to use used was we were what where which with work you'.split(
    ' ',
  ),
);

/** What "the headlines for May" or "my emails about brewing" looks for. Months are by the person's own clock. */
export function readAssetQuery(words: string, nowMs: number, timeZone: string): AssetQuery {
  let rest = words
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/\bfrom\b/g, 'in')
    // Both together mean all.
    .replace(/\b(?:assets|saved work) (?:and|&) drafts\b|\bdrafts (?:and|&) (?:assets|saved work)\b/g, ' ');
  const [status] = statusWords.find(([, pattern]) => new RegExp(pattern).test(rest)) ?? [];
  for (const [, pattern] of statusWords) rest = rest.replace(pattern, ' ');
  const period = periodInWords(rest, undefined, nowMs, timeZone);
  if (period) rest = rest.replace(periodWords, ' ');
  const terms = (rest.match(/[\p{L}\d]+(?:['&-][\p{L}\d]+)*/gu) ?? []).filter(
    (word) => !saysNothing.has(word),
  );
  return {
    terms: terms.slice(0, 12),
    ...(status === undefined ? {} : { status }),
    ...(period === undefined ? {} : { period: stretchOf(period) }),
  };
}

function stretchOf(period: FunnelPeriod): NonNullable<AssetQuery['period']> {
  const end = DateTime.fromMillis(period.endsAtMs, { zone: period.timeZone, locale: 'en-GB' });
  const from = end.startOf(isMonth(period) ? 'month' : 'week');
  return { fromMs: from.toMillis(), toMs: end.toMillis(), name: end.toFormat('LLLL') };
}
