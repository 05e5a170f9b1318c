import type { InboxEntry } from '../domain/inbox-entry.ts';
import type { Reply } from '../domain/reply.ts';
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
}

/** What the next stages do; `app.ts` hands them over. */
export interface EntryStages {
  /** Decides and does what was asked. May be begun again after a crash: what it makes is keyed by the entry. */
  respond(entry: InboxEntry, work: Work): Promise<Reply>;
  /** The one plain sentence for an entry that cannot be answered. */
  apologise(entry: InboxEntry): Reply;
  /** Keeps the reply in the outbox, then the turn in the conversation. */
  keep(entry: InboxEntry, reply: Reply): Promise<void>;
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
    const reply = await stages.respond(entry, work);
    if (work.lost.aborted) return 'lost';
    await stages.keep(entry, reply);
  } catch (error) {
    if (work.lost.aborted) return 'lost';
    const verdict = afterFailedAttempt(entry.attempts + 1, deps.clock.nowMs());
    deps.log.error(
      { entry: entry._id, attempt: entry.attempts + 1, error },
      'an entry could not be answered',
    );
    if (verdict.kind === 'retry') {
      return (await deps.store.postpone(entry._id, work.lease.token, verdict.atMs)) ? 'wait' : 'lost';
    }
    await stages.keep(entry, stages.apologise(entry));
    state = 'failed';
  }
  return (await deps.store.finish(entry._id, work.lease.token, state, deps.clock.nowMs())) ? 'done' : 'lost';
}
