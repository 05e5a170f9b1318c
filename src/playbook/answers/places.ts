import type { AnswerLimit } from '../../domain/answer-limits.ts';
import { listItemsOf } from './list-items.ts';
import { type Outline, type Passage, passage, topItems } from './outline.ts';
import type { Answer } from './read-answer.ts';

/** A place of an answer that a limit or a proposal names. */
export interface Place {
  /** As people find it, such as "Headlines" or "Email 2 (24 hours): answer / Body". */
  name: string;
  /** Its words; of a JSON answer without a place in the text. */
  whole: Passage;
  /** Its items, by their first lines. */
  items: Passage[];
}

/** Names that stand for a place of every answer. */
export const wholePlaces = ['answer', 'items', 'rows'] as const;

/** Divides a place within a place: "Email 1 * / Body". */
export const placeDivider = ' / ';

/**
 * The places of a name: the whole `answer`, the `items` of a list, the `rows` of a table; else headings ("*" stands for
 * the rest of one), labels, columns, keys of a JSON answer, in this order.
 */
export function placesNamed(name: string, answer: Answer): Place[] {
  const { outline, form } = answer;
  if (form.kind === 'json') return keysNamed(name, form.value);
  const [outer, inner] = name.split(placeDivider);
  if (outer !== undefined && inner !== undefined) {
    return placesNamed(outer, answer).flatMap((place) =>
      placesNamed(inner, answer)
        .filter(({ whole }) => whole.start >= place.whole.start && whole.end <= place.whole.end)
        .map((within) => ({ ...within, name: `${place.name}${placeDivider}${within.name}` })),
    );
  }
  const everything = passage(outline.text, 0, outline.text.length);
  switch (name) {
    case 'answer':
      return [{ name, whole: everything, items: leadsIn(outline, everything) }];
    case 'items': {
      const items = form.kind === 'list' ? form.items : listItemsOf(outline);
      return items.length === 0 ? [] : [{ name, whole: everything, items: items.map(({ lead }) => lead) }];
    }
    case 'rows':
      return outline.tables.map(({ rows, start }) => ({
        name,
        whole: passage(outline.text, start, rows.at(-1)?.at(-1)?.end ?? start),
        items: rows.flatMap(([first]) => first ?? []),
      }));
    default:
      return named(name, answer);
  }
}

function named(name: string, { outline, form }: Answer): Place[] {
  const pattern = patternOf(name);
  const parts =
    form.kind === 'emails'
      ? form.emails.flatMap(({ subjects, parts }) => emailPlaces(name, subjects, parts, outline))
      : [];
  if (parts.length > 0) return parts;
  const sections = outline.sections
    .filter(({ heading }) => pattern.test(plainHeading(heading.text)))
    .map(({ heading, body }) => ({ name: heading.text, whole: body, items: leadsIn(outline, body) }));
  if (sections.length > 0) return sections;
  const labels = outline.labels
    .filter(({ label }) => pattern.test(label))
    .map(({ label, value }) => ({ name: label, whole: value, items: leadsIn(outline, value) }));
  if (labels.length > 0) return labels;
  return outline.tables.flatMap(({ columns, rows }) => {
    const column = columns.findIndex((title) => pattern.test(title));
    const cells = column < 0 ? [] : rows.flatMap((row) => row[column] ?? []);
    return cells.map((cell, index) => ({ name: `${name}, row ${index + 1}`, whole: cell, items: [] }));
  });
}

/** Subjects are one place with all of them, whether they stand in a list or each under a label of its own. */
function emailPlaces(
  name: string,
  subjects: Passage[],
  parts: Array<{ label: string; value: Passage }>,
  outline: Outline,
): Place[] {
  if (name === 'Subjects') return subjects.slice(0, 1).map((whole) => ({ name, whole, items: subjects }));
  if (name === 'Subject') return subjects.map((whole) => ({ name, whole, items: [] }));
  return parts
    .filter(({ label }) => label === name)
    .map(({ value }) => ({ name, whole: value, items: leadsIn(outline, value) }));
}

/** Without a number before it or a remark in brackets behind it. */
function plainHeading(heading: string): string {
  return heading
    .replace(/[*_`]/g, '')
    .replace(/\s*\([^()]*\)$/, '')
    .replace(/:$/, '')
    .trim();
}

function patternOf(name: string): RegExp {
  const escaped = name
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${escaped}$`, 'i');
}

function keysNamed(name: string, value: unknown, at: string[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = [...at, key];
    const fits = path.join('.') === name || path.join('.').endsWith(`.${name}`);
    const own = fits && inner !== null ? [placeOfValue(path.join('.'), inner)] : [];
    return [...own, ...keysNamed(name, inner, path)];
  });
}

function placeOfValue(name: string, value: unknown): Place {
  const texts = (Array.isArray(value) ? value : [value]).map((one) =>
    typeof one === 'string' ? one : JSON.stringify(one),
  );
  const nowhere = (text: string): Passage => ({ text, start: -1, end: -1 });
  return {
    name,
    whole: nowhere(Array.isArray(value) ? '' : (texts[0] ?? '')),
    items: Array.isArray(value) ? texts.map(nowhere) : [],
  };
}

/** The part of a passage behind and in front of the words that a rule names; none where it does not have the first. */
export function cutTo(
  whole: Passage,
  { after, before }: Pick<AnswerLimit, 'after' | 'before'>,
): Passage | undefined {
  const from = after === undefined ? 0 : whole.text.indexOf(after);
  if (from < 0) return undefined;
  const start = from + (after?.length ?? 0);
  const to = before === undefined ? -1 : whole.text.indexOf(before, start);
  const end = to < 0 ? whole.text.length : to;
  if (whole.start < 0) return { text: whole.text.slice(start, end).trim(), start: -1, end: -1 };
  const cut = passage(whole.text, start, end);
  return { text: cut.text, start: whole.start + cut.start, end: whole.start + cut.end };
}

function leadsIn(outline: Outline, stretch: Passage): Passage[] {
  return topItems(outline, stretch).map(({ lead }) => lead);
}
