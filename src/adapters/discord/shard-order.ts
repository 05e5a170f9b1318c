/** What the process of one shard is told by the program that began it. */
export interface ShardOrder {
  /** Where that program is reached. */
  baseUrl: string;
  /** When the process before it died, whatever others have heard since. */
  missedSinceMs: number | undefined;
}

/** Which of how many. */
export interface ShardNumber {
  id: number;
  count: number;
}

const word = 'discord-shard';

/** As arguments of its command line: nothing of it is secret. */
export function formatShardOrder({ baseUrl, missedSinceMs }: ShardOrder): string[] {
  return [word, baseUrl, ...(missedSinceMs === undefined ? [] : [String(missedSinceMs)])];
}

/** @param args Without the program's own name. Undefined where no shard is ordered. */
export function readShardOrder(
  [first, baseUrl = '', missedSince]: readonly string[],
  env: Record<string, string | undefined>,
): (ShardOrder & ShardNumber) | undefined {
  // discord.js tells the numbers by the environment.
  const { SHARDS, SHARD_COUNT } = env;
  if (first !== word || SHARDS === undefined || SHARD_COUNT === undefined) return undefined;
  const missedSinceMs = missedSince === undefined ? undefined : Number(missedSince);
  return { baseUrl, missedSinceMs, id: Number(SHARDS), count: Number(SHARD_COUNT) };
}
