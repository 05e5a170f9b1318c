import type { OutboxEntry } from '../domain/outbox-entry.ts';

/** Where what is to be said is kept until it is delivered. */
export interface OutboxStore {
  /**
   * Keeps each entry whose id is new. One that is `growing` under the same id is given the content and set waiting, or
   * `unknown` while it has no platform message id: an attempt that died may have begun to show it all the same.
   * Returns them as they are kept: what an earlier attempt has put under an id stands, whatever this one would say.
   */
  put(entries: OutboxEntry[]): Promise<OutboxEntry[]>;
  /** Opens a growing entry, or returns the one that an earlier attempt opened, with its platform message id if it has one. */
  open(entry: OutboxEntry): Promise<{ entry: OutboxEntry; isNew: boolean }>;
  /** Remembers the platform's id of a growing entry, as soon as the platform named it. The first name stays. */
  nameGrowing(id: string, platformMessageId: string): Promise<void>;
  get(id: string): Promise<OutboxEntry | undefined>;
  /**
   * Threads that have something to deliver now: those with replies to people first, then by their earliest entry. Of
   * thousands of entries only those due longest are seen, so replies are due from 0 on, and a job's from its hour on.
   */
  threadsWithWork(nowMs: number, limit: number): Promise<string[]>;
  /** The thread's earliest undelivered entry, due or not: a postponed one holds back those behind it. */
  first(threadKey: string): Promise<OutboxEntry | undefined>;
  /**
   * Takes the entry for one delivery and returns it as it is then; undefined when another deliverer has it or it is
   * finished. Where an earlier claim ran out without a word, its state is `unknown`: that deliverer may have sent it.
   */
  claim(
    id: string,
    claim: { token: string; holder: string; untilMs: number },
    nowMs: number,
  ): Promise<OutboxEntry | undefined>;
  /** Names of processes that have claimed something which is not delivered yet. */
  holders(nowMs: number): Promise<string[]>;
  /** Ends the claims of a dead process: what it may have said is `unknown` from now on. Returns how many there were. */
  releaseHeldBy(holder: string): Promise<number>;
  delivered(id: string, token: string, platformMessageId: string, nowMs: number): Promise<void>;
  /** Lets go, to be tried again from `atMs` on; `unknown` when it may have arrived and must be looked for first. */
  postpone(id: string, token: string, state: 'waiting' | 'unknown', atMs: number): Promise<void>;
  giveUp(id: string, token: string, nowMs: number): Promise<void>;
  /** All that this event caused, in the order in which it is read. */
  causedBy(inReplyTo: string): Promise<OutboxEntry[]>;
  /** How many entries caused by this event are not yet delivered or given up. */
  openFor(inReplyTo: string): Promise<number>;
  sweep(finishedBeforeMs: number): Promise<number>;
}
