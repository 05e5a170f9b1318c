import { userFunnelSnapshotsTable } from '../../domain/user-funnel-snapshot.ts';
import type { FunnelSnapshotStore } from '../../ports/funnel-snapshot-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoFunnelSnapshotStore(
  models: Pick<StoreModels, 'userFunnelSnapshots'>,
): FunnelSnapshotStore {
  const snapshots = storedTable(userFunnelSnapshotsTable, models.userFunnelSnapshots);

  return {
    newest: (userId, limit) => snapshots.many({ userId }, { sort: { snapshotDate: -1, _id: 1 }, limit }),
  };
}
