import type { QueryFilter } from 'mongoose';
import { type Cohort, cohortsTable, isSamePlace } from '../../domain/cohort.ts';
import type { CohortChanges, CohortStore } from '../../ports/cohort-store.ts';
import { changeOf } from './change-of.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

const mostListed = 100;
const newestFirst = { sort: { createdAt: -1 as const }, limit: mostListed };

export function createMongoCohortStore(models: Pick<StoreModels, 'cohorts'>): CohortStore {
  const cohorts = storedTable(cohortsTable, models.cohorts);
  const running = { endedAt: { $exists: false } };

  const get = (id: string) => cohorts.first({ _id: id });
  /** Small lists: those of one person, channel or code. */
  const newest = async (filter: QueryFilter<Cohort>) =>
    (await cohorts.many(filter)).sort((one, other) => other.createdAt - one.createdAt).slice(0, mostListed);

  async function change(
    id: string,
    changesOf: (cohort: Cohort) => CohortChanges,
  ): Promise<Cohort | undefined> {
    for (;;) {
      const cohort = await get(id);
      const changes = cohort && changesOf(cohort);
      if (!cohort || !changes || Object.keys(changes).length === 0) return cohort;
      const { revision } = cohort;
      if (await cohorts.claim({ _id: id, revision }, changeOf({ ...changes, revision: revision + 1 })))
        return get(id);
    }
  }

  /** Takes somebody out of a list, by what it is at that moment. */
  async function without(
    id: string,
    list: 'memberPersonIds' | 'leftPersonIds' | 'untoldPersonIds',
    personId: string,
  ): Promise<void> {
    for (;;) {
      const row = await get(id);
      if (!row?.[list].includes(personId)) return;
      const rest = row[list].filter((one) => one !== personId);
      if (await cohorts.claim({ _id: id, [list]: row[list] }, { $set: { [list]: rest } })) return;
    }
  }

  return {
    async create(cohort) {
      await cohorts.insertNew([cohort]);
      return (await get(cohort._id)) ?? cohort;
    },
    get,
    all: () => cohorts.many({ createdAt: { $gt: 0 } }, newestFirst),
    ledBy: (personId) => newest({ facilitatorPersonIds: personId }),
    ofMember: (personId) => newest({ memberPersonIds: personId, ...running }),

    async inPlace(surface, place) {
      const found = await newest({ 'places.place': place, ...running });
      return found.find(({ places }) => places.some((one) => isSamePlace(one, { surface, place })));
    },

    async byCode(code) {
      return (await newest({ code, ...running }))[0];
    },

    change,

    async join(id, personId, how) {
      const isNew = await cohorts.claim(
        { _id: id, memberPersonIds: { $ne: personId }, ...running },
        { $push: { memberPersonIds: personId, ...(how === 'untold' ? { untoldPersonIds: personId } : {}) } },
      );
      if (isNew) await without(id, 'leftPersonIds', personId);
      return isNew;
    },

    told: (id, personId) => without(id, 'untoldPersonIds', personId),

    async leave(id, personId) {
      if (!(await get(id))?.memberPersonIds.includes(personId)) return false;
      // First: whoever writes in a channel in between must not be brought back.
      await cohorts.claim(
        { _id: id, leftPersonIds: { $ne: personId } },
        { $push: { leftPersonIds: personId } },
      );
      await without(id, 'memberPersonIds', personId);
      await without(id, 'untoldPersonIds', personId);
      return true;
    },
  };
}
