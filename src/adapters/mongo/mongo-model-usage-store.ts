import { modelUsageTable } from '../../domain/model-usage.ts';
import type { ModelUsageStore } from '../../ports/model-usage-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoModelUsageStore(models: Pick<StoreModels, 'modelUsage'>): ModelUsageStore {
  const usage = storedTable(modelUsageTable, models.modelUsage);
  return {
    read: (ids) => usage.many({ _id: { $in: [...ids] } }),
    add: async (rows, { tokens, costMinorUnits }) => {
      await models.modelUsage.bulkWrite(
        rows.map(({ _id, ...row }) => ({
          updateOne: {
            filter: { _id },
            update: {
              $setOnInsert: row,
              $inc: { tokens, ...(costMinorUnits === undefined ? {} : { costMinorUnits }) },
            },
            upsert: true,
          },
        })),
        { ordered: false },
      );
    },
    sweep: (beforeMs) => usage.remove({ dayStartsAt: { $lt: beforeMs } }),
  };
}
