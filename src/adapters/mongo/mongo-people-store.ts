import { accountsTable, type Profile, zoneTold } from '../../domain/account.ts';
import type { Author } from '../../domain/incoming.ts';
import { personSchema, personsTable } from '../../domain/person.ts';
import { stableId } from '../../domain/stable-id.ts';
import { usersTable } from '../../domain/user.ts';
import type { PeopleStore } from '../../ports/people-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

const personAndUser = personSchema.pick({ _id: true, userId: true });

export function createMongoPeopleStore(
  models: Pick<StoreModels, 'accounts' | 'persons' | 'users'>,
): PeopleStore {
  const accounts = storedTable(accountsTable, models.accounts);
  const persons = storedTable(personsTable, models.persons);
  const users = storedTable(usersTable, models.users);

  /** The account comes last: where there is one, its person and user are there. */
  async function welcome(author: Author, nowMs: number): Promise<void> {
    const { surface, accountId, name } = author;
    const profile = profileOf(author);
    const { firstName, lastName, email, avatarUrl } = profile;
    const userId = stableId('user', surface, accountId);
    const personId = stableId('person', surface, accountId);
    await users.insertNew([{ _id: userId, name, image: avatarUrl, email, onboardingStatus: 'Not Started' }]);
    const role = author.role ?? 'Student';
    await persons.insertNew([{ _id: personId, userId, name, firstName, lastName, email, role, avatarUrl }]);
    await accounts.insertNew([
      { _id: rowIdOf(author), surface, accountId, personId, userId, name, profile, createdAt: nowMs },
    ]);
  }

  /**
   * What the platform tells otherwise than before. The account is noted last, so that a crash in between repeats it;
   * a field is changed only where it still holds what the platform had told.
   */
  async function follow(
    { _id, personId, userId }: { _id: string; personId: string; userId: string },
    before: Profile,
    now: Profile,
  ): Promise<void> {
    for (const field of ['name', 'firstName', 'lastName', 'email', 'avatarUrl'] as const) {
      const [old, told] = [before[field], now[field]];
      if (told === undefined || told === old) continue;
      await persons.update({ _id: personId, [field]: old ?? null }, { $set: { [field]: told } });
      const ofUser = field === 'avatarUrl' ? 'image' : field;
      if (ofUser === 'name' || ofUser === 'image' || ofUser === 'email')
        await users.update({ _id: userId, [ofUser]: old ?? null }, { $set: { [ofUser]: told } });
    }
    await accounts.update({ _id }, { $set: { profile: { ...before, ...now } } });
  }

  const accountsOf = (personId: string) => accounts.many({ personId }, { sort: { createdAt: 1, _id: 1 } });

  return {
    async recognise(author, nowMs) {
      let account = await accounts.first({ _id: rowIdOf(author) });
      if (!account) {
        await welcome(author, nowMs);
        account = await accounts.first({ _id: rowIdOf(author) });
      }
      if (!account) throw new Error(`accounts ${rowIdOf(author)} was removed while it was being made.`);
      const { personId, userId } = account;
      const before = account.profile ?? { name: account.name };
      const told = profileOf(author);
      const profile = { ...before, ...told };
      if (differs(before, profile)) await follow(account, before, told);
      const { timeZone, locale } = profile;
      const name = account.chosenName ?? profile.name ?? author.name;
      return {
        personId,
        userId,
        accountId: author.accountId,
        name,
        ...(timeZone === undefined ? {} : { timeZone }),
        ...(locale === undefined ? {} : { locale }),
      };
    },

    async userIdOf(surface, accountId) {
      return (await accounts.first({ _id: rowIdOf({ surface, accountId }) }))?.userId;
    },

    ofUser: (userId) => persons.first({ userId }),

    async userIdsOf(personIds) {
      const found = await persons.glimpse(personAndUser, { _id: { $in: [...personIds] } });
      return found.flatMap(({ userId }) => userId ?? []);
    },

    accountsOf,

    async toldTimeZone(userId) {
      const person = await persons.first({ userId });
      return person && zoneTold(await accountsOf(person._id));
    },

    async rename(personId, name) {
      const person = await persons.first({ _id: personId });
      await persons.update({ _id: personId }, { $set: { name } });
      if (person?.userId !== undefined) await users.update({ _id: person.userId }, { $set: { name } });
      for (const { _id } of await accounts.many({ personId }))
        await accounts.update({ _id }, { $set: { chosenName: name } });
    },

    async unlink(accountRowId, personId, eventId) {
      const userId = stableId('user', accountRowId, eventId);
      const newPersonId = stableId('person', accountRowId, eventId);
      const account = await accounts.first({ _id: accountRowId });
      if (account?.personId === newPersonId) return true;
      const others = await accounts.count({ personId, _id: { $ne: accountRowId } });
      if (account?.personId !== personId || others === 0) return false;
      const { name, profile = {} } = account;
      const { firstName, lastName, email, avatarUrl } = profile;
      await users.insertNew([
        { _id: userId, name, image: avatarUrl, email, onboardingStatus: 'Not Started' },
      ]);
      await persons.insertNew([
        { _id: newPersonId, userId, name, firstName, lastName, email, role: 'Student', avatarUrl },
      ]);
      return accounts.claim(
        { _id: accountRowId, personId },
        { $set: { personId: newPersonId, userId }, $unset: { chosenName: 1 } },
      );
    },

    async noteOnboarding(userId, status) {
      await users.update({ _id: userId }, { $set: { onboardingStatus: status } });
    },
  };
}

/** What is told, and no more. Whoever is called by the id of their account was not told by name. */
function profileOf({ accountId, name, ...others }: Author): Profile {
  const { firstName, lastName, avatarUrl, timeZone, locale } = others;
  // In lower case, because it is matched exactly.
  const email = others.email?.trim().toLowerCase();
  const told = {
    name: accountId.split(':').at(-1) === name ? undefined : name,
    ...{ firstName, lastName, email, avatarUrl, timeZone, locale },
  };
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
}

function differs(one: Profile, other: Profile): boolean {
  return (Object.keys(other) as Array<keyof Profile>).some((field) => one[field] !== other[field]);
}

function rowIdOf({ surface, accountId }: Pick<Author, 'surface' | 'accountId'>): string {
  return `${surface}:${accountId}`;
}
