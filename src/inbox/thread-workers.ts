import { randomUUID } from 'node:crypto';
import PQueue from 'p-queue';
import type { InboxEntry } from '../domain/inbox-entry.ts';
import type { Clock } from '../ports/clock.ts';
import type { InboxStore } from '../ports/inbox-store.ts';
import type { Logger } from '../ports/logger.ts';
import type { Lease, StopWish, ThreadStore } from '../ports/thread-store.ts';
import { type EntryStages, workEntry } from './work-entry.ts';

/** A lease nobody renews falls free after this long, on any machine. */
const leaseMs = 15_000;
/** Three heartbeats fit into a lease, so that one lost renewal costs nothing. */
const heartbeatMs = 5_000;
/** How often the store is asked for work that nobody announced: left by a crash, postponed, or kept elsewhere. */
const lookAroundMs = 1_000;
/** Threads worked side by side in one process. Each mostly waits for a model. */
const threadsAtOnce = 64;

export interface ThreadWorkersDeps {
  inbox: InboxStore;
  threads: ThreadStore;
  stages: EntryStages;
  clock: Clock;
  log: Logger;
  /** Names this process, so that after its death its leases can be told from those of the living. */
  holder: string;
  /** Of the threads with work that nobody announced, those to take now; all of them unless told. */
  takeNow?(threadKeys: string[], nowMs: number): string[];
  /** Called when an entry has ended. */
  onFinished(entryId: string): void;
}

export interface ThreadWorkers {
  /** There is something to do in this thread. Returns at once. */
  kick(threadKey: string): void;
  /**
   * A person wants their work under way in the thread to stop, or, where they were that quick, the work they asked for
   * just before. `entryId` is the wish itself, which queues like everything else and is answered in its turn.
   */
  stopWork(threadKey: string, entryId: string, wish: StopWish): Promise<void>;
  /** Starts looking for work that nobody announces. */
  start(): void;
  /** Takes no new work and waits until what is under way is finished, or hands it back after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** One worker per thread, threads side by side. */
export function createThreadWorkers(deps: ThreadWorkersDeps): ThreadWorkers {
  const { inbox, threads, clock, log } = deps;
  const queue = new PQueue({ concurrency: threadsAtOnce });
  const stopping = new AbortController();
  /** Threads queued or worked here; true when something arrived since their worker last looked. */
  const active = new Map<string, boolean>();
  const underWay = new Map<string, { entry: InboxEntry; lost: AbortController; wish: AbortController }>();
  /** Wishes to stop that wait for the work they mean, by thread. */
  const wishes = new Map<string, { entryId: string; wish: StopWish }>();
  /** Wishes that have stopped something and are not answered yet. */
  const fulfilled = new Set<string>();
  let looking: Promise<void> | undefined;

  function kick(threadKey: string): void {
    if (stopping.signal.aborted) return;
    if (active.has(threadKey)) {
      active.set(threadKey, true);
      return;
    }
    active.set(threadKey, false);
    void queue.add(async () => {
      try {
        await workThread(threadKey);
      } catch (error) {
        // The store is away: the entries are kept there, and looking around finds them when it is back.
        log.warn({ threadKey, error }, 'a thread is left until the store answers');
      } finally {
        const again = active.get(threadKey) === true;
        active.delete(threadKey);
        if (again) kick(threadKey);
      }
    });
  }

  async function workThread(threadKey: string): Promise<void> {
    let entry = await dueEntry(threadKey);
    if (!entry) return;
    const lease: Lease = { threadKey, token: randomUUID() };
    const now = clock.nowMs();
    if (!(await threads.lease(entry.incoming.thread, lease.token, deps.holder, now, now + leaseMs))) return;

    const lost = new AbortController();
    const beating = heartbeat(lease, lost);
    try {
      while (entry && !stopping.signal.aborted && !lost.signal.aborted) {
        const wish = new AbortController();
        underWay.set(threadKey, { entry, lost, wish });
        fulfilWish(threadKey);
        const hasStopped = fulfilled.delete(entry._id);
        const work = { lease, lost: lost.signal, wish: wish.signal, hasStopped };
        const verdict = await workEntry(entry, work, deps.stages, { store: inbox, clock, log });
        if (verdict !== 'done') break;
        deps.onFinished(entry._id);
        active.set(threadKey, false);
        entry = await dueEntry(threadKey);
      }
    } finally {
      underWay.delete(threadKey);
      beating.stop();
      await threads.release(lease);
    }
  }

  /** Stops the thread's work if the wish that waits there means it. */
  function fulfilWish(threadKey: string): void {
    const waiting = wishes.get(threadKey);
    const here = underWay.get(threadKey);
    if (!waiting || !here) return;
    // The wish's own turn has come: whatever it meant is over.
    if (waiting.entryId === here.entry._id) wishes.delete(threadKey);
    else if (means(waiting.wish, here.entry)) {
      here.wish.abort();
      wishes.delete(threadKey);
      fulfilled.add(waiting.entryId);
    }
  }

  async function dueEntry(threadKey: string): Promise<InboxEntry | undefined> {
    const entry = await inbox.first(threadKey);
    return entry && entry.nextAttemptAt <= clock.nowMs() ? entry : undefined;
  }

  function heartbeat(lease: Lease, lost: AbortController): { stop(): void } {
    const ended = new AbortController();
    void (async () => {
      while (!ended.signal.aborted) {
        await clock.sleep(heartbeatMs, ended.signal);
        if (ended.signal.aborted) return;
        try {
          const { held, stop } = await threads.renew(lease, clock.nowMs() + leaseMs);
          const here = underWay.get(lease.threadKey);
          if (!held) lost.abort();
          else if (stop && here && means(stop, here.entry)) here.wish.abort();
        } catch (error) {
          log.warn({ threadKey: lease.threadKey, error }, 'a lease could not be renewed');
        }
      }
    })();
    return { stop: () => ended.abort() };
  }

  async function lookAround(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const waiting = await inbox.threadsWithWork(clock.nowMs(), 256);
        for (const threadKey of deps.takeNow?.(waiting, clock.nowMs()) ?? waiting) {
          if (!active.has(threadKey)) kick(threadKey);
        }
      } catch (error) {
        log.warn({ error }, 'waiting for the store');
      }
      await clock.sleep(lookAroundMs, stopping.signal);
    }
  }

  return {
    kick,
    stopWork: async (threadKey, entryId, wish) => {
      wishes.set(threadKey, { entryId, wish });
      fulfilWish(threadKey);
      // Another process may have the thread; it reads the wish at its next heartbeat.
      if (!fulfilled.has(entryId)) await threads.requestStop(threadKey, wish, clock.nowMs());
    },
    start: () => {
      looking ??= lookAround();
    },
    stop: async (graceMs) => {
      stopping.abort();
      await looking;
      const graceEnded = new AbortController();
      await Promise.race([queue.onIdle(), clock.sleep(graceMs, graceEnded.signal)]);
      graceEnded.abort();
      // What is still under way is handed back: its leases are released, its entries wait for the next start.
      for (const { lost } of underWay.values()) lost.abort();
      await queue.onIdle();
    },
  };
}

/** Whether the entry is what the person wants to be stopped: their own, and not said after it. */
function means(wish: StopWish, { incoming }: InboxEntry): boolean {
  return incoming.author.accountId === wish.accountId && incoming.sentAtMs <= wish.saidAtMs;
}
