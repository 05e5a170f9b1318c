import { z } from 'zod';
import type { MergeChoice } from '../domain/account-merge.ts';
import { type FoundationPath, foundationFields } from '../domain/foundation-fields.ts';
import { type Competitor, competitorSchema, type UserFoundation } from '../domain/user-foundation.ts';
import type { FoundationChange } from '../ports/foundation-store.ts';

type Value = FoundationChange['after'];

const valueSchema = z.union([z.string().trim(), z.array(z.string()), z.array(competitorSchema)]);

/** A field in which two Foundations say different things. */
export interface FoundationConflict {
  path: FoundationPath;
  label: string;
  older: Value;
  newer: Value;
}

/** Fields where both say something, and not the same. */
export function foundationConflicts(older: UserFoundation, newer: UserFoundation): FoundationConflict[] {
  return foundationFields.flatMap(({ path, label }) => {
    const [one, other] = [valueAt(older, path), valueAt(newer, path)];
    return one === undefined || other === undefined || JSON.stringify(one) === JSON.stringify(other)
      ? []
      : [{ path, label, older: one, newer: other }];
  });
}

/** What the one Foundation takes from the other, and what it leaves aside: that is kept among its versions. */
export function settleFoundations(
  older: UserFoundation,
  newer: UserFoundation,
  choices: readonly MergeChoice[],
): { changes: FoundationChange[]; aside: Array<{ path: string; before: Value; after: Value }> } {
  const fills = foundationFields.flatMap(({ path }) => {
    const after = valueAt(newer, path);
    return after === undefined || valueAt(older, path) !== undefined ? [] : [{ path, after }];
  });
  const aside: Array<{ path: string; before: Value; after: Value }> = [];
  const settled = foundationConflicts(older, newer).flatMap((conflict): FoundationChange[] => {
    const { path } = conflict;
    const keep = choices.find((choice) => choice.path === path)?.keep ?? 'older';
    if (keep === 'newer') return [{ path, after: conflict.newer }];
    const both = keep === 'both' ? together(conflict.older, conflict.newer) : undefined;
    if (both !== undefined) return [{ path, after: both }];
    aside.push({ path, before: conflict.newer, after: conflict.older });
    return [];
  });
  return { changes: [...fills, ...settled], aside };
}

/** Both lists as one, the same item once; undefined where the values are no lists. */
export function together(one: Value, other: Value): Value | undefined {
  if (isTexts(one) && isTexts(other)) {
    const known = new Set(one.map(alike));
    return [...one, ...other.filter((item) => !known.has(alike(item)))];
  }
  if (isCompetitors(one) && isCompetitors(other)) {
    const known = new Set(one.map(({ name }) => alike(name)));
    return [...one, ...other.filter(({ name }) => !known.has(alike(name)))];
  }
  return undefined;
}

function alike(text: string): string {
  return text.trim().toLowerCase();
}

function isTexts(value: Value): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isCompetitors(value: Value): value is Competitor[] {
  return Array.isArray(value) && value.every((item) => typeof item !== 'string');
}

/** A value in one line, such as "warm; plain", cut where it is too long. */
export function valueInLine(value: Value, characters: number): string {
  const items = Array.isArray(value)
    ? value.map((item) => (typeof item === 'string' ? item : `${item.name} (${item.weakness})`))
    : [value];
  const line = items.join('; ').replace(/\s+/g, ' ').trim();
  return line.length > characters ? `${line.slice(0, characters - 1)}…` : line;
}

/** The value itself, rivals whole; a list is one of texts or one of rivals, as the store's schema has it. */
function valueAt(foundation: UserFoundation, path: FoundationPath): Value | undefined {
  const [group = '', field] = path.split('.');
  const whole: unknown = Reflect.get(foundation, group);
  const value: unknown =
    field === undefined ? whole : typeof whole === 'object' && whole ? Reflect.get(whole, field) : undefined;
  const read = valueSchema.safeParse(value);
  return read.success && read.data.length > 0 ? read.data : undefined;
}
