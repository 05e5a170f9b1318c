import type { InboxEntry } from '../domain/inbox-entry.ts';
import type { Clock } from '../ports/clock.ts';
import type { InboxStore } from '../ports/inbox-store.ts';
import type { Logger } from '../ports/logger.ts';
import type { Lease } from '../ports/thread-store.ts';
import { afterFailedAttempt } from './retry-policy.ts';

/** The circumstances under which an entry is worked. */
export interface Work {
  lease: Lease;
  /** The thread is another worker's, or the program ends: leave everything as it is, the entry is begun again. */
  lost: AbortSignal;
  /** The person wants the work to stop: keep what there is and say so. */
  wish: AbortSignal;
  /** This entry is a wish to stop that has overtaken the queue and stopped something already. */
  hasStopped: boolean;
}

/** What the next stages do; `app.ts` hands them over. */
export interface EntryStages {
  /**
   * Decides, does what was asked and keeps the reply. May be begun again after a crash: what it makes is keyed by the
   * entry. Once `lost` has aborted it keeps nothing.
   */
  answer(entry: InboxEntry, work: Work): Promise<void>;
  /** Keeps the one plain sentence for an entry that cannot be answered. */
  apologise(entry: InboxEntry): Promise<void>;
}

export interface EntryDeps {
  store: InboxStore;
  clock: Clock;
  log: Logger;
}

/**
 * Works one entry to its end: answered, or said why not, or handed back for later. Says whether the thread may go on:
 * `wait` when the entry was handed back, `lost` when another worker has taken the thread over.
 */
export async function workEntry(
  entry: InboxEntry,
  work: Work,
  stages: EntryStages,
  deps: EntryDeps,
): Promise<'done' | 'wait' | 'lost'> {
  if (!(await deps.store.begin(entry._id, work.lease.token))) return 'done';
  let state: 'done' | 'failed' = 'done';
  try {
    await stages.answer(entry, work);
    if (work.lost.aborted) return 'lost';
  } catch (error) {
    if (work.lost.aborted) return 'lost';
    const attempt = entry.attempts + 1;
    const verdict = afterFailedAttempt(attempt, deps.clock.nowMs());
    deps.log.error({ entry: entry._id, attempt, error }, 'an entry could not be answered');
    if (verdict.kind === 'retry') {
      return (await deps.store.postpone(entry._id, work.lease.token, verdict.atMs)) ? 'wait' : 'lost';
    }
    await stages.apologise(entry);
    state = 'failed';
  }
  return (await deps.store.finish(entry._id, work.lease.token, state, deps.clock.nowMs())) ? 'done' : 'lost';
}
