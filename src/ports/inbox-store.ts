import type { InboxEntry } from '../domain/inbox-entry.ts';
import type { Incoming } from '../domain/incoming.ts';

/** Where what people did is kept until it is answered. */
export interface InboxStore {
  /**
   * Keeps every event whose id is new; `'known'` for one that is here already, whatever became of it. Rejects when the
   * store cannot be reached: nothing is then known to be kept, and the platform must be told so.
   */
  accept(events: Incoming[], nowMs: number): Promise<Array<'kept' | 'known'>>;
  /** Threads with an entry that may be begun now, oldest first. */
  threadsWithWork(nowMs: number, limit: number): Promise<string[]>;
  /** The thread's earliest waiting entry, due or not: a postponed one holds back those behind it. */
  first(threadKey: string): Promise<InboxEntry | undefined>;
  /** Counts an attempt and puts the entry under the lease; false when it is finished already. */
  begin(id: string, leaseToken: string): Promise<boolean>;
  /** False when the lease was lost meanwhile: another worker finishes it. */
  finish(id: string, leaseToken: string, state: 'done' | 'failed', nowMs: number): Promise<boolean>;
  /** Hands the entry back, to be begun again from `atMs` on. */
  postpone(id: string, leaseToken: string, atMs: number): Promise<boolean>;
  /** `undefined` for an id that was never accepted. */
  stateOf(id: string): Promise<InboxEntry['state'] | undefined>;
  /** Removes entries finished before then; returns how many. */
  sweep(finishedBeforeMs: number): Promise<number>;
}
