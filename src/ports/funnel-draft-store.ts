import type { FunnelDraft } from '../domain/funnel-draft.ts';

export interface FunnelDraftStore {
  /** Keeps the card unless one of that id is there. Returns the one that is. */
  put(draft: FunnelDraft): Promise<FunnelDraft>;
  /** Only the owner's. */
  get(userId: string, id: string): Promise<FunnelDraft | undefined>;
  /** The newest open card of that person in that thread that is no older than `sinceMs`. */
  openIn(userId: string, threadKey: string, sinceMs: number): Promise<FunnelDraft | undefined>;
  /** Ends an open card, once. Returns how it stands then; undefined where there is none of theirs. */
  close(
    userId: string,
    id: string,
    state: Exclude<FunnelDraft['state'], 'open'>,
  ): Promise<FunnelDraft | undefined>;
  /** Removes cards made before then. Returns how many went. */
  sweep(createdBeforeMs: number): Promise<number>;
}
