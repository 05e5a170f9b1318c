import type { UserFunnelSnapshot } from '../domain/user-funnel-snapshot.ts';

export interface FunnelSnapshotStore {
  /** What the user has given for the newest periods, newest first, at most `limit`. */
  newest(userId: string, limit: number): Promise<UserFunnelSnapshot[]>;
}
