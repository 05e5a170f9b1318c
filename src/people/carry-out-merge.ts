import type { AccountMerge } from '../domain/account-merge.ts';
import type { FoundationStore } from '../ports/foundation-store.ts';
import type { MergeStore } from '../ports/merge-store.ts';
import { settleFoundations } from './merge-foundations.ts';

export interface MergeDeps {
  merges: MergeStore;
  foundations: FoundationStore;
}

/**
 * Moves everything that is the newer person's to the older one, and ends them. Each step may be done again, so what a
 * process that died has begun goes on. The accounts come first: what they do from then on is the older person's.
 */
export async function carryOutMerge(
  merge: AccountMerge,
  { merges, foundations }: MergeDeps,
  nowMs: number,
): Promise<void> {
  await merges.moveAccounts(merge);
  const [older, newer] = await Promise.all([
    foundations.read(merge.olderUserId),
    foundations.read(merge.newerUserId),
  ]);
  const { changes, aside } = settleFoundations(older, newer, merge.choices);
  // What was written by a turn that began before the merge is another change than the merge's own.
  const changeId = merge.state === 'merged' ? `merge:${merge._id}:late` : `merge:${merge._id}`;
  await foundations.change(merge.olderUserId, changeId, changes, 'merge', nowMs);
  await merges.keepAside(merge, aside, nowMs);
  await merges.moveRows(merge);
  await merges.finish(merge, nowMs);
}

/** Goes once more over what was merged before that time, for turns that were under way meanwhile, then forgets it. */
export async function settleOldMerges(beforeMs: number, nowMs: number, deps: MergeDeps): Promise<number> {
  const old = await deps.merges.before(beforeMs);
  for (const merge of old) {
    if (merge.state === 'merging' || merge.state === 'merged') await carryOutMerge(merge, deps, nowMs);
    await deps.merges.forget(merge);
  }
  return old.length;
}
