import type { z } from 'zod';
import { type AnswerLimit, type Range, rangeText } from '../../domain/answer-limits.ts';
import type { PlaybookPromptFile } from '../../domain/catalogue.ts';
import { answerSchemaOf } from './answer-schema.ts';
import { countCharacters, countSentences, countWords } from './measure.ts';
import type { Passage } from './outline.ts';
import { cutTo, type Place, placesNamed } from './places.ts';
import type { Answer } from './read-answer.ts';

export type LengthUnit = 'characters' | 'words' | 'sentences';

/** One thing in an answer that is not as its prompt asks. */
export type AnswerFinding = {
  /** Where, as people find it: "Headlines, item 3". */
  place: string;
  /** What is there, such as "47 characters" or "4 items". */
  value: string;
  /** What was asked for, such as "at most 40 characters". */
  expected: string;
} & (
  | { kind: 'too-long' | 'too-short'; passage: Passage; unit: LengthUnit; figure: number; limit: Range }
  | { kind: 'count' | 'missing' | 'unreadable' }
);

export type TooLong = Extract<AnswerFinding, { passage: Passage }> & { kind: 'too-long' };

/** What of the prompt's front matter an answer is held against. */
export type CheckedPrompt = Pick<PlaybookPromptFile, 'outputType' | 'limits' | 'writes'>;

/** Holds an answer against its prompt's kind of output, limits and shape, in the order of the front matter. */
export function checkAnswer(prompt: CheckedPrompt, answer: Answer): AnswerFinding[] {
  const { form } = answer;
  if (form.kind === 'unreadable') {
    return [{ kind: 'unreadable', place: 'answer', value: form.problem, expected: prompt.outputType }];
  }
  const misshapen = form.kind === 'json' ? shapeFindings(prompt, form.value) : [];
  if (misshapen.length > 0) return misshapen;
  return (prompt.limits ?? []).flatMap((limit) => checkLimit(limit, answer));
}

/** Those that a repair or a mark is about; of two that overlap, the smaller. */
export function tooLongIn(findings: readonly AnswerFinding[]): TooLong[] {
  const long = findings.filter(
    (finding): finding is TooLong => finding.kind === 'too-long' && finding.passage.start >= 0,
  );
  const sizeOf = ({ passage }: TooLong) => passage.end - passage.start;
  const kept: TooLong[] = [];
  for (const finding of [...long].sort((a, b) => sizeOf(a) - sizeOf(b))) {
    const overlaps = kept.some(
      ({ passage }) => passage.start < finding.passage.end && finding.passage.start < passage.end,
    );
    if (!overlaps) kept.push(finding);
  }
  return kept.sort((a, b) => a.passage.start - b.passage.start);
}

function shapeFindings(prompt: CheckedPrompt, value: unknown): AnswerFinding[] {
  const checked = answerSchemaOf(prompt)?.safeParse(value);
  if (!checked || checked.success) return [];
  return checked.error.issues.map((issue) => shapeFinding(issue, value));
}

function shapeFinding(issue: z.core.$ZodIssue, value: unknown): AnswerFinding {
  const place = issue.path.map(String).join('.') || 'answer';
  const found = issue.path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
  const shown = found === undefined ? 'nothing' : JSON.stringify(found).slice(0, 60);
  return { kind: 'unreadable', place, value: shown, expected: expectedBy(issue) };
}

/** Unions say only "Invalid input": what their kinds expect says more. */
function expectedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `a value of type ${issue.expected}`;
  if (issue.code === 'invalid_value') return `one of ${issue.values.join(', ')}`;
  if (issue.code !== 'invalid_union') return issue.message;
  const kinds = issue.errors.flatMap(([first]) =>
    first && first.path.length === 0 ? expectedBy(first) : [],
  );
  return [...new Set(kinds)].join(' or ') || issue.message;
}

function checkLimit(limit: AnswerLimit, answer: Answer): AnswerFinding[] {
  const places = placesNamed(limit.in, answer);
  const findings: AnswerFinding[] = [];
  if (places.length === 0) {
    // A JSON answer says null where nothing was found.
    if (limit.optional || answer.form.kind === 'json') return [];
    return [{ kind: 'missing', place: limit.in, value: 'nothing', expected: limit.in }];
  }
  if (limit.count && isOutside(places.length, limit.count)) {
    findings.push(countFinding(limit.in, places.length, limit.count, ''));
  }
  for (const place of places) {
    if (limit.items && isOutside(place.items.length, limit.items)) {
      findings.push(countFinding(place.name, place.items.length, limit.items, ' items'));
    }
    for (const { name, measured } of measuredIn(place, limit))
      findings.push(...lengthFindings(name, measured, limit));
  }
  return findings;
}

function countFinding(place: string, count: number, range: Range, what: string): AnswerFinding {
  return { kind: 'count', place, value: `${count}${what}`, expected: `${rangeText(range)}${what}` };
}

/** The items where the rule counts them or the place has nothing else, the whole place otherwise. */
function measuredIn(place: Place, limit: AnswerLimit): Array<{ name: string; measured: Passage }> {
  const byItem = limit.items !== undefined || limit.in === 'items' || place.whole.text === '';
  const found = byItem
    ? place.items.map((item, index) => ({ name: `${place.name}, item ${index + 1}`, passage: item }))
    : [{ name: place.name, passage: place.whole }];
  return found.flatMap(({ name, passage }) => {
    const measured = cutTo(passage, limit);
    return measured ? [{ name, measured }] : [];
  });
}

const units = ['characters', 'words', 'sentences'] as const satisfies readonly LengthUnit[];

/** How long a passage is, as its limit counts. */
export function lengthOf(unit: LengthUnit, text: string): number {
  if (unit === 'characters') return countCharacters(text);
  const words = withoutLabels(text);
  return unit === 'words' ? countWords(words) : countSentences(words);
}

/** "Link: See the card" has three words: a label only says what they are. */
function withoutLabels(text: string): string {
  return text.includes('\n') ? text.replace(/^([-*•]\s+)?\p{Lu}[\p{L} ]{0,20}:[^\S\n]+/gmu, '') : text;
}

function lengthFindings(place: string, measured: Passage, limit: AnswerLimit): AnswerFinding[] {
  return units.flatMap((unit): AnswerFinding[] => {
    const range = limit[unit];
    const figure = lengthOf(unit, measured.text);
    if (!range || !isOutside(figure, range)) return [];
    const isLong = range.most !== undefined && figure > range.most;
    // What is still missing will make it longer.
    if (!isLong && measured.text.includes('[NEEDS:')) return [];
    const value = `${figure} ${figure === 1 ? unit.slice(0, -1) : unit}`;
    const expected = `${rangeText(range)} ${unit}`;
    return [
      {
        kind: isLong ? 'too-long' : 'too-short',
        place,
        value,
        expected,
        passage: measured,
        unit,
        figure,
        limit: range,
      },
    ];
  });
}

function isOutside(figure: number, { least, most }: Range): boolean {
  return (least !== undefined && figure < least) || (most !== undefined && figure > most);
}
