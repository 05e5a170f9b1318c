import { accountsTable } from '../../domain/account.ts';
import type { Author } from '../../domain/incoming.ts';
import { personsTable } from '../../domain/person.ts';
import { stableId } from '../../domain/stable-id.ts';
import { usersTable } from '../../domain/user.ts';
import type { PeopleStore } from '../../ports/people-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoPeopleStore(
  models: Pick<StoreModels, 'accounts' | 'persons' | 'users'>,
): PeopleStore {
  const accounts = storedTable(accountsTable, models.accounts);
  const persons = storedTable(personsTable, models.persons);
  const users = storedTable(usersTable, models.users);

  /** The account comes last: where there is one, its person and user are there. */
  async function welcome(author: Author, nowMs: number): Promise<void> {
    const { surface, accountId, name, firstName, lastName, avatarUrl } = author;
    const userId = stableId('user', surface, accountId);
    const personId = stableId('person', surface, accountId);
    // In lower case, because it is matched exactly.
    const email = author.email?.trim().toLowerCase();
    await users.insertNew([{ _id: userId, name, image: avatarUrl, email, onboardingStatus: 'Not Started' }]);
    const role = author.role ?? 'Student';
    await persons.insertNew([{ _id: personId, userId, name, firstName, lastName, email, role, avatarUrl }]);
    await accounts.insertNew([
      { _id: rowIdOf(author), surface, accountId, personId, userId, name, createdAt: nowMs },
    ]);
  }

  return {
    async recognise(author, nowMs) {
      let account = await accounts.first({ _id: rowIdOf(author) });
      if (!account) {
        await welcome(author, nowMs);
        account = await accounts.first({ _id: rowIdOf(author) });
      }
      if (!account) throw new Error(`accounts ${rowIdOf(author)} was removed while it was being made.`);
      const { personId, userId } = account;
      return { personId, userId, accountId: author.accountId, name: author.name };
    },

    async userIdOf(surface, accountId) {
      return (await accounts.first({ _id: rowIdOf({ surface, accountId }) }))?.userId;
    },

    async noteOnboarding(userId, status) {
      await users.update({ _id: userId }, { $set: { onboardingStatus: status } });
    },
  };
}

function rowIdOf({ surface, accountId }: Pick<Author, 'surface' | 'accountId'>): string {
  return `${surface}:${accountId}`;
}
