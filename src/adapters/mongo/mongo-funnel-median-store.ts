import { funnelMedianSchema, funnelMediansTable } from '../../domain/funnel-median.ts';
import type { FunnelMedianStore } from '../../ports/funnel-median-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoFunnelMedianStore(models: Pick<StoreModels, 'funnelMedians'>): FunnelMedianStore {
  const medians = storedTable(funnelMediansTable, models.funnelMedians);
  return {
    read: (ids) => medians.many({ _id: { $in: [...ids] } }),
    put: async (rows) => {
      if (rows.length === 0) return;
      await models.funnelMedians.bulkWrite(
        rows.map((row) => {
          const { _id, ...fields } = funnelMedianSchema.parse(row);
          return { updateOne: { filter: { _id }, update: { $set: fields }, upsert: true } };
        }),
        { ordered: false },
      );
    },
    sweep: (countedBeforeMs) => medians.remove({ countedAt: { $lt: countedBeforeMs } }),
  };
}
