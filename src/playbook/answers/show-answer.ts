import { rangeText } from '../../domain/answer-limits.ts';
import { foundationField, isFoundationPath } from '../../domain/foundation-fields.ts';
import {
  type AnswerFinding,
  type CheckedPrompt,
  checkAnswer,
  type TooLong,
  tooLongIn,
} from './check-answer.ts';
import type { Email } from './emails.ts';
import { isGapLine } from './measure.ts';
import { type Answer, readAnswer } from './read-answer.ts';

export interface ShownAnswer {
  /** Markdown for people: over-long parts with their count, emails by their parts, values in words. */
  text: string;
  /** What is missing, as questions. */
  questions: string[];
  /** What else is not as it was asked for, in short sentences. */
  remarks: string[];
}

/** Most remarks that are worth a person's time; an answer with more needs another try. */
const mostRemarks = 3;

/** An answer as people read it. What is kept of it is the answer itself. */
export function showAnswer(prompt: CheckedPrompt, text: string): ShownAnswer {
  const answer = readAnswer(prompt.outputType, text);
  const findings = checkAnswer(prompt, answer);
  const marked = markTooLong(answer, tooLongIn(findings));
  return {
    text: withoutGapLines(inWords(prompt, answer, marked)),
    questions: answer.needs.map(asQuestion),
    remarks: findings.flatMap(remarkOn).slice(0, mostRemarks),
  };
}

/** "the price" becomes "The price?". */
function asQuestion(need: string): string {
  const words = need.replace(/[.…\s]+$/, '');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('?') ? '' : '?'}`;
}

function markTooLong(answer: Answer, long: readonly TooLong[]): string {
  return long.reduceRight(
    (text, { passage, figure, unit, limit }) =>
      `${text.slice(0, passage.end)} _(${figure} ${unit}, ${rangeText({ most: limit.most ?? 0 })})_${text.slice(passage.end)}`,
    answer.text,
  );
}

function inWords(prompt: CheckedPrompt, answer: Answer, marked: string): string {
  if (answer.form.kind === 'json') return readableValue(answer.form.value);
  // Whatever was meant for a program is not shown as such, even where it cannot be read.
  if (prompt.outputType === 'JSON')
    return 'The answer came in a form that I cannot read. Another try will help.';
  const { form } = readAnswer(prompt.outputType, marked);
  return form.kind === 'emails' ? form.emails.map(showEmail).join('\n\n---\n\n') : marked;
}

/** Subjects and preview over the body, as they stand in a mailbox. */
function showEmail({ heading, subjects, parts }: Email): string {
  const lines = [
    ...(heading ? [`### ${heading}`] : []),
    subjects
      .map((subject, index) => `**Subject${subjects.length > 1 ? ` ${index + 1}` : ''}:** ${subject.text}`)
      .join('\n'),
    ...parts.flatMap(({ label, value }) => {
      if (/^Subjects?$/.test(label)) return [];
      if (label === 'Body') return [value.text];
      return [value.text.includes('\n') ? `**${label}:**\n${value.text}` : `**${label}:** ${value.text}`];
    }),
  ];
  return lines.filter((part) => part !== '').join('\n\n');
}

function withoutGapLines(text: string): string {
  const kept = text
    .split('\n')
    .filter((line) => /^\s*(?:[-*•]|\d+[.)])\s/.test(line) || !isGapLine(line))
    .join('\n')
    .trim();
  return kept === '' ? text : kept;
}

function remarkOn(finding: AnswerFinding): string[] {
  if (finding.kind === 'too-long') return [];
  if (finding.kind === 'missing') return [`It has no part "${finding.place.replace(/ ?\*/g, '')}".`];
  // Why it cannot be read is for whoever can send it again: a person who pastes is told in the form.
  if (finding.kind === 'unreadable') return [];
  const place = finding.place.replace(/^items$|^answer$/, 'the answer').replace(/^items, /, '');
  const start = place.charAt(0).toUpperCase() + place.slice(1);
  return [`${start.replace(/ ?\*/g, '')}: ${finding.value}, asked for ${finding.expected}.`];
}

/** A value in words, never in braces: Foundation fields by their plain names, with what each rests on. */
export function readableValue(value: unknown): string {
  if (!isRecord(value)) return textOf(value);
  const blocks = Object.entries(value).flatMap(([group, fields]) =>
    isRecord(fields)
      ? Object.entries(fields).map(([name, field]) => readableField(`${group}.${name}`, name, field))
      : [`**${group}**: ${textOf(fields)}`],
  );
  return blocks.join('\n\n');
}

function readableField(path: string, name: string, field: unknown): string {
  const label = isFoundationPath(path) ? foundationField(path).label : name;
  if (!isRecord(field) || !('value' in field)) return `**${label}**: ${textOf(field)}`;
  const { value, evidence, confidence, reason } = field;
  if (value === null || value === undefined) {
    const why = typeof reason === 'string' && reason !== '' ? ` ${reason}` : '';
    return `**${label}**: not found.${why}`;
  }
  const shown = Array.isArray(value) ? `\n${textOf(value)}` : ` ${textOf(value)}`;
  const sure = typeof confidence === 'string' ? ` (${confidence})` : '';
  const rests = [evidence].flat().filter((one) => typeof one === 'string' && one !== '');
  const proof = rests.length > 0 ? `\n_From: ${rests.map((one) => `“${one}”`).join(' · ')}_` : '';
  return `**${label}**${sure}:${shown}${proof}`;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'not found';
  if (Array.isArray(value)) return value.map((one) => `- ${textOf(one)}`).join('\n');
  if (!isRecord(value)) return String(value);
  return Object.entries(value)
    .filter(([, inner]) => inner !== null && inner !== undefined && inner !== '')
    .map(
      ([key, inner]) =>
        `${key}: ${isRecord(inner) || Array.isArray(inner) ? textOf(inner).replace(/\n/g, ' ') : String(inner)}`,
    )
    .join('; ');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
