import { remindersTable } from '../../domain/reminder.ts';
import type { ReminderStore } from '../../ports/reminder-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoReminderStore(models: Pick<StoreModels, 'reminders'>): ReminderStore {
  const reminders = storedTable(remindersTable, models.reminders);

  return {
    put: async (reminder) => void (await reminders.insertNew([reminder])),

    due: (nowMs, limit) =>
      reminders.many({ state: 'waiting', dueAt: { $lte: nowMs } }, { sort: { dueAt: 1, _id: 1 }, limit }),

    said: async (id) =>
      void (await reminders.update({ _id: id, state: 'waiting' }, { $set: { state: 'said' } })),

    forget: (userId, id) =>
      reminders.update(
        { _id: id, userId, state: { $in: ['waiting', 'forgotten'] } },
        { $set: { state: 'forgotten' } },
      ),
  };
}
