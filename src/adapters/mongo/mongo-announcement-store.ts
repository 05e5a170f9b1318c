import { announcementsTable } from '../../domain/announcement.ts';
import type { AnnouncementStore } from '../../ports/announcement-store.ts';
import { changeOf } from './change-of.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

const mostListed = 200;

export function createMongoAnnouncementStore(models: Pick<StoreModels, 'announcements'>): AnnouncementStore {
  const announcements = storedTable(announcementsTable, models.announcements);
  const get = (id: string) => announcements.first({ _id: id });

  return {
    async create(announcement) {
      await announcements.insertNew([announcement]);
      return (await get(announcement._id)) ?? announcement;
    },

    get,

    change: (id, from, changes) => announcements.claim({ _id: id, state: from }, changeOf(changes)),

    due: (nowMs, limit) =>
      announcements.many(
        { state: 'scheduled', dueAt: { $lte: nowMs } },
        { sort: { dueAt: 1, _id: 1 }, limit },
      ),

    underWay: (limit) =>
      announcements.many({ state: { $in: ['sending', 'changing'] } }, { sort: { dueAt: 1, _id: 1 }, limit }),

    async ofCohort(cohortId, states) {
      const rows = await announcements.many({ cohortId, state: { $in: [...states] } }, { limit: mostListed });
      return rows.sort((one, other) => (one.dueAt ?? 0) - (other.dueAt ?? 0));
    },
  };
}
