import { z } from 'zod';
import type { FoundationPath } from '../domain/foundation-fields.ts';
import { type Competitor, competitorSchema, type UserFoundation } from '../domain/user-foundation.ts';
import type { FoundationChange } from '../ports/foundation-store.ts';

export type FieldValue = FoundationChange['after'];

const valueSchema = z.union([
  z.string().trim().min(1),
  z.array(z.string()).min(1),
  z.array(competitorSchema).min(1),
]);

/** What a field holds, as it is stored; undefined where it is empty. */
export function fieldValue(foundation: UserFoundation, path: FoundationPath): FieldValue | undefined {
  const [group = '', field] = path.split('.');
  const top: unknown = Reflect.get(foundation, group);
  const stored: unknown = field === undefined ? top : Reflect.get(Object(top), field);
  return valueSchema.safeParse(stored).data;
}

/** As people type it into a form: items one a line, rivals as "Name: weakness". */
export function valueText(value: FieldValue): string {
  if (typeof value === 'string') return value;
  return value.map((item) => (typeof item === 'string' ? item : `${item.name}: ${item.weakness}`)).join('\n');
}

/** What is there, and behind it what is new: nothing that was written down is lost. Texts are joined with "; ". */
export function joinValues(there: FieldValue | undefined, added: FieldValue): FieldValue {
  if (there === undefined) return added;
  if (typeof there === 'string' || typeof added === 'string') {
    return includesValue(there, added) ? there : `${valueText(there)}; ${valueText(added)}`;
  }
  const known = new Set(there.map(nameOf));
  return [...there, ...added.filter((item) => !known.has(nameOf(item)))] as FieldValue;
}

/** Whether everything of a value stands in the field already. */
export function includesValue(there: FieldValue | undefined, value: FieldValue): boolean {
  if (there === undefined) return false;
  if (typeof there === 'string' || typeof value === 'string') {
    const held = valueText(there).toLowerCase();
    const part = valueText(value).toLowerCase();
    return held === part || held.split('; ').includes(part);
  }
  const known = new Set(there.map(nameOf));
  return value.every((item) => known.has(nameOf(item)));
}

/** Rivals as they were typed, with what is known of those of the same name besides. */
export function withKnownDetails(
  typed: FieldValue,
  known: ReadonlyArray<FieldValue | undefined>,
): FieldValue {
  if (typeof typed === 'string') return typed;
  const rivals = known.flat().filter((one): one is Competitor => typeof one === 'object');
  return typed.map((item) =>
    typeof item === 'string' ? item : { ...rivals.find((rival) => nameOf(rival) === nameOf(item)), ...item },
  ) as FieldValue;
}

/** Two rivals of one name are one. */
function nameOf(item: string | Competitor): string {
  return (typeof item === 'string' ? item : item.name).trim().toLowerCase();
}
