import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMongoFunnelSnapshotStore } from '../../../src/adapters/mongo/mongo-funnel-snapshot-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import type { FunnelValues } from '../../../src/domain/user-funnel-snapshot.ts';
import type { FunnelChange, FunnelSnapshotStore } from '../../../src/ports/funnel-snapshot-store.ts';
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

  const week = { key: '2026-W48', timePeriod: 'Last 7 Days', endsAtMs: 50, timeZone: 'Europe/London' };
  const change = (values: FunnelValues, more: Partial<FunnelChange> = {}): FunnelChange => ({
    userId: 'ana',
    period: week,
    values,
    removed: [],
    derived: [],
    approximate: [],
    notes: [],
    currency: 'GBP',
    source: 'chat',
    ...more,
  });

  it('has one row a user and period: what a change does not name stays', async () => {
    const marked = { derived: ['gift_CPL'], approximate: ['hook_AvgCTR'], notes: ['opens 44%'] };
    await snapshots.keep(change({ hook_AvgCTR: 1.4, gift_CPL: 4 }, marked), 'one', 1);
    const kept = await snapshots.keep(
      change({ gift_CPL: 3, attract_LeadsTotal: 60 }, { notes: ['opens 44%', 'cpm 9'] }),
      'two',
      2,
    );
    expect(kept).toMatchObject({
      snapshotDate: 50,
      periodKey: '2026-W48',
      hook_AvgCTR: 1.4,
      gift_CPL: 3,
      attract_LeadsTotal: 60,
      // It was worked out, and then given.
      derived: [],
      approximate: ['hook_AvgCTR'],
      notes: 'opens 44%\ncpm 9',
      lastUpdatedAt: 2,
    });
    expect(await snapshots.ofPeriod('ana', '2026-W48')).toEqual(kept);
    expect(await snapshots.newest('ana', 9)).toHaveLength(5);
    expect(await snapshots.newestBefore('ana', 50, 1)).toMatchObject([{ _id: 'ana-40' }]);
  });

  it('makes each change once, also where another came in between', async () => {
    await snapshots.keep(change({ hook_AvgCTR: 1.4 }), 'one', 1);
    await snapshots.keep(change({ hook_AvgCTR: 1.6 }), 'two', 2);
    expect(await snapshots.keep(change({ hook_AvgCTR: 1.4 }), 'one', 3)).toMatchObject({ hook_AvgCTR: 1.6 });
  });

  it('makes one row of two first changes at once, with both in it', async () => {
    await Promise.all([
      snapshots.keep(change({ hook_AvgCTR: 1.4 }), 'one', 1),
      snapshots.keep(change({ gift_CPL: 3 }), 'two', 1),
      snapshots.keep(change({ attract_LeadsTotal: 60 }), 'three', 1),
    ]);
    expect(await snapshots.ofPeriod('ana', '2026-W48')).toMatchObject({
      hook_AvgCTR: 1.4,
      gift_CPL: 3,
      attract_LeadsTotal: 60,
    });
  });

  it('takes out what is taken out, and removes for the owner alone', async () => {
    await snapshots.keep(change({ hook_AvgCTR: 1.4, gift_CPL: 3 }), 'one', 1);
    const { _id, ...rest } = await snapshots.keep(change({}, { removed: ['gift_CPL'] }), 'two', 2);
    expect(rest).not.toHaveProperty('gift_CPL');
    expect(await snapshots.get('ben', _id)).toBeUndefined();
    expect(await snapshots.remove('ben', _id)).toBe(false);
    expect(await snapshots.remove('ana', _id)).toBe(true);
    expect(await snapshots.get('ana', _id)).toBeUndefined();
  });

  it('shows another person nothing', async () => {
    expect(await snapshots.newest('ben', 9)).toEqual([]);
  });
});
