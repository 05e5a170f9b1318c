import { type FunnelDraft, funnelDraftsTable } from '../../domain/funnel-draft.ts';
import type { FunnelDraftStore } from '../../ports/funnel-draft-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoFunnelDraftStore(models: Pick<StoreModels, 'funnelDrafts'>): FunnelDraftStore {
  const drafts = storedTable(funnelDraftsTable, models.funnelDrafts);
  const get = (userId: string, id: string): Promise<FunnelDraft | undefined> =>
    drafts.first({ _id: id, userId });

  return {
    async put(draft) {
      const [isNew] = await drafts.insertNew([draft]);
      if (isNew) return draft;
      const known = await get(draft.userId, draft._id);
      if (!known) throw new Error(`funnelDrafts ${draft._id} is somebody else's.`);
      return known;
    },

    get,

    async openIn(userId, threadKey, sinceMs) {
      const [newest] = await drafts.many(
        { userId, threadKey, state: 'open', createdAt: { $gte: sinceMs } },
        { sort: { createdAt: -1, _id: 1 }, limit: 1 },
      );
      return newest;
    },

    async close(userId, id, state) {
      await drafts.claim({ _id: id, userId, state: 'open' }, { $set: { state } });
      return get(userId, id);
    },

    sweep: (createdBeforeMs) => drafts.remove({ createdAt: { $lt: createdBeforeMs } }),
  };
}
