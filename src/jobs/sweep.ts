import { settleOldMerges } from '../people/carry-out-merge.ts';
import type { FormDraftStore } from '../ports/form-draft-store.ts';
import type { FoundationStore } from '../ports/foundation-store.ts';
import type { FunnelDraftStore } from '../ports/funnel-draft-store.ts';
import type { InboxStore } from '../ports/inbox-store.ts';
import type { LinkStore } from '../ports/link-store.ts';
import type { MergeStore } from '../ports/merge-store.ts';
import type { ModelUsageStore } from '../ports/model-usage-store.ts';
import type { OutboxStore } from '../ports/outbox-store.ts';
import type { PlaygroundFileStore } from '../ports/playground-file-store.ts';

const dayMs = 86_400_000;
/** Platforms repeat an event for an hour at most; a week leaves room for an outage and for looking into one. */
const keptMs = 7 * dayMs;
/** Long enough to come back to a conversation of last month. */
const filesKeptMs = 30 * dayMs;
/** A form or a card that nobody has come back to by then is not wanted any more. */
const draftsKeptMs = 30 * dayMs;
/** For a look back at a quarter. */
const usageKeptMs = 92 * dayMs;
const everyMs = dayMs;

export interface Sweep {
  /** Removes what was finished a week ago, and files and drafts of a month ago, and codes of yesterday, at most once a day. Returns how many went. */
  tick(nowMs: number): Promise<number>;
}

/** Keeps inbox and outbox small: they are memory for repeats, not an archive (that is conversationMessages). */
export function createSweep(stores: {
  inbox: InboxStore;
  outbox: OutboxStore;
  files: PlaygroundFileStore;
  drafts: FormDraftStore;
  funnelDrafts: FunnelDraftStore;
  linkCodes: LinkStore;
  merges: MergeStore;
  foundations: FoundationStore;
  modelUsage: ModelUsageStore;
}): Sweep {
  let lastMs: number | undefined;
  return {
    tick: async (nowMs) => {
      if (lastMs !== undefined && nowMs - lastMs < everyMs) return 0;
      lastMs = nowMs;
      const went = [
        await stores.inbox.sweep(nowMs - keptMs),
        await stores.outbox.sweep(nowMs - keptMs),
        await stores.files.sweep(nowMs - filesKeptMs),
        await stores.drafts.sweep(nowMs - draftsKeptMs),
        await stores.funnelDrafts.sweep(nowMs - draftsKeptMs),
        await stores.linkCodes.sweepLinks(nowMs - dayMs),
        await stores.modelUsage.sweep(nowMs - usageKeptMs),
        await settleOldMerges(nowMs - dayMs, nowMs, stores),
      ];
      return went.reduce((sum, count) => sum + count, 0);
    },
  };
}
