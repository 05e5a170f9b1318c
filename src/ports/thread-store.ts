import type { ThreadRef } from '../domain/thread-ref.ts';

export interface Lease {
  threadKey: string;
  token: string;
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
  /** Prolongs the lease and reports a wish to stop; `held: false` when it was lost, and its worker must stop. */
  renew(lease: Lease, expiresAtMs: number): Promise<{ held: boolean; abortRequested: boolean }>;
  release(lease: Lease): Promise<void>;
  /** Asks the work under way in the thread to stop. False when nothing is under way. */
  requestAbort(threadKey: string, nowMs: number): Promise<boolean>;
  /** Forgets the wish to stop, once the work has stopped. */
  clearAbort(lease: Lease): Promise<void>;
  /** Names of processes that hold a lease not yet run out. */
  holders(nowMs: number): Promise<string[]>;
  /** Frees all that a dead process held. Returns how many threads that were. */
  releaseHeldBy(holder: string): Promise<number>;
}
