import { funnelHooksTable } from '../../domain/funnel-hook.ts';
import { organizationsTable } from '../../domain/organization.ts';
import { personsTable } from '../../domain/person.ts';
import type { FunnelHookStore } from '../../ports/funnel-hook-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoFunnelHookStore(
  models: Pick<StoreModels, 'funnelHooks' | 'organizations' | 'persons'>,
): FunnelHookStore {
  const hooks = storedTable(funnelHooksTable, models.funnelHooks);
  const organizations = storedTable(organizationsTable, models.organizations);
  const persons = storedTable(personsTable, models.persons);

  return {
    add: async (hook) => void (await hooks.insertNew([hook])),

    find: (id) => hooks.first({ _id: id, revokedAt: { $exists: false } }),

    async takesCall(id, minute, limit) {
      const [inMinute, another] = [
        { _id: id, calledInMinute: { $gte: minute }, callsTaken: { $lt: limit } },
        { $inc: { callsTaken: 1 } },
      ];
      if (await hooks.claim(inMinute, another)) return true;
      const first = { $set: { calledInMinute: minute, callsTaken: 1 } };
      const before = [{ calledInMinute: { $exists: false } }, { calledInMinute: { $lt: minute } }];
      // Of several who begin a minute one does; the others are counted in it.
      return (await hooks.claim({ _id: id, $or: before }, first)) || hooks.claim(inMinute, another);
    },

    async revoke(userId, organizationId, nowMs) {
      const own = await hooks.many({ userId, revokedAt: { $exists: false } });
      const meant = own.filter((hook) => hook.organizationId === organizationId);
      for (const { _id } of meant) await hooks.update({ _id }, { $set: { revokedAt: nowMs } });
      return meant.length > 0;
    },

    ownedOrganization: (userId) => organizations.first({ ownerId: userId }),

    memberOf: async (organizationId, email) =>
      (await persons.first({ email: email.trim().toLowerCase(), organizationId }))?.userId ??
      (await persons.first({ email: email.trim(), organizationId }))?.userId,
  };
}
