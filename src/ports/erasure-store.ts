import type { Erasure, Trace } from '../domain/erasure.ts';
import type { Surface } from '../domain/thread-ref.ts';
import type { RowCounts } from './own-data-store.ts';

/** Deletions of all data of a person: kept, so that what was begun ends, whatever happens to the process. */
export interface ErasureStore {
  get(id: string): Promise<Erasure | undefined>;
  /** The one that is not over and that this account belongs to. */
  ofAccount(surface: Surface, accountId: string): Promise<Erasure | undefined>;
  /** Keeps it unless it is known; gives it as it stands then. */
  begin(erasure: Erasure): Promise<Erasure>;
  /** Another press of its button: to be answered, and to leave no trace either. */
  addTrace(id: string, trace: Trace, accountKey: string): Promise<void>;
  /** The rows are gone. Counts of an earlier attempt are added to. */
  erased(id: string, counts: RowCounts): Promise<void>;
  /** Of whom it was goes from it, unless a trace was added to those that were dropped. */
  over(id: string, dropped: readonly Trace[], nowMs: number): Promise<boolean>;
  /** Those that are not over. */
  unfinished(): Promise<Erasure[]>;
}
