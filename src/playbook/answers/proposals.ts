import type { AnswerWrite } from '../../domain/answer-limits.ts';
import { type FoundationPath, foundationField, isFoundationPath } from '../../domain/foundation-fields.ts';
import { type Competitor, competitorSchema } from '../../domain/user-foundation.ts';
import type { FoundationChange } from '../../ports/foundation-store.ts';
import type { CheckedPrompt } from './check-answer.ts';
import { bareText } from './measure.ts';
import type { Passage } from './outline.ts';
import { cutTo, placesNamed } from './places.ts';
import type { Answer } from './read-answer.ts';

/** A value that an answer proposes for a field of the Foundation. */
export interface Proposal {
  path: FoundationPath;
  value: FoundationChange['after'];
  /** `whole`: the field's value. `choice`: one of several, of which the field takes one. `item`: to be added to what is there. */
  kind: 'whole' | 'choice' | 'item';
  /** What it rests on, in one line; empty where the answer does not say. */
  because: string;
}

/** Longest that a field holds (foundation-form.ts). */
const mostItems = 12;

/**
 * What an answer proposes, in the order in which people are asked. A value that still has a gap is none: what is missing
 * is asked for, never kept as if it were answered.
 */
export function proposalsOf(prompt: CheckedPrompt, answer: Answer): Proposal[] {
  return (prompt.writes ?? []).flatMap((write) =>
    answer.form.kind === 'json' ? fromValue(write, answer.form.value) : fromText(write, answer),
  );
}

function fromText(write: AnswerWrite, answer: Answer): Proposal[] {
  const { path, from = '' } = write;
  if (!isFoundationPath(path)) return [];
  const { kind } = foundationField(path);
  const places = placesNamed(from, answer);
  if (kind === 'competitors') {
    return places.flatMap(({ whole }) => {
      const rival = rivalIn(whole.text);
      return rival ? [{ path, value: [rival], kind: 'whole', because: rival.evidence ?? '' } as const] : [];
    });
  }
  const items = places.flatMap((place) => (place.items.length > 0 ? place.items : [place.whole]));
  const values = items.flatMap((item) => valueIn(item, write));
  if (write.each) {
    return values.map(({ value, because }) => ({
      path,
      value: kind === 'list' ? [value] : value,
      kind: 'item',
      because,
    }));
  }
  if (kind === 'list') {
    const words = values.flatMap(({ value }) => (values.length > 1 ? [value] : value.split(/\s*[,;]\s*/)));
    return words.length === 0 ? [] : [{ path, value: words.slice(0, mostItems), kind: 'whole', because: '' }];
  }
  if (from === 'answer') {
    const whole = places.flatMap((place) => valueIn(place.whole, write));
    return whole.map(({ value }) => ({ path, value, kind: 'whole', because: '' }));
  }
  const kindOfText = values.length > 1 ? 'choice' : 'whole';
  return strongestFirst(values, answer).map(({ value, because }) => ({
    path,
    value,
    kind: kindOfText,
    because,
  }));
}

/** A tag before the words, such as "[to check]", says how sure it is. */
function valueIn(item: Passage, write: AnswerWrite): Array<{ value: string; because: string }> {
  const cut = cutTo(item, write);
  if (!cut || cut.text.includes('[NEEDS:')) return [];
  const value = bareText(cut.text).replace(/[,;]$/, '');
  const tag = write.after === ']' ? (/^\[[^\]]+\]/.exec(item.text)?.[0] ?? '') : '';
  return value === '' ? [] : [{ value, because: tag }];
}

/** The line "Strongest: 3 …" says which of several comes first. */
function strongestFirst<Value>(values: Value[], answer: Answer): Value[] {
  const line = answer.outline.labels.find(({ label }) => /^strongest$/i.test(label))?.value.text ?? '';
  const strongest = values[Number(/\d+/.exec(line)?.[0] ?? 0) - 1];
  return strongest === undefined ? values : [strongest, ...values.filter((value) => value !== strongest)];
}

function rivalIn(text: string): Competitor | undefined {
  const lines = [...text.matchAll(/^\s*(?:[-*•]\s+)?[*_`]*(\w+)[*_`]*:[*_`]*\s*(.+)$/gm)];
  return rivalFrom(Object.fromEntries(lines.map(([, key = '', value = '']) => [key, value.trim()])));
}

/** Only what the table of rivals has, and nothing that is still a gap; without name or weakness there is no rival. */
function rivalFrom(fields: Record<string, unknown>): Competitor | undefined {
  const known = Object.keys(competitorSchema.shape).flatMap((key) => {
    const value = fields[key];
    return typeof value === 'string' && value.trim() !== '' && !value.includes('[NEEDS:')
      ? [[key, value.trim()]]
      : [];
  });
  const rival = competitorSchema.safeParse(Object.fromEntries(known));
  return rival.success ? rival.data : undefined;
}

function fromValue({ path }: AnswerWrite, value: unknown): Proposal[] {
  if (!isFoundationPath(path)) return [];
  const field = path
    .split('.')
    .reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
  if (!isRecord(field)) return [];
  const proposed = ofKind(path, field.value);
  return proposed === undefined ? [] : [{ path, value: proposed, kind: 'whole', because: becauseOf(field) }];
}

function ofKind(path: FoundationPath, value: unknown): FoundationChange['after'] | undefined {
  const { kind } = foundationField(path);
  const isSaid = (text: unknown): text is string =>
    typeof text === 'string' && text.trim() !== '' && !text.includes('[NEEDS:');
  if (kind === 'text') return isSaid(value) ? value.trim() : undefined;
  if (!Array.isArray(value)) return undefined;
  const items: unknown[] = value;
  if (kind === 'list') {
    const said = items.filter(isSaid).map((item) => item.trim());
    return said.length > 0 ? said.slice(0, mostItems) : undefined;
  }
  const rivals = items.flatMap((item) => (isRecord(item) ? (rivalFrom(item) ?? []) : []));
  return rivals.length > 0 ? rivals.slice(0, mostItems) : undefined;
}

function becauseOf({ evidence, confidence }: Record<string, unknown>): string {
  const words = [evidence].flat().filter((one) => typeof one === 'string' && one !== '');
  const sure = typeof confidence === 'string' ? `, ${confidence} confidence` : '';
  return words.length > 0 ? `From ${words.map((one) => `“${one}”`).join(' · ')}${sure}` : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
