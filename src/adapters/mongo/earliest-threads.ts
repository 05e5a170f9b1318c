/** Looking around sees at most this many entries, those that are due longest: what waits behind them has its turn later. */
export const longestDue = { sort: { nextAttemptAt: 1 }, limit: 2_000 } as const;

/** Each thread once, in the order of its earliest entry, at most `limit`. */
export function earliestThreads(
  entries: Array<{ threadKey: string; since: number }>,
  limit: number,
): string[] {
  const inOrder = entries.toSorted((a, b) => a.since - b.since);
  return [...new Set(inOrder.map(({ threadKey }) => threadKey))].slice(0, limit);
}
