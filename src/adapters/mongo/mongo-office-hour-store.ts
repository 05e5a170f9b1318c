import { officeHourGuestsTable, officeHoursTable } from '../../domain/office-hour.ts';
import type { OfficeHourStore } from '../../ports/office-hour-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

const mostGuests = 1_000;

export function createMongoOfficeHourStore(
  models: Pick<StoreModels, 'officeHours' | 'officeHourGuests'>,
): OfficeHourStore {
  const hours = storedTable(officeHoursTable, models.officeHours);
  const guests = storedTable(officeHourGuestsTable, models.officeHourGuests);
  const get = (id: string) => hours.first({ _id: id });

  return {
    async create(hour) {
      await hours.insertNew([hour]);
      return (await get(hour._id)) ?? hour;
    },

    get,

    change: ({ _id, state, reminded }, changes) => hours.claim({ _id, state, reminded }, { $set: changes }),

    coming: (cohortId, afterMs) =>
      hours.many(
        { cohortId, state: 'open', startsAt: { $gt: afterMs } },
        { sort: { startsAt: 1 }, limit: 20 },
      ),

    async due(untilMs, afterMs, limit) {
      const open = await hours.many(
        { state: 'open', startsAt: { $gt: afterMs, $lte: untilMs }, reminded: { $in: ['none', 'day'] } },
        { sort: { startsAt: 1 }, limit },
      );
      return [...open, ...(await hours.many({ state: 'cancelling' }, { limit }))];
    },

    async answer({ officeHourId, personId, userId, reach, isGoing, question }) {
      const _id = `${officeHourId}|${personId}`;
      const said = {
        ...(isGoing === undefined ? {} : { isGoing }),
        ...(question === undefined ? {} : { question }),
      };
      const fresh = { _id, officeHourId, personId, userId, reach, isGoing: false, ...said };
      const [isNew] = await guests.insertNew([fresh]);
      if (!isNew) await guests.update({ _id }, { $set: { ...said, reach } });
    },

    guests: (officeHourId) => guests.many({ officeHourId }, { limit: mostGuests }),
  };
}
