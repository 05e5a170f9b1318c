import { type Account, accountsTable } from '../../domain/account.ts';
import { auditTable } from '../../domain/audit-entry.ts';
import { personsTable } from '../../domain/person.ts';
import type { StaffStore, Standing } from '../../ports/staff-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

/** Of people with one name: more than these are not told apart anyway. */
const mostNamesakes = 20;

export function createMongoStaffStore(
  models: Pick<StoreModels, 'accounts' | 'persons' | 'audit'>,
): StaffStore {
  const accounts = storedTable(accountsTable, models.accounts);
  const persons = storedTable(personsTable, models.persons);
  const audit = storedTable(auditTable, models.audit);

  async function standing({ personId, accountId, name, profile }: Account): Promise<Standing | undefined> {
    const person = await persons.first({ _id: personId });
    return (
      person && { personId, accountId, name: person.name || name, role: person.role, email: profile?.email }
    );
  }

  return {
    async standingOf(surface, accountId) {
      const account = await accounts.first({ _id: `${surface}:${accountId}` });
      return account && standing(account);
    },

    async named(surface, workspace, name) {
      const begin = workspace === undefined ? '' : `${workspace}:`;
      const byId = await accounts.first({ _id: `${surface}:${begin}${name}` });
      const capital = name.charAt(0).toUpperCase() + name.slice(1);
      const byName = await accounts.many(
        { surface, 'profile.name': { $in: [...new Set([name, capital])] } },
        { limit: mostNamesakes },
      );
      const own = byName.filter(({ accountId }) => accountId.startsWith(begin));
      const found = await Promise.all((byId ? [byId] : own).map(standing));
      const each = new Map(found.flatMap((one) => (one ? [[one.personId, one] as const] : [])));
      return [...each.values()];
    },

    byPerson: (personId) =>
      persons.first({ _id: personId }).then((row) => row && { name: row.name, role: row.role }),

    async setRole(personId, role) {
      await persons.update({ _id: personId }, { $set: { role } });
    },

    async note(entry) {
      await audit.insertNew([entry]);
    },
  };
}
