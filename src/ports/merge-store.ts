import type { AccountMerge, MergeChoice } from '../domain/account-merge.ts';
import type { FoundationVersion } from '../domain/foundation-version.ts';

/** How much somebody has here, to be shown before it is joined. */
export interface Holdings {
  assets: number;
  runs: number;
  modules: number;
  periods: number;
}

/** Two persons who become one: people/carry-out-merge.ts says in which order. */
export interface MergeStore {
  /** Keeps a proposal, or returns the one that is there. */
  propose(merge: AccountMerge): Promise<AccountMerge>;
  get(id: string): Promise<AccountMerge | undefined>;
  holdings(userId: string): Promise<Holdings>;
  /**
   * Takes a proposal with these choices; of two who try, the first one's hold. Returns it as it is then: still
   * `proposed` where it is over.
   */
  begin(id: string, choices: MergeChoice[], nowMs: number): Promise<AccountMerge | undefined>;
  /** Leaves a proposal that nobody has begun. */
  drop(id: string): Promise<void>;
  /** Who writes from the newer person's accounts is the older person from now on. */
  moveAccounts(merge: AccountMerge): Promise<void>;
  /** Keeps what the joined Foundation does not say among its versions. */
  keepAside(merge: AccountMerge, changes: FoundationVersion['changes'], nowMs: number): Promise<void>;
  /** Moves every row that is the newer person's, joins those that both have, and ends the newer person. */
  moveRows(merge: AccountMerge): Promise<void>;
  finish(merge: AccountMerge, nowMs: number): Promise<void>;
  /** What was joined or proposed before that time. */
  before(atMs: number): Promise<AccountMerge[]>;
  forget(merge: AccountMerge): Promise<void>;
}
