import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMongoFunnelSnapshotStore } from '../../../src/adapters/mongo/mongo-funnel-snapshot-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import type { FunnelSnapshotStore } from '../../../src/ports/funnel-snapshot-store.ts';
import { closeModels, openModels } from '../../support/store-models.ts';

describe('the funnel snapshot store', () => {
  let database: OpenStore;
  let snapshots: FunnelSnapshotStore;

  beforeEach(async () => {
    database = await openModels();
    snapshots = createMongoFunnelSnapshotStore(database.models);
    await database.models.userFunnelSnapshots.create(
      [20, 40, 10, 30].map((snapshotDate) => ({
        _id: `ana-${snapshotDate}`,
        userId: 'ana',
        snapshotDate,
        timePeriod: 'Last 7 Days',
        hook_AvgCTR: snapshotDate / 10,
      })),
    );
  });
  afterEach(() => closeModels(database));

  it('gives the newest first, up to the limit', async () => {
    expect((await snapshots.newest('ana', 3)).map(({ snapshotDate }) => snapshotDate)).toEqual([40, 30, 20]);
  });

  it('gives a number as it was given, and none that was not', async () => {
    expect(await snapshots.newest('ana', 1)).toEqual([
      { _id: 'ana-40', userId: 'ana', snapshotDate: 40, timePeriod: 'Last 7 Days', hook_AvgCTR: 4 },
    ]);
  });

  it('shows another person nothing', async () => {
    expect(await snapshots.newest('ben', 9)).toEqual([]);
  });
});
