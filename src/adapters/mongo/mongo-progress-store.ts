import { userModuleProgressTable } from '../../domain/user-module-progress.ts';
import type { ProgressStore } from '../../ports/progress-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoProgressStore(models: Pick<StoreModels, 'userModuleProgress'>): ProgressStore {
  const progress = storedTable(userModuleProgressTable, models.userModuleProgress);

  return {
    list: (userId) => progress.many({ userId }, { sort: { moduleId: 1, _id: 1 } }),
  };
}
