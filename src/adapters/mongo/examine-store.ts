import { allTables } from '../../domain/tables.ts';
import type { Logger } from '../../ports/logger.ts';
import { missingIndexes } from './ensure-indexes.ts';
import { openMongo } from './open-store.ts';
import { StoreError } from './store-error.ts';

export type StoreFindings =
  | {
      kind: 'reached';
      /** Of one question and its answer. */
      answersInMs: number;
      /** The store's clock less ours; undefined where the store does not tell its time. */
      clockAheadMs: number | undefined;
      /** As `collection.index`. */
      missingIndexes: string[];
      indexCount: number;
      /** Nothing was ever kept in it. */
      isEmpty: boolean;
    }
  /** It answers, but its tables may not be read: the user lacks a right. */
  | { kind: 'forbidden' }
  /** It cannot be used as it is; the sentence says why, without secrets. */
  | { kind: 'unusable'; sentence: string }
  | { kind: 'silent'; waitedMs: number };

const waitMs = 6_000;

/** Looks at a store and changes nothing in it. */
export async function examineStore(uri: string, log: Logger): Promise<StoreFindings> {
  const signal = AbortSignal.timeout(waitMs);
  try {
    const store = await openMongo({ uri, log, signal, onlyLooks: true });
    try {
      const { db } = store.connection;
      if (!db) return { kind: 'silent', waitedMs: waitMs };
      const askedMs = Date.now();
      const hello: { localTime?: unknown } = await db.command({ hello: 1 });
      const answeredMs = Date.now();
      const missing = await missingIndexes(store.connection, allTables);
      const indexCount = allTables.reduce((sum, table) => sum + table.indexes.length, 0);
      const { localTime } = hello;
      return {
        kind: 'reached',
        answersInMs: answeredMs - askedMs,
        clockAheadMs:
          localTime instanceof Date
            ? Math.round(localTime.getTime() - (askedMs + answeredMs) / 2)
            : undefined,
        missingIndexes: missing,
        indexCount,
        isEmpty: missing.length === indexCount,
      };
    } finally {
      await store.connection.close(true);
    }
  } catch (error) {
    if (signal.aborted) return { kind: 'silent', waitedMs: waitMs };
    if (error instanceof StoreError) return { kind: 'unusable', sentence: error.message };
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 13) return { kind: 'forbidden' };
    // A driver's message may repeat the address with its password, so only the kind is told.
    const name = error instanceof Error ? error.name : typeof error;
    return { kind: 'unusable', sentence: `The store failed with ${name}${code ? ` (code ${code})` : ''}.` };
  }
}
