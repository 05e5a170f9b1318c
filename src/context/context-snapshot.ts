import type { PlaybookPromptFile } from '../domain/catalogue.ts';
import type { FoundationPath } from '../domain/foundation-fields.ts';
import { isFoundationPath } from '../domain/foundation-fields.ts';
import type { UserFoundation } from '../domain/user-foundation.ts';

/** What a prompt was given of a Foundation, by dotted path. Frozen into its execution. */
export type ContextSnapshot = Partial<Record<FoundationPath, string | string[]>>;

export type SnapshotResult = {
  snapshot: ContextSnapshot;
  /** Required and empty: the run cannot go on without them. */
  missing: FoundationPath[];
  /** Optional and empty: left out without a word in the prompt, named to the person. */
  leftOut: FoundationPath[];
};

/** Exactly the fields that the prompt declares, and nothing else of the Foundation. */
export function snapshotContext(
  prompt: Pick<PlaybookPromptFile, 'requiredContext' | 'optionalContext'>,
  foundation: UserFoundation,
): SnapshotResult {
  const snapshot: ContextSnapshot = {};
  const collect = (paths: string[]): FoundationPath[] =>
    paths.filter(isFoundationPath).filter((path) => {
      const value = foundationValue(foundation, path);
      if (value === undefined) return true;
      snapshot[path] = value;
      return false;
    });
  const missing = collect(prompt.requiredContext);
  const leftOut = collect(prompt.optionalContext);
  return { snapshot, missing, leftOut };
}

/** A field's value as text or a list of texts; undefined where it is empty. Rivals read "Name: weakness". */
export function foundationValue(
  foundation: UserFoundation,
  path: FoundationPath,
): string | string[] | undefined {
  const [group, field] = path.split('.');
  const top: unknown = Reflect.get(foundation, group ?? '');
  const value: unknown =
    field === undefined ? top : typeof top === 'object' && top ? Reflect.get(top, field) : undefined;
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if (!Array.isArray(value)) return undefined;
  const items = value.map(asText).filter((item) => item !== '');
  return items.length > 0 ? items : undefined;
}

function asText(item: unknown): string {
  if (typeof item === 'string') return item.trim();
  if (typeof item !== 'object' || item === null) return '';
  const { name, weakness } = item as { name?: string; weakness?: string };
  return `${name ?? ''}: ${weakness ?? ''}`.trim();
}
