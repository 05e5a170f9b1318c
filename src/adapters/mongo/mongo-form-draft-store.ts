import { formDraftSchema, formDraftsTable } from '../../domain/form-draft.ts';
import type { Surface } from '../../domain/thread-ref.ts';
import type { FormDraftStore } from '../../ports/form-draft-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoFormDraftStore(models: Pick<StoreModels, 'formDrafts'>): FormDraftStore {
  const drafts = storedTable(formDraftsTable, models.formDrafts);

  return {
    async keep(surface, accountId, formId, values, nowMs) {
      const draft = formDraftSchema.parse({
        _id: rowIdOf(surface, accountId, formId),
        values: Object.entries(values).map(([name, value]) => ({ name, value })),
        savedAt: nowMs,
      });
      const { _id, ...typed } = draft;
      if (await drafts.update({ _id }, { $set: typed })) return;
      await drafts.insertNew([draft]);
    },

    async read(surface, accountId, formId) {
      const draft = await drafts.first({ _id: rowIdOf(surface, accountId, formId) });
      return draft && Object.fromEntries(draft.values.map(({ name, value }) => [name, value]));
    },

    drop: async (surface, accountId, formId) =>
      void (await drafts.remove({ _id: rowIdOf(surface, accountId, formId) })),

    sweep: (savedBeforeMs) => drafts.remove({ savedAt: { $lt: savedBeforeMs } }),
  };
}

function rowIdOf(surface: Surface, accountId: string, formId: string): string {
  return `${surface}:${accountId}|${formId}`;
}
