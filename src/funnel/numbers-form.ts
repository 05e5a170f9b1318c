import type { FormField } from '../domain/reply.ts';
import type { FunnelValues, ScoreKind } from '../domain/user-funnel-snapshot.ts';
import { metricOf } from './metrics.ts';
import { type FunnelReading, parseFunnelReport, type ReadingContext } from './parse-funnel-report.ts';
import { type ValueName, valueLabel, valueNames } from './show-values.ts';

/** What a newcomer is asked for: one number a step that every shop has. */
const firstNames: ValueName[] = [
  'hook_AvgCTR',
  'gift_OptInRate',
  'gift_CPL',
  'attract_LeadsTotal',
  'convert_TotalSales',
  'sell_AOV_Initial',
];
/** The field for numbers that have none of their own; a message's worth. */
const moreField = 'more';
const moreCharacters = 1_000;
const valueCharacters = 40;

const examples: Record<string, string> = {
  percent: 'A percentage, such as 2.1, or 12 of 400.',
  money: 'An amount, such as 3.20.',
  count: 'A whole number.',
  ratio: 'How many times its spend came back, such as 3.4.',
  score: 'With its scale: NPS 42, CSAT 92% or CSAT 4.6/5.',
};

/** Which numbers have a field: those that are there, else those that everybody has. */
export function fieldNames(...known: ReadonlyArray<FunnelValues | undefined>): ValueName[] {
  const given = valueNames.filter((name) => known.some((values) => values?.[name] !== undefined));
  return given.length >= 3
    ? given
    : valueNames.filter((name) => given.includes(name) || firstNames.includes(name));
}

/** A field for each name, with the values that are known in them, and one for everything else. */
export function numbersFields(
  names: readonly ValueName[],
  values: FunnelValues,
  scoreKind: ScoreKind | undefined,
  typed: Record<string, string> = {},
  errors: Record<string, string> = {},
): FormField[] {
  const fields = names.map((name): FormField => {
    const value = values[name];
    return {
      name,
      label: valueLabel(name),
      type: 'line',
      required: false,
      value: typed[name] ?? (value === undefined ? '' : typedValue(name, value, scoreKind)),
      options: [],
      hint: examples[kindOf(name)] ?? '',
      maxCharacters: valueCharacters,
      ...(errors[name] === undefined ? {} : { error: errors[name] }),
    };
  });
  return [
    ...fields,
    {
      name: moreField,
      label: 'Anything else',
      type: 'text',
      required: false,
      value: typed[moreField] ?? '',
      options: [],
      hint: 'Such as: roas 2.4, upsell 8%, 3 of 60 left a review',
      maxCharacters: moreCharacters,
      ...(errors[moreField] === undefined ? {} : { error: errors[moreField] }),
    },
  ];
}

/** A value as somebody would type it, so that it reads back as it was. */
function typedValue(name: ValueName, value: number, scoreKind: ScoreKind | undefined): string {
  const kind = name === 'convert_Revenue' ? 'money' : metricOf(name).kind;
  if (kind === 'percent') return `${value}%`;
  if (kind === 'ratio') return `${value}x`;
  if (kind !== 'score') return String(value);
  if (scoreKind === 'CSAT %') return `CSAT ${value}%`;
  return scoreKind === 'CSAT 1–5' ? `CSAT ${value}/5` : `NPS ${value}`;
}

export interface FormReading {
  /** Everything that was sent, as one report. */
  reading: FunnelReading;
  /** Fields that were left empty. */
  empty: ValueName[];
  errors: Record<string, string>;
}

/** Reads what was sent; a field is read by the rules for messages, with its own metric for a bare number. */
export function readNumbersForm(
  names: readonly ValueName[],
  sent: Record<string, string>,
  context: ReadingContext,
): FormReading {
  const empty: ValueName[] = [];
  const errors: Record<string, string> = {};
  const readings: FunnelReading[] = [];
  for (const name of names) {
    const typed = (sent[name] ?? '').trim();
    const isRevenue = name === 'convert_Revenue';
    const reading = parseFunnelReport(
      isRevenue ? `revenue ${typed}` : typed,
      isRevenue ? context : { ...context, asked: name },
    );
    const value = isRevenue ? reading.revenue : reading.values[name];
    if (value !== undefined) readings.push(reading);
    else if (typed === '' || /^(?:n\/?a|none|-+|dunno|\?)$/i.test(typed)) empty.push(name);
    else
      errors[name] =
        reading.questions[0] ??
        `${valueLabel(name)}: I cannot read “${typed.slice(0, 30)}”. ${examples[kindOf(name)] ?? ''}`;
  }
  const more = (sent[moreField] ?? '').trim();
  if (more !== '') {
    const reading = parseFunnelReport(more, context);
    const error = errorIn(reading);
    if (error === undefined) readings.push(reading);
    else errors[moreField] = error;
  }
  return { reading: joined(readings, context), empty, errors };
}

/** A number that is named and within what it can be is taken; what needs an answer first is said at the field. */
function errorIn({ values, revenue, notes, open, unplaced, questions }: FunnelReading): string | undefined {
  if (open.length > 0 || unplaced.length > 0) return questions[0];
  const isEmpty = Object.keys(values).length === 0 && revenue === undefined && notes.length === 0;
  return isEmpty ? 'I found no number that I know there. Write it like “roas 2.4”.' : undefined;
}

function joined(readings: readonly FunnelReading[], context: ReadingContext): FunnelReading {
  const whole = parseFunnelReport('', context);
  for (const one of readings) {
    Object.assign(whole.values, one.values);
    Object.assign(whole.marks, one.marks);
    whole.scoreKind = one.scoreKind ?? whole.scoreKind;
    whole.revenue = one.revenue ?? whole.revenue;
    whole.questions.push(...one.questions);
    whole.notes.push(...one.notes);
  }
  return whole;
}

function kindOf(name: ValueName): string {
  return name === 'convert_Revenue' ? 'money' : metricOf(name).kind;
}
