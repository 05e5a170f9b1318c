import { erasuresTable } from '../../domain/erasure.ts';
import type { ErasureStore } from '../../ports/erasure-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoErasureStore(models: Pick<StoreModels, 'erasures'>): ErasureStore {
  const erasures = storedTable(erasuresTable, models.erasures);

  return {
    get: (id) => erasures.first({ _id: id }),

    ofAccount: (surface, accountId) => erasures.first({ accountKeys: `${surface}:${accountId}` }),

    async begin(erasure) {
      const [isNew] = await erasures.insertNew([erasure]);
      return isNew ? erasure : ((await erasures.first({ _id: erasure._id })) ?? erasure);
    },

    async addTrace(id, trace, accountKey) {
      const unknown = { _id: id, 'traces.eventId': { $ne: trace.eventId } };
      await erasures.update(unknown, { $push: { traces: trace, accountKeys: accountKey } });
      await erasures.update({ _id: id, state: 'over' }, { $set: { state: 'erased' } });
    },

    async erased(id, counts) {
      const before = (await erasures.first({ _id: id }))?.counts ?? {};
      const sums = Object.entries(counts).map(([name, count]) => [name, (before[name] ?? 0) + count]);
      await erasures.claim(
        { _id: id, state: 'erasing' },
        { $set: { state: 'erased', counts: { ...before, ...Object.fromEntries(sums) } } },
      );
    },

    over: (id, dropped, nowMs) =>
      erasures.claim(
        { _id: id, state: 'erased', traces: [...dropped] },
        { $set: { state: 'over', traces: [], accountKeys: [], overAt: nowMs }, $unset: { whose: 1 } },
      ),

    unfinished: () => erasures.many({ state: { $in: ['erasing', 'erased'] } }),
  };
}
