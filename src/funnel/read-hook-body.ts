import { DateTime } from 'luxon';
import { z } from 'zod';
import { type FunnelPeriod, type FunnelValues, scoreKindSchema } from '../domain/user-funnel-snapshot.ts';
import { isWithin, metricOf } from './metrics.ts';
import { currentWeek, periodOfDay, periodOfKey } from './period.ts';
import { round, scoreRanges } from './settle-figure.ts';
import { isValueName, type ValueName, valueLabel, valueNames } from './show-values.ts';

/** What is wrong with one field of a body, for whoever set the other program up. */
export interface HookProblem {
  field: string;
  value: unknown;
  expected: string;
}

export interface HookNumbers {
  period: FunnelPeriod;
  values: FunnelValues;
  currency: string | undefined;
  scoreKind: z.infer<typeof scoreKindSchema> | undefined;
  notes: string[];
  /** Whose they are, where the hook is an organization's. */
  email: string | undefined;
  /** Values outside of what is usual: kept, and said. */
  warnings: string[];
}

export type HookReading =
  | { kind: 'numbers'; numbers: HookNumbers }
  | { kind: 'wrong'; problems: HookProblem[] };

/** Automations send numbers as text, and null for nothing. */
const numeric = z
  .union([
    z.number(),
    z
      .string()
      .trim()
      .regex(/^-?\d+(?:\.\d+)?$/)
      .transform(Number),
  ])
  .nullish();
const words = z.string().trim();
const others = {
  period: words.max(20).nullish(),
  date: words.max(40).nullish(),
  currency: words
    .toUpperCase()
    .regex(/^[A-Z]{3}$/)
    .nullish(),
  educate_ScoreKind: scoreKindSchema.nullish(),
  notes: words.max(500).nullish(),
  email: words.max(200).nullish(),
};
const bodySchema = z.strictObject({
  ...others,
  ...(Object.fromEntries(valueNames.map((name) => [name, numeric])) as Record<ValueName, typeof numeric>),
});

const expectations: Record<string, string> = {
  period: 'an ISO week such as 2026-W48 or a month such as 2026-11',
  date: 'a day of the week that is meant, such as 2026-11-27',
  currency: 'three letters such as GBP',
  educate_ScoreKind: `one of ${scoreKindSchema.options.join(', ')}`,
  notes: 'text of at most 500 characters',
  email: 'an e-mail address',
};

/** A JSON body by the field names of a snapshot. Every problem is named; nothing is guessed or converted. */
export function readHookBody(body: unknown, nowMs: number, timeZone: string): HookReading {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return wrong([
      { field: 'body', value: shortened(body), expected: 'a JSON object, such as {"hook_AvgCTR": 1.4}' },
    ]);
  }
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return wrong(parsed.error.issues.flatMap((issue) => problemsOf(issue, body)));
  const { period: key, date, currency, educate_ScoreKind: scoreKind, notes, email, ...fields } = parsed.data;
  const problems: HookProblem[] = [];
  const warnings: string[] = [];
  const values: FunnelValues = {};
  for (const name of valueNames) {
    const value = fields[name];
    if (value === undefined || value === null) continue;
    const problem = problemWith(name, value, scoreKind ?? undefined);
    if (problem !== undefined) problems.push({ field: name, value, expected: problem });
    else values[name] = round(value);
    if (problem === undefined && isUnusual(name, value))
      warnings.push(`${name} ${value} is unusual for ${valueLabel(name).toLowerCase()}.`);
  }
  const period = periodOf(key ?? undefined, date ?? undefined, nowMs, timeZone);
  if ('field' in period) problems.push(period);
  if (problems.length === 0 && Object.keys(values).length === 0)
    problems.push({
      field: 'body',
      value: shortened(body),
      expected: 'at least one number, such as {"hook_AvgCTR": 1.4}',
    });
  if (problems.length > 0 || 'field' in period) return wrong(problems);
  return {
    kind: 'numbers',
    numbers: {
      period,
      values,
      currency: currency ?? undefined,
      scoreKind: scoreKind ?? undefined,
      notes: notes ? notes.split('\n').filter(Boolean) : [],
      email: email ?? undefined,
      warnings,
    },
  };
}

function wrong(problems: HookProblem[]): HookReading {
  return { kind: 'wrong', problems };
}

function problemsOf(issue: z.core.$ZodIssue, body: object): HookProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, 10).map((field) => ({
      field: field.slice(0, 60),
      value: shortened(Reflect.get(body, field)),
      expected: 'no such field; docs/hooks.md lists them all',
    }));
  }
  const field = String(issue.path[0] ?? 'body');
  const expected =
    expectations[field] ?? (isValueName(field) ? `a number (${unitOf(field)})` : 'a JSON object');
  return [{ field, value: shortened(Reflect.get(body, field)), expected }];
}

function problemWith(
  name: ValueName,
  value: number,
  scoreKind: HookNumbers['scoreKind'],
): string | undefined {
  if (name === 'convert_Revenue') return value >= 0 ? undefined : 'an amount of money, 0 or more';
  const { kind, hard } = metricOf(name);
  if (name === 'educate_CSAT_NPS') {
    if (scoreKind === undefined)
      return `a score together with educate_ScoreKind, ${expectations.educate_ScoreKind}`;
    const [from, to] = scoreRanges[scoreKind].hard;
    return value >= from && value <= to ? undefined : `${scoreKind}, from ${from} to ${to}`;
  }
  if (kind === 'count' && !Number.isInteger(value)) return 'a whole number';
  if (isWithin(round(value), hard)) return undefined;
  return `a number (${unitOf(name)})`;
}

function unitOf(name: ValueName): string {
  if (name === 'convert_Revenue') return 'money, 0 or more';
  if (name === 'overallROI') return 'per cent, -100 or more';
  switch (metricOf(name).kind) {
    case 'percent':
      return 'per cent from 0 to 100: 2.1 means 2.1 %';
    case 'money':
      return 'money, such as 3.20';
    case 'count':
      return 'a count, 0 or more, whole';
    case 'ratio':
      return 'a multiple, such as 3.4';
    case 'score':
      return 'a score on the scale of educate_ScoreKind';
  }
}

function isUnusual(name: ValueName, value: number): boolean {
  if (name === 'convert_Revenue' || name === 'educate_CSAT_NPS' || value === 0) return false;
  return !isWithin(value, metricOf(name).soft);
}

function periodOf(
  key: string | undefined,
  date: string | undefined,
  nowMs: number,
  timeZone: string,
): FunnelPeriod | HookProblem {
  if (key !== undefined) {
    const period = periodOfKey(key, timeZone);
    return period && hasBegun(period, nowMs)
      ? period
      : { field: 'period', value: key, expected: `${expectations.period}, not in the future` };
  }
  if (date === undefined) return currentWeek(nowMs, timeZone);
  const period = periodOfDay(date, timeZone);
  return period && hasBegun(period, nowMs)
    ? period
    : { field: 'date', value: date, expected: `${expectations.date}, not in the future` };
}

/** A week may be handed in from its first day on. */
function hasBegun(period: FunnelPeriod, nowMs: number): boolean {
  const end = DateTime.fromMillis(period.endsAtMs, { zone: period.timeZone });
  return end.startOf(/W/.test(period.key) ? 'week' : 'month').toMillis() <= nowMs;
}

/** As much of what came as helps to find it. */
function shortened(value: unknown): unknown {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 80 ? (value ?? null) : `${text.slice(0, 80)}…`;
}
