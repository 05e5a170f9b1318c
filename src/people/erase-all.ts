import type { Erasure, Trace, Whose } from '../domain/erasure.ts';
import { stableId } from '../domain/stable-id.ts';
import type { Clock } from '../ports/clock.ts';
import type { ErasureStore } from '../ports/erasure-store.ts';
import type { InboxStore } from '../ports/inbox-store.ts';
import type { OwnDataStore } from '../ports/own-data-store.ts';

export interface EraseDeps {
  ownData: OwnDataStore;
  erasures: ErasureStore;
  /** Ends what this process works on for the person of that erasure, and resolves when it has ended. */
  endWork(erasure: Erasure): Promise<void>;
  clock: Clock;
}

/** Of the button that confirms: another after each first contact, and when an account was joined. */
export function erasureIdOf({ personId, accounts, since }: Whose): string {
  return stableId('erasure', personId, String(since), ...accounts.map(({ accountId }) => accountId).sort());
}

/** Begins the deletion of everything, or goes on with it. Undefined where `lost` has aborted: it is begun again. */
export async function eraseAll(
  whose: Whose,
  trace: Trace,
  lost: AbortSignal,
  deps: EraseDeps,
): Promise<Erasure | undefined> {
  const erasure = await deps.erasures.begin({
    _id: erasureIdOf(whose),
    state: 'erasing',
    askedAt: deps.clock.nowMs(),
    whose,
    accountKeys: whose.accounts.map(({ surface, accountId }) => `${surface}:${accountId}`),
    traces: [trace],
    counts: {},
  });
  return goOnErasing(erasure, lost, deps);
}

export async function goOnErasing(
  erasure: Erasure,
  lost: AbortSignal,
  deps: EraseDeps,
): Promise<Erasure | undefined> {
  const { whose } = erasure;
  if (erasure.state !== 'erasing' || !whose) return erasure;
  await deps.endWork(erasure);
  // Threads that came to be since it was asked for; the accounts may be gone already.
  const now = await deps.ownData.whose(whose);
  const all = {
    ...whose,
    ownThreads: [...new Set([...whose.ownThreads, ...now.ownThreads])],
    threads: [...new Set([...whose.threads, ...now.threads])],
  };
  const counts = await deps.ownData.erase(all, erasure, lost);
  if (lost.aborted) return undefined;
  await deps.erasures.erased(erasure._id, counts);
  return deps.erasures.get(erasure._id);
}

/**
 * Ends deletions whose answer is out: the answer's own rows go, and who it was. Those whose press nobody works on any
 * more are gone on with. Says whether some are left.
 */
export async function endErasures(
  inbox: Pick<InboxStore, 'stateOf'>,
  lost: AbortSignal,
  deps: EraseDeps,
): Promise<boolean> {
  const unfinished = await deps.erasures.unfinished();
  const ended = await Promise.all(
    unfinished.map(async (erasure) => {
      if (erasure.state === 'erasing') {
        const states = await Promise.all(erasure.traces.map(({ eventId }) => inbox.stateOf(eventId)));
        if (!states.includes('waiting')) await goOnErasing(erasure, lost, deps);
        return false;
      }
      const dropped = await Promise.all(erasure.traces.map((trace) => deps.ownData.dropTrace(trace)));
      if (!dropped.every(Boolean)) return false;
      return deps.erasures.over(erasure._id, erasure.traces, deps.clock.nowMs());
    }),
  );
  return !ended.every(Boolean);
}
