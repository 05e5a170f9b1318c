import { type Setting, settingSchema, settingsTable } from '../../domain/setting.ts';
import type { SettingStore } from '../../ports/setting-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoSettingStore(models: Pick<StoreModels, 'settings'>): SettingStore {
  const settings = storedTable(settingsTable, models.settings);

  return {
    read: async (scope, ownerId, name) =>
      (await settings.first({ _id: rowIdOf(scope, ownerId, name) }))?.value,

    readAll: async (scope, ownerId) =>
      new Map((await settings.many({ scope, ownerId })).map(({ name, value }) => [name, value])),

    async write(scope, ownerId, name, value, nowMs) {
      const _id = rowIdOf(scope, ownerId, name);
      if (value === undefined) {
        await settings.remove({ _id });
        return;
      }
      const setting = settingSchema.parse({ _id, scope, ownerId, name, value, updatedAt: nowMs });
      if (await settings.update({ _id }, { $set: { value: setting.value, updatedAt: nowMs } })) return;
      await settings.insertNew([setting]);
    },

    async writeFirst(scope, ownerId, name, value, nowMs) {
      const _id = rowIdOf(scope, ownerId, name);
      await settings.insertNew([settingSchema.parse({ _id, scope, ownerId, name, value, updatedAt: nowMs })]);
      return (await settings.first({ _id }))?.value;
    },
  };
}

function rowIdOf(scope: Setting['scope'], ownerId: string, name: string): string {
  return `${scope}:${ownerId}:${name}`;
}
