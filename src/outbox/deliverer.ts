import { randomUUID } from 'node:crypto';
import PQueue from 'p-queue';
import type { OutboxEntry } from '../domain/outbox-entry.ts';
import type { Surface } from '../domain/thread-ref.ts';
import type { ChatPlatform, DeliveryResult } from '../ports/chat-platform.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { OutboxStore } from '../ports/outbox-store.ts';
import { afterDelivery } from './delivery-policy.ts';

/**
 * Longer than any one delivery takes (looking for it, waiting its turn and saying it: some calls of at most 10 s each, the
 * clients' time-out), so that a claim outlives its delivery.
 */
const claimMs = 60_000;
const lookAroundMs = 1_000;
const threadsAtOnce = 32;
/** Replies to people go before what waits of jobs: of 10,000 nudges they would otherwise stand at the end. */
const priorities = { reply: 1, job: 0 };

export interface DelivererDeps {
  store: OutboxStore;
  platforms: ReadonlyMap<Surface, ChatPlatform>;
  clock: Clock;
  log: Logger;
  /** Names this process, so that after its death its claims can be told from those of the living. */
  holder: string;
  /** Of the threads with something to say that nobody announced, those to take now; all of them unless told. */
  takeNow?(threadKeys: string[], nowMs: number): string[];
  onDelivered?: (entry: OutboxEntry) => void;
}

export interface Deliverer {
  /** There is a reply to somebody in this thread, which goes ahead of jobs' messages. Returns at once. */
  kick(threadKey: string): void;
  /** Resolves when everything that waits in the thread was tried once. For a job it waits behind every reply. */
  deliverThread(threadKey: string, what?: keyof typeof priorities): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

/** Says what the outbox holds, each thread in its order, each thing once. */
export function createDeliverer(deps: DelivererDeps): Deliverer {
  const { store, platforms, clock, log } = deps;
  const queue = new PQueue({ concurrency: threadsAtOnce });
  const stopping = new AbortController();
  const active = new Map<string, { done: Promise<void>; again: boolean; hasBegun: boolean }>();
  let looking: Promise<void> | undefined;

  function kick(threadKey: string): void {
    void deliverThread(threadKey);
  }

  function deliverThread(threadKey: string, what: keyof typeof priorities = 'reply'): Promise<void> {
    const priority = priorities[what];
    const running = active.get(threadKey);
    if (running) {
      running.again = true;
      if (!running.hasBegun && priority > priorities.job) queue.setPriority(threadKey, priority);
      return running.done;
    }
    const state = { done: Promise.resolve(), again: true, hasBegun: false };
    const work = async () => {
      state.hasBegun = true;
      try {
        while (state.again) {
          state.again = false;
          await deliverAll(threadKey);
        }
      } catch (error) {
        log.warn({ threadKey, error }, 'a delivery is left until the store answers');
      } finally {
        active.delete(threadKey);
      }
    };
    active.set(threadKey, state);
    state.done = queue.add(work, { id: threadKey, priority });
    return state.done;
  }

  async function deliverAll(threadKey: string): Promise<void> {
    for (;;) {
      const next = await store.first(threadKey);
      const now = clock.nowMs();
      // A growing entry, or one whose time has not come, holds back those behind it: a thread keeps its order.
      if (!next || next.state === 'growing' || next.nextAttemptAt > now) return;
      const token = randomUUID();
      const claim = { token, holder: deps.holder, untilMs: now + claimMs };
      const entry = await store.claim(next._id, claim, now);
      if (!entry) return;
      const verdict = afterDelivery(await attempt(entry), entry.attempts, clock.nowMs());
      if (verdict.kind === 'done') {
        await store.delivered(entry._id, token, verdict.platformMessageId, clock.nowMs());
      } else if (verdict.kind === 'again') {
        await store.postpone(entry._id, token, verdict.state, verdict.atMs);
        return;
      } else {
        log.error({ entry: entry._id }, 'a message could not be delivered and is given up');
        await store.giveUp(entry._id, token, clock.nowMs());
      }
      deps.onDelivered?.(entry);
    }
  }

  async function attempt(entry: OutboxEntry): Promise<DeliveryResult> {
    const platform = platforms.get(entry.thread.surface);
    if (!platform) {
      return { kind: 'not-delivered', retryable: true, why: `${entry.thread.surface} is not running here` };
    }
    // Sent before, by us or by a process that died: what may have arrived is looked for before it is said again.
    if (entry.state === 'unknown') {
      const found = await platform.find(entry);
      if (found.kind === 'found') return { kind: 'delivered', platformMessageId: found.platformMessageId };
      // Said once more or given up: nothing is said twice.
      if (found.kind === 'unreadable') return { kind: 'not-delivered', retryable: false, why: found.why };
      if (found.kind === 'unknown') return { kind: 'unknown', why: 'the thread could not be read back' };
      const { platformMessageId } = found;
      if (platformMessageId !== undefined) return platform.deliver({ ...entry, platformMessageId });
    }
    return platform.deliver(entry);
  }

  async function lookAround(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const waiting = await store.threadsWithWork(clock.nowMs(), 256);
        for (const threadKey of deps.takeNow?.(waiting, clock.nowMs()) ?? waiting)
          void deliverThread(threadKey, 'job');
      } catch (error) {
        log.warn({ error }, 'waiting for the store');
      }
      await clock.sleep(lookAroundMs, stopping.signal);
    }
  }

  return {
    kick,
    deliverThread,
    start: () => {
      looking ??= lookAround();
    },
    stop: async () => {
      stopping.abort();
      await looking;
      await queue.onIdle();
    },
  };
}
