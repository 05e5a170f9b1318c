import { codeTriesTable, linkCodesTable } from '../../domain/link-code.ts';
import type { LinkStore } from '../../ports/link-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoLinkStore(models: Pick<StoreModels, 'linkCodes' | 'codeTries'>): LinkStore {
  const codes = storedTable(linkCodesTable, models.linkCodes);
  const tries = storedTable(codeTriesTable, models.codeTries);

  return {
    async issue(code, nowMs) {
      const { _id, personId, kind, issuedFor } = code;
      if (kind === 'account') await codes.remove({ personId, kind, issuedFor: { $ne: issuedFor } });
      await codes.remove({ _id, expiresAt: { $lte: nowMs } });
      const [isNew = false] = await codes.insertNew([{ ...code, state: 'open' }]);
      return isNew;
    },

    async mayTry(personId, eventId, sinceMs, most, nowMs) {
      const _id = eventId;
      // Counted first and looked at afterwards: two at once each see both.
      await tries.insertNew([{ _id, personId, at: nowMs }]);
      if ((await tries.count({ personId, at: { $gt: sinceMs } })) <= most) return true;
      // What was refused is no try: the hour ends for whoever goes on asking, too.
      await tries.remove({ _id });
      return false;
    },

    async find(hash, eventId, nowMs) {
      const code = await codes.first({ _id: hash });
      const isGood = code?.state === 'open' ? code.expiresAt > nowMs : code?.usedBy === eventId;
      return isGood ? code : undefined;
    },

    async use(hash, eventId, nowMs) {
      const open = { _id: hash, state: 'open' as const, expiresAt: { $gt: nowMs } };
      if (await codes.claim(open, { $set: { state: 'used', usedBy: eventId } })) return true;
      return (await codes.first({ _id: hash }))?.usedBy === eventId;
    },

    sweepLinks: async (beforeMs) =>
      (await codes.remove({ expiresAt: { $lt: beforeMs } })) +
      (await tries.remove({ at: { $lt: beforeMs } })),
  };
}
