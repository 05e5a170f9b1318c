import { stableId } from '../../domain/stable-id.ts';
import {
  funnelMetricNames,
  type UserFunnelSnapshot,
  userFunnelSnapshotSchema,
  userFunnelSnapshotsTable,
} from '../../domain/user-funnel-snapshot.ts';
import type { FunnelChange, FunnelSnapshotStore } from '../../ports/funnel-snapshot-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

/** Notes are a line each; the oldest make room. */
const mostNotes = 20;
const newestFirst = { snapshotDate: -1, _id: 1 } as const;

export function createMongoFunnelSnapshotStore(
  models: Pick<StoreModels, 'userFunnelSnapshots'>,
): FunnelSnapshotStore {
  const snapshots = storedTable(userFunnelSnapshotsTable, models.userFunnelSnapshots);

  return {
    newest: (userId, limit) => snapshots.many({ userId }, { sort: newestFirst, limit }),

    newestBefore: (userId, endsBeforeMs, limit) =>
      snapshots.many({ userId, snapshotDate: { $lt: endsBeforeMs } }, { sort: newestFirst, limit }),

    endedSince: (sinceMs, after, limit) =>
      snapshots.many(
        {
          snapshotDate: { $gte: after?.snapshotDate ?? sinceMs },
          ...(after
            ? { $or: [{ snapshotDate: { $gt: after.snapshotDate } }, { _id: { $gt: after._id } }] }
            : {}),
        },
        { sort: { snapshotDate: 1, _id: 1 }, limit },
      ),

    ofPeriod: (userId, periodKey) => snapshots.first({ _id: rowIdOf(userId, periodKey), userId }),

    get: (userId, snapshotId) => snapshots.first({ _id: snapshotId, userId }),

    async keep(change, changeId, nowMs) {
      const { userId, period } = change;
      const _id = rowIdOf(userId, period.key);
      const empty: UserFunnelSnapshot = {
        _id,
        userId,
        snapshotDate: period.endsAtMs,
        timePeriod: period.timePeriod,
      };
      const before = await snapshots.first({ _id });
      const after = changed(before ?? empty, change, changeId, nowMs);
      if (before === undefined) {
        const [isNew] = await snapshots.insertNew([after]);
        if (isNew) return after;
      }
      const { changeIds: _ids, ...fields } = after;
      const gone = change.removed.filter((name) => !(name in change.values));
      const $set = userFunnelSnapshotSchema
        .omit({ _id: true, userId: true })
        .partial()
        .parse(without(fields));
      await snapshots.claim(
        { _id, ...(changeId === undefined ? {} : { changeIds: { $ne: changeId } }) },
        {
          $set,
          ...(changeId === undefined ? {} : { $push: { changeIds: changeId } }),
          ...(gone.length > 0 ? { $unset: Object.fromEntries(gone.map((name) => [name, 1])) } : {}),
        },
      );
      const kept = await snapshots.first({ _id });
      if (!kept) throw new Error(`userFunnelSnapshots ${_id} went while it was changed.`);
      return kept;

      /** What this change says, and no value that only stood there before: another change may be at work on it. */
      function without(whole: Partial<UserFunnelSnapshot>): Partial<UserFunnelSnapshot> {
        const { _id: _row, userId: _user, ...rest } = whole;
        const own = Object.entries(rest).filter(([name]) => !isMetric(name) || name in change.values);
        return Object.fromEntries(own);
      }
    },

    remove: async (userId, snapshotId) => (await snapshots.remove({ _id: snapshotId, userId })) > 0,
  };
}

function rowIdOf(userId: string, periodKey: string): string {
  return stableId('funnel snapshot', userId, periodKey);
}

function isMetric(name: string): boolean {
  return funnelMetricNames.includes(name);
}

/** The snapshot with the change in it. */
function changed(
  before: UserFunnelSnapshot,
  change: FunnelChange,
  changeId: string | undefined,
  nowMs: number,
): UserFunnelSnapshot {
  const given = Object.keys(change.values);
  const stays = (names: readonly string[] = []) =>
    names.filter((name) => !given.includes(name) && !change.removed.includes(name));
  const derived = [...stays(before.derived), ...change.derived];
  const approximate = [...stays(before.approximate), ...change.approximate];
  const notes = [...new Set([...(before.notes?.split('\n') ?? []), ...change.notes])].slice(-mostNotes);
  const rest = Object.entries(before).filter(([name]) => !change.removed.includes(name));
  return userFunnelSnapshotSchema.parse({
    ...Object.fromEntries(rest),
    ...change.values,
    derived,
    approximate,
    ...(notes.length > 0 ? { notes: notes.join('\n') } : {}),
    currency: change.currency,
    ...(change.scoreKind === undefined ? {} : { educate_ScoreKind: change.scoreKind }),
    periodKey: change.period.key,
    timeZone: change.period.timeZone,
    source: change.source,
    changeIds: [...(before.changeIds ?? []), ...(changeId === undefined ? [] : [changeId])],
    lastUpdatedAt: nowMs,
  });
}
