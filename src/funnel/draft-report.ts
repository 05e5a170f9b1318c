import type { FunnelDraft, FunnelDraftEntry } from '../domain/funnel-draft.ts';
import {
  type FunnelPeriod,
  type FunnelValues,
  funnelMetricNames,
  type UserFunnelSnapshot,
} from '../domain/user-funnel-snapshot.ts';
import { checkConsistency } from './check-consistency.ts';
import type { FunnelReading } from './parse-funnel-report.ts';

/** What is kept already, as far as a new report needs it. */
export interface KeptNumbers {
  /** The snapshot of the period that is reported. */
  existing: UserFunnelSnapshot | undefined;
  /** The newest one of a period before it. */
  previous: UserFunnelSnapshot | undefined;
}

/** What a card says, without whose it is. */
export type CardContent = Pick<
  FunnelDraft,
  'entries' | 'currency' | 'questions' | 'unplaced' | 'timesAsked'
> & {
  asked?: string;
};

/** A card asks this much at once; what is left then stays out. */
const mostQuestions = 3;
const sameQuestion = 'Shall I copy your last numbers for this period?';

/** Values of a document that holds more than values. */
export function valuesOf(snapshot: UserFunnelSnapshot | FunnelValues | undefined): FunnelValues {
  const values: FunnelValues = {};
  for (const [name, value] of Object.entries(snapshot ?? {})) {
    if (funnelMetricNames.includes(name) && typeof value === 'number')
      values[name as keyof FunnelValues] = value;
  }
  return values;
}

/**
 * A report, with what was shown before it on an open card and what is kept, as the next card: what is new stands over
 * what was said, and what was said stays.
 */
export function draftReport(
  reading: FunnelReading,
  text: string,
  period: FunnelPeriod,
  kept: KeptNumbers,
  open: FunnelDraft | undefined,
  /** Metrics whose field in a form was left empty: they are taken out. */
  emptied: readonly string[] = [],
): CardContent {
  const base = open?.entries.find((entry) => entry.period.key === period.key);
  const copied = copiedFrom(reading, text, kept.previous);
  const said: FunnelValues = {
    ...reading.values,
    ...(reading.revenue === undefined ? {} : { convert_Revenue: reading.revenue }),
  };
  const names = Object.keys(said);
  const whole = entryFrom(reading, said, copied, base, period, kept.existing);
  const entry = withoutEmptied(whole, emptied);
  const timesAsked = open?.timesAsked ?? 0;
  const questions = [...copied.questions, ...reading.questions.filter((one) => one !== sameQuestion)];
  const all = new Set([...questions, ...newContradictions(entry, names, kept)]);
  // One follow-up: after it nothing is asked again, and what is open is left out.
  const asking = timesAsked === 0 ? [...all].slice(0, mostQuestions) : [];
  const [asked, ...more] = reading.open;
  return {
    entries: [entry],
    currency: reading.currency,
    questions: asking,
    unplaced: reading.unplaced,
    timesAsked: timesAsked + (asking.length > 0 ? 1 : 0),
    ...(asking.length > 0 && asked !== undefined && more.length === 0 ? { asked } : {}),
  };
}

function entryFrom(
  reading: FunnelReading,
  said: FunnelValues,
  copied: Copied,
  base: FunnelDraftEntry | undefined,
  period: FunnelPeriod,
  existing: UserFunnelSnapshot | undefined,
): FunnelDraftEntry {
  const isSaid = (name: string) => name in said;
  const marks = Object.entries(reading.marks);
  const scoreKind = reading.scoreKind ?? base?.scoreKind ?? copied.scoreKind;
  return {
    period,
    values: { ...base?.values, ...copied.values, ...said },
    removed: base?.removed.filter((name) => !isSaid(name)) ?? [],
    workedOut: [
      ...(base?.workedOut.filter(({ metric }) => !isSaid(metric)) ?? []),
      ...marks.flatMap(([metric, { workedOut }]) =>
        workedOut === undefined ? [] : [{ metric, sum: workedOut }],
      ),
    ],
    approximate: [
      ...(base?.approximate.filter((name) => !isSaid(name)) ?? []),
      ...marks.filter(([, { approximate, range }]) => approximate || range).map(([name]) => name),
    ],
    guessed: base?.guessed.filter((name) => !isSaid(name)) ?? [],
    ...(scoreKind === undefined ? {} : { scoreKind }),
    notes: [...new Set([...(base?.notes ?? []), ...reading.notes])],
    before: valuesOf(existing),
  };
}

function withoutEmptied(entry: FunnelDraftEntry, emptied: readonly string[]): FunnelDraftEntry {
  const stays = (name: string) => !emptied.includes(name);
  return {
    ...entry,
    values: Object.fromEntries(Object.entries(entry.values).filter(([name]) => stays(name))),
    removed: [...new Set([...entry.removed, ...emptied.filter((name) => name in entry.before)])],
    workedOut: entry.workedOut.filter(({ metric }) => stays(metric)),
    approximate: entry.approximate.filter(stays),
    guessed: entry.guessed.filter(stays),
  };
}

interface Copied {
  values: FunnelValues;
  scoreKind?: FunnelDraftEntry['scoreKind'];
  questions: string[];
}

/** "same as last week", or "rest same as last week": the numbers before, under what was said anew. */
function copiedFrom(reading: FunnelReading, text: string, previous: UserFunnelSnapshot | undefined): Copied {
  if (!reading.sameAsBefore) return { values: {}, questions: [] };
  const isWhole = Object.keys(reading.values).length === 0;
  if (!isWhole && !/\b(?:rest|others?|everything|all|remaining|else)\b/i.test(text)) {
    return {
      values: {},
      questions: previous ? ['Shall the rest be as last time? Then say “rest same as last week”.'] : [],
    };
  }
  if (!previous) return { values: {}, questions: ['I have no earlier numbers to copy. What are they?'] };
  const scoreKind = previous.educate_ScoreKind;
  return { values: valuesOf(previous), questions: [], ...(scoreKind === undefined ? {} : { scoreKind }) };
}

/** What does not go together now, and did not already before this report. */
function newContradictions(entry: FunnelDraftEntry, said: readonly string[], kept: KeptNumbers): string[] {
  const whole = { ...entry.before, ...entry.values };
  const without = Object.fromEntries(Object.entries(whole).filter(([name]) => !said.includes(name)));
  const previous = valuesOf(kept.previous);
  const known = new Set(checkConsistency(without, previous));
  return checkConsistency(whole, previous).filter((question) => !known.has(question));
}
