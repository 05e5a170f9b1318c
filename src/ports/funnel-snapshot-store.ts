import type { FunnelPeriod, FunnelValues, UserFunnelSnapshot } from '../domain/user-funnel-snapshot.ts';

/** What changes in the snapshot of one period. */
export interface FunnelChange {
  userId: string;
  period: FunnelPeriod;
  values: FunnelValues;
  /** Metrics that are taken out. */
  removed: readonly string[];
  /** Of the values, those worked out of others, and those given as about so much. */
  derived: readonly string[];
  approximate: readonly string[];
  /** Added to the notes that are there, each once. */
  notes: readonly string[];
  currency: string;
  scoreKind?: UserFunnelSnapshot['educate_ScoreKind'];
  source: NonNullable<UserFunnelSnapshot['source']>;
}

export interface FunnelSnapshotStore {
  /** What the user has given for the newest periods, newest first, at most `limit`. */
  newest(userId: string, limit: number): Promise<UserFunnelSnapshot[]>;
  /** The same for periods that ended before `endsBeforeMs`. */
  newestBefore(userId: string, endsBeforeMs: number, limit: number): Promise<UserFunnelSnapshot[]>;
  /** Everybody's, of periods that ended then or later, oldest first; from behind `after` on, at most `limit`. */
  endedSince(
    sinceMs: number,
    after: { snapshotDate: number; _id: string } | undefined,
    limit: number,
  ): Promise<UserFunnelSnapshot[]>;
  /** The snapshot of one period. */
  ofPeriod(userId: string, periodKey: string): Promise<UserFunnelSnapshot | undefined>;
  /** Only the owner's. */
  get(userId: string, snapshotId: string): Promise<UserFunnelSnapshot | undefined>;
  /**
   * Makes or changes the one snapshot of a user and period. What the change does not name stays. Once per `changeId`: a
   * second attempt changes nothing, also where another change came in between. Without one it is made each time.
   */
  keep(change: FunnelChange, changeId: string | undefined, nowMs: number): Promise<UserFunnelSnapshot>;
  /** False where there is none of that id of theirs. */
  remove(userId: string, snapshotId: string): Promise<boolean>;
}
