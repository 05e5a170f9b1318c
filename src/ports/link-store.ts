import type { LinkCode } from '../domain/link-code.ts';

/** Codes that join accounts and organizations. The store never sees a code, only its hash. */
export interface LinkStore {
  /**
   * Keeps a code and drops the codes of that kind that its maker asked for before by another event. False where the hash
   * is taken by a code that is still good: choose another.
   */
  issue(code: Omit<LinkCode, 'state' | 'usedBy'>, nowMs: number): Promise<boolean>;
  /**
   * Counts an attempt to enter a code, once per event, and says whether it may be looked at: at most `most` in the time
   * since `sinceMs`. Of attempts at once on several machines rather too few are let through than too many.
   */
  mayTry(personId: string, eventId: string, sinceMs: number, most: number, nowMs: number): Promise<boolean>;
  /** An open code that is not over; or the one that this event has used already. */
  find(hash: string, eventId: string, nowMs: number): Promise<LinkCode | undefined>;
  /** Uses it up. True for one of all who try, and for that one again. */
  use(hash: string, eventId: string, nowMs: number): Promise<boolean>;
  /** Drops what is over. */
  sweepLinks(beforeMs: number): Promise<number>;
}
