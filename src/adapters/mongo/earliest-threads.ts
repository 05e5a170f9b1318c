/** Most entries looked at when looking around: far more than wait unless nothing was worked off for a long time. */
export const mostEntriesSeen = 10_000;

/** Each thread once, in the order of its earliest entry, at most `limit`. */
export function earliestThreads(
  entries: Array<{ threadKey: string; since: number }>,
  limit: number,
): string[] {
  const inOrder = entries.toSorted((a, b) => a.since - b.since);
  return [...new Set(inOrder.map(({ threadKey }) => threadKey))].slice(0, limit);
}
