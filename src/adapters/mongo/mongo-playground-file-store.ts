import { playgroundFilesTable } from '../../domain/playground-file.ts';
import type { PlaygroundFileStore } from '../../ports/playground-file-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoPlaygroundFileStore(
  models: Pick<StoreModels, 'playgroundFiles'>,
): PlaygroundFileStore {
  const files = storedTable(playgroundFilesTable, models.playgroundFiles);

  return {
    async put(file) {
      const [isNew] = await files.insertNew([file]);
      return isNew ? file : ((await files.first({ _id: file._id })) ?? file);
    },

    get: (id) => files.first({ _id: id }),

    attach: async (id, accountId, messageId) =>
      (await files.claim({ _id: id, accountId, messageId: { $exists: false } }, { $set: { messageId } })) ||
      // Sent again after a lost answer.
      (await files.count({ _id: id, accountId, messageId })) === 1,

    sweep: (storedBeforeMs) => files.remove({ storedAt: { $lt: storedBeforeMs } }),
  };
}
