import { countMedians } from '../funnel/medians.ts';
import type { CohortStore } from '../ports/cohort-store.ts';
import type { FunnelMedianStore } from '../ports/funnel-median-store.ts';
import type { FunnelSnapshotStore } from '../ports/funnel-snapshot-store.ts';
import type { PeopleStore } from '../ports/people-store.ts';

const weekMs = 7 * 86_400_000;
/** Weeks that are counted anew: numbers come late, and are corrected. */
const countedMs = 5 * weekMs;
/** As long as a trend is, and a little more. */
const keptMs = 20 * weekMs;
const readAtOnce = 500;

export interface MedianDeps {
  snapshots: Pick<FunnelSnapshotStore, 'endedSince'>;
  cohorts: Pick<CohortStore, 'all'>;
  people: Pick<PeopleStore, 'userIdsOf'>;
  medians: FunnelMedianStore;
}

/** Counts the middles of the last weeks. Done twice, on two machines, it keeps the same. Returns how many there are. */
export async function keepMedians(nowMs: number, deps: MedianDeps): Promise<number> {
  const groups = await groupsByUser(deps);
  const count = countMedians((userId) => groups.get(userId) ?? []);
  let after: { snapshotDate: number; _id: string } | undefined;
  for (;;) {
    const some = await deps.snapshots.endedSince(nowMs - countedMs, after, readAtOnce);
    for (const snapshot of some) count.add(snapshot);
    after = some.at(-1);
    if (some.length < readAtOnce) break;
  }
  const rows = count.rows(nowMs);
  await deps.medians.put(rows);
  await deps.medians.sweep(nowMs - keptMs);
  return rows.length;
}

async function groupsByUser({ cohorts, people }: MedianDeps): Promise<Map<string, string[]>> {
  const groups = new Map<string, string[]>();
  for (const { _id, memberPersonIds, endedAt } of await cohorts.all()) {
    if (endedAt !== undefined) continue;
    for (const userId of await people.userIdsOf(memberPersonIds))
      groups.set(userId, [...(groups.get(userId) ?? []), _id]);
  }
  return groups;
}
