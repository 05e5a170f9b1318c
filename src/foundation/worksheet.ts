import { foundationValue } from '../context/context-snapshot.ts';
import { priorCodes } from '../context/prior-work.ts';
import { foundationFields } from '../domain/foundation-fields.ts';
import type { UserFoundation } from '../domain/user-foundation.ts';

/** A field as a worksheet shows it. */
export interface WorksheetField {
  label: string;
  /** What would stand there: the question that asks for it. */
  question: string;
  /** Null where nothing is written down yet. */
  value: string | string[] | null;
  /** Part of the minimum that unlocks most prompts. */
  required: boolean;
}

export interface WorksheetGrid {
  name: string;
  fields: WorksheetField[];
}

/** The whole Foundation, grid by grid in the worksheet's order; an empty one for undefined. */
export function worksheet(foundation: UserFoundation | undefined): WorksheetGrid[] {
  const grids: WorksheetGrid[] = [];
  for (const { grid, label, question, required, path } of foundationFields) {
    const value = (foundation && foundationValue(foundation, path)) ?? null;
    const field = { label, question, value, required };
    const last = grids.at(-1);
    if (last?.name === grid) last.fields.push(field);
    else grids.push({ name: grid, fields: [field] });
  }
  return grids;
}

/** What a run was given, in the worksheet's order, then the saved work it built on. `snapshot` as it is kept on the execution. */
export function usedFields(snapshot: unknown): Array<{ label: string; value: string | string[] }> {
  const given = typeof snapshot === 'object' && snapshot !== null ? snapshot : {};
  const used: Array<{ label: string; value: string | string[] }> = [];
  for (const { path, label } of foundationFields) {
    const value: unknown = Reflect.get(given, path);
    if (typeof value === 'string') used.push({ label, value });
    else if (Array.isArray(value)) used.push({ label, value: value.map(String) });
  }
  for (const code of priorCodes(given)) {
    used.push({ label: `Your saved ${code}`, value: String(Reflect.get(given, `prior.${code}`)) });
  }
  return used;
}
