import type { CollectionName } from '../domain/belonging.ts';
import type { Erasure, Trace, Whose } from '../domain/erasure.ts';

/** Rows of one collection, as they are stored. */
export interface OwnRows {
  collection: CollectionName;
  /** Rows that are theirs whole. */
  theirs: Record<string, unknown>[];
  /** Of rows that are not: what names them. */
  namedIn: Record<string, unknown>[];
}

/** How many rows, by collection; those with none are left out. */
export type RowCounts = Record<string, number>;

/** All that belongs to one person, by the one table of `domain/belonging.ts`. */
export interface OwnDataStore {
  /** Under which ids the store knows them now, and their threads. */
  whose(ids: { personId: string; userId: string }): Promise<Whose>;
  /** Collections with nothing of theirs are left out. */
  read(whose: Whose): Promise<OwnRows[]>;
  /** Rows that are theirs whole. */
  count(whose: Whose): Promise<RowCounts>;
  /**
   * Removes all that is theirs, and their mention elsewhere, until nothing is found: whatever is still being written
   * meanwhile is found too. Left are the rows of the presses in `erasure.traces`, and what was received after
   * `askedAt`. Takes their work from other processes. May be begun again at any point. Stops early once `lost` aborts.
   */
  erase(whose: Whose, erasure: Pick<Erasure, 'askedAt' | 'traces'>, lost: AbortSignal): Promise<RowCounts>;
  /** Removes the rows of such a press; false while it is not answered yet, or its thread is worked on. */
  dropTrace(trace: Trace): Promise<boolean>;
}
