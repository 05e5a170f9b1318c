import type { AssetStore } from '../ports/asset-store.ts';

/** As much of a saved text as a prompt is given: about a landing page. */
const priorCharacters = 4_000;

/** Saved texts that a prompt builds on, by placeholder: `prior.H5`. */
export type PriorWork = Record<`prior.${string}`, string>;

/** The newest saved text of the person for each code, where there is one. */
export async function readPriorWork(
  userId: string,
  codes: readonly string[],
  assets: AssetStore,
): Promise<PriorWork> {
  const saved = await Promise.all(codes.map((code) => assets.newestOf(userId, code)));
  return Object.fromEntries(
    codes.flatMap((code, index): Array<[string, string]> => {
      const content = saved[index]?.content.trim() ?? '';
      return content === '' ? [] : [[`prior.${code}`, content.slice(0, priorCharacters)]];
    }),
  );
}

/** The codes of saved work in a snapshot as it is kept on an execution. */
export function priorCodes(snapshot: unknown): string[] {
  return typeof snapshot !== 'object' || snapshot === null
    ? []
    : Object.keys(snapshot).flatMap((path) =>
        path.startsWith('prior.') ? [path.slice('prior.'.length)] : [],
      );
}
