import { type DateHabits, dayInWords } from '../domain/day-in-words.ts';
import { foundationField, isFoundationPath } from '../domain/foundation-fields.ts';
import type { FoundationVersion } from '../domain/foundation-version.ts';

const ways: Record<FoundationVersion['source'], string> = {
  form: 'by form',
  prompt: "from a prompt's answer",
  merge: 'from your other account',
  interview: 'told to Sage',
  typed: 'by message',
  undo: 'taken back',
};

export function howInWords(source: FoundationVersion['source']): string {
  return ways[source];
}

/** A change as a list of lines: the day, how it came, and each field with what it said before and after. */
export function changeLines({ changedAt, source, changes }: FoundationVersion, habits: DateHabits): string[] {
  const when = `${dayInWords(changedAt, habits)}, ${howInWords(source)}`;
  return changes.map(
    ({ path, before, after }) => `- ${when}: **${nameOf(path)}**, ${inWords(before)} → ${inWords(after)}`,
  );
}

/** Longest that a value is quoted. */
const quotedCharacters = 120;

function inWords(value: unknown): string {
  const text = asText(value);
  if (text === '') return '(empty)';
  return `“${text.length > quotedCharacters ? `${text.slice(0, quotedCharacters - 1)}…` : text}”`;
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value.replace(/\s+/g, ' ').trim();
  if (Array.isArray(value)) return value.map(asText).filter(Boolean).join('; ');
  if (typeof value !== 'object' || value === null) return '';
  return [Reflect.get(value, 'name'), Reflect.get(value, 'weakness')].filter(Boolean).join(': ');
}

function nameOf(path: string): string {
  return isFoundationPath(path) ? foundationField(path).label : path;
}
