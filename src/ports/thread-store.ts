import type { ThreadRef } from '../domain/thread-ref.ts';

export interface Lease {
  threadKey: string;
  token: string;
}

/** A person wants the work under way in a thread to stop: their own, asked for before they said so. */
export interface StopWish {
  accountId: string;
  /** When they said so, by the platform's clock. */
  saidAtMs: number;
}

/** One worker per thread, on all machines together. */
export interface ThreadStore {
  /**
   * Takes the thread if it is free or its lease has run out; false when somebody else holds it. `expiresAtMs` is when
   * it falls free unless renewed. A new lease starts without the wish to stop that was about the one before.
   */
  lease(
    thread: ThreadRef,
    token: string,
    holder: string,
    nowMs: number,
    expiresAtMs: number,
  ): Promise<boolean>;
  /** Prolongs the lease and brings the last wish to stop; `held: false` when it was lost, and its worker must stop. */
  renew(lease: Lease, expiresAtMs: number): Promise<{ held: boolean; stop?: StopWish }>;
  release(lease: Lease): Promise<void>;
  /** Leaves the wish with whoever works on the thread. False when nobody does. A new lease starts without one. */
  requestStop(threadKey: string, wish: StopWish, nowMs: number): Promise<boolean>;
  /** Names of processes that hold a lease not yet run out. */
  holders(nowMs: number): Promise<string[]>;
  /** Frees all that a dead process held. Returns how many threads that were. */
  releaseHeldBy(holder: string): Promise<number>;
}
