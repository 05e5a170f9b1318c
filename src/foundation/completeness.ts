import type { PlaybookPromptFile } from '../domain/catalogue.ts';
import {
  type FoundationGrid,
  type FoundationPath,
  foundationFields,
  isFoundationPath,
} from '../domain/foundation-fields.ts';
import type { UserFoundation } from '../domain/user-foundation.ts';
import { fieldValue } from './field-value.ts';

export interface GridCount {
  grid: FoundationGrid;
  filled: number;
  of: number;
  /** Of those that most prompts need. */
  requiredMissing: FoundationPath[];
}

/** How much of each grid is written down, in the worksheet's order. */
export function countGrids(foundation: UserFoundation): GridCount[] {
  const counts: GridCount[] = [];
  for (const { grid, path, required } of foundationFields) {
    let count = counts.find((one) => one.grid === grid);
    if (!count) {
      count = { grid, filled: 0, of: 0, requiredMissing: [] };
      counts.push(count);
    }
    const isFilled = fieldValue(foundation, path) !== undefined;
    count.of += 1;
    if (isFilled) count.filled += 1;
    else if (required) count.requiredMissing.push(path);
  }
  return counts;
}

export interface Unlock {
  path: FoundationPath;
  /** Codes of prompts that lack nothing else. */
  opens: string[];
  /** How many prompts wait for it, those that lack more besides among them. */
  waiting: number;
}

type Needs = Pick<PlaybookPromptFile, 'promptCode' | 'requiredContext'>;

/** How many prompts could run now, and what the empty fields would make runnable, the most useful first. */
export function unlocks(
  foundation: UserFoundation,
  prompts: readonly Needs[],
): { runnable: number; of: number; byField: Unlock[] } {
  const byPath = new Map<FoundationPath, Unlock>();
  let runnable = 0;
  for (const { promptCode, requiredContext } of prompts) {
    const missing = requiredContext
      .filter(isFoundationPath)
      .filter((path) => fieldValue(foundation, path) === undefined);
    if (missing.length === 0) runnable += 1;
    for (const path of missing) {
      const unlock = byPath.get(path) ?? { path, opens: [], waiting: 0 };
      unlock.waiting += 1;
      if (missing.length === 1) unlock.opens.push(promptCode);
      byPath.set(path, unlock);
    }
  }
  const byField = [...byPath.values()].sort(
    (one, other) => other.opens.length - one.opens.length || other.waiting - one.waiting,
  );
  return { runnable, of: prompts.length, byField };
}
