import { isDeepStrictEqual } from 'node:util';
import { stableId } from '../../domain/stable-id.ts';
import {
  type UserModuleProgress,
  userModuleProgressSchema,
  userModuleProgressTable,
} from '../../domain/user-module-progress.ts';
import type { ProgressStore } from '../../ports/progress-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

/** One person's presses on one module meet now and then; a hundred in a row are a fault. */
const mostAttempts = 100;

export function createMongoProgressStore(models: Pick<StoreModels, 'userModuleProgress'>): ProgressStore {
  const table = storedTable(userModuleProgressTable, models.userModuleProgress);

  /** True where the row was still as it was read. */
  async function replace(
    before: UserModuleProgress | undefined,
    after: UserModuleProgress,
  ): Promise<boolean> {
    const { _id, ...fields } = userModuleProgressSchema.parse(after);
    if (!before) return (await table.insertNew([{ _id, ...fields }]))[0] ?? false;
    const gone = Object.keys(before).filter((name) => !(name in fields) && name !== '_id');
    return table.claim(
      { _id, userId: after.userId, revision: before.revision ?? { $exists: false } },
      {
        $set: fields,
        ...(gone.length > 0 ? { $unset: Object.fromEntries(gone.map((name) => [name, 1])) } : {}),
      },
    );
  }

  return {
    list: (userId) => table.many({ userId }, { sort: { moduleId: 1, _id: 1 } }),

    async change(userId, moduleId, change) {
      const _id = stableId('progress', userId, moduleId);
      for (let attempt = 0; attempt < mostAttempts; attempt++) {
        const before = await table.first({ _id, userId });
        const row = before ?? { _id, userId, moduleId, status: 'Not Started' as const };
        const after = withoutUndefined(change(row));
        if (isDeepStrictEqual(after, row)) return row;
        const next = { ...after, revision: (before?.revision ?? 0) + 1 };
        if (await replace(before, next)) return next;
      }
      throw new Error(`userModuleProgress ${_id} changed ${mostAttempts} times while it was being changed.`);
    },
  };
}

function withoutUndefined(row: UserModuleProgress): UserModuleProgress {
  return userModuleProgressSchema.parse(
    Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)),
  );
}
