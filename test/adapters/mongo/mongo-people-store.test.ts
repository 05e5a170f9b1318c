import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMongoPeopleStore } from '../../../src/adapters/mongo/mongo-people-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import type { Author } from '../../../src/domain/incoming.ts';
import { stableId } from '../../../src/domain/stable-id.ts';
import type { PeopleStore } from '../../../src/ports/people-store.ts';
import { closeModels, openModels } from '../../support/store-models.ts';

const ana: Author = { surface: 'slack', accountId: 'T1:U7', name: 'Ana' };
const userId = stableId('user', 'slack', 'T1:U7');
const personId = stableId('person', 'slack', 'T1:U7');

describe('the people store', () => {
  let database: OpenStore;
  let people: PeopleStore;

  beforeEach(async () => {
    database = await openModels();
    people = createMongoPeopleStore(database.models);
  });
  afterEach(() => closeModels(database));

  async function everything() {
    const { users, persons, accounts } = database.models;
    return {
      users: await users.find().lean(),
      persons: await persons.find().lean(),
      accounts: await accounts.find().lean(),
    };
  }

  it('finds the user of an account, and makes none to look', async () => {
    expect(await people.userIdOf('slack', 'T1:U7')).toBeUndefined();
    expect((await everything()).users).toEqual([]);
    await people.recognise(ana, 100);
    expect(await people.userIdOf('slack', 'T1:U7')).toBe(userId);
    expect(await people.userIdOf('discord', 'T1:U7')).toBeUndefined();
  });

  it('tells the zone that a platform told of the user', async () => {
    expect(await people.toldTimeZone(userId)).toBeUndefined();
    await people.recognise(ana, 100);
    expect(await people.toldTimeZone(userId)).toBeUndefined();
    await people.recognise({ ...ana, timeZone: 'Europe/Lisbon' }, 101);
    await people.recognise({ ...ana, accountId: 'T1:U8', timeZone: 'Asia/Tokyo' }, 102);
    expect(await people.toldTimeZone(userId)).toBe('Europe/Lisbon');
    // Of two accounts, the first that told one.
    await database.models.accounts.updateOne({ accountId: 'T1:U8' }, { $set: { personId, userId } });
    expect(await people.toldTimeZone(userId)).toBe('Europe/Lisbon');
  });

  it('makes user, person and account on first contact, with what the platform tells', async () => {
    const known = await people.recognise(
      {
        ...ana,
        firstName: 'Ana',
        lastName: 'Moreira',
        email: ' Ana@Example.ORG ',
        avatarUrl: 'https://example.org/a.png',
        role: 'Facilitator',
      },
      100,
    );
    expect(known).toEqual({ personId, userId, accountId: 'T1:U7', name: 'Ana' });
    const image = 'https://example.org/a.png';
    const email = 'ana@example.org';
    expect(await everything()).toEqual({
      users: [{ _id: userId, name: 'Ana', image, email, onboardingStatus: 'Not Started' }],
      persons: [
        {
          _id: personId,
          userId,
          name: 'Ana',
          firstName: 'Ana',
          lastName: 'Moreira',
          email,
          role: 'Facilitator',
          avatarUrl: image,
        },
      ],
      accounts: [
        {
          _id: 'slack:T1:U7',
          surface: 'slack',
          accountId: 'T1:U7',
          personId,
          userId,
          name: 'Ana',
          profile: { name: 'Ana', firstName: 'Ana', lastName: 'Moreira', email, avatarUrl: image },
          createdAt: 100,
        },
      ],
    });
  });

  it('makes a student where nobody says more, without fields that nobody told', async () => {
    await people.recognise(ana, 100);
    const { users, persons } = await everything();
    expect(users).toEqual([{ _id: userId, name: 'Ana', onboardingStatus: 'Not Started' }]);
    expect(persons).toEqual([{ _id: personId, userId, name: 'Ana', role: 'Student' }]);
  });

  it('knows them again, and follows what changes on the platform', async () => {
    await people.recognise({ ...ana, avatarUrl: 'https://a/1.png', timeZone: 'Europe/Lisbon' }, 100);
    const now = { ...ana, name: 'Ana M', lastName: 'Moreira', avatarUrl: 'https://a/2.png', locale: 'pt-PT' };
    expect(await people.recognise({ ...now, role: 'Facilitator' }, 200)).toEqual({
      personId,
      userId,
      accountId: 'T1:U7',
      name: 'Ana M',
      timeZone: 'Europe/Lisbon',
      locale: 'pt-PT',
    });
    const { users, persons, accounts } = await everything();
    const avatarUrl = 'https://a/2.png';
    expect(users).toMatchObject([{ name: 'Ana M', image: avatarUrl, onboardingStatus: 'Not Started' }]);
    expect(persons).toMatchObject([{ name: 'Ana M', lastName: 'Moreira', avatarUrl, role: 'Student' }]);
    const profile = {
      name: 'Ana M',
      lastName: 'Moreira',
      avatarUrl,
      timeZone: 'Europe/Lisbon',
      locale: 'pt-PT',
    };
    expect(accounts[0]?.profile).toEqual(profile);
  });

  it('leaves alone what the person has changed themselves, and what the platform does not tell', async () => {
    await people.recognise({ ...ana, firstName: 'Ana', email: 'ana@example.org' }, 100);
    await database.models.persons.updateOne({ _id: personId }, { $set: { name: 'Ana from the fair' } });
    await people.recognise({ ...ana, name: 'Ana M' }, 200);
    const { users, persons } = await everything();
    expect(persons).toMatchObject([
      { name: 'Ana from the fair', firstName: 'Ana', email: 'ana@example.org' },
    ]);
    expect(users).toMatchObject([{ name: 'Ana M' }]);
  });

  it('an id in the place of a name is no name', async () => {
    await people.recognise(ana, 100);
    expect(await people.recognise({ ...ana, name: 'U7' }, 200)).toMatchObject({ name: 'Ana' });
    expect((await everything()).persons).toMatchObject([{ name: 'Ana' }]);
  });

  it('follows an account that was joined to another person', async () => {
    await people.recognise(ana, 100);
    await database.models.accounts.updateOne(
      { _id: 'slack:T1:U7' },
      { $set: { personId: 'p', userId: 'u' } },
    );
    expect(await people.recognise(ana, 200)).toMatchObject({ personId: 'p', userId: 'u' });
  });

  it('makes one of each for forty first messages at once', async () => {
    const known = await Promise.all(Array.from({ length: 40 }, (_, index) => people.recognise(ana, index)));
    expect(new Set(known.map((one) => JSON.stringify(one))).size).toBe(1);
    const { users, persons, accounts } = await everything();
    expect([users.length, persons.length, accounts.length]).toEqual([1, 1, 1]);
  });

  it.each(['users', 'persons', 'accounts'] as const)(
    'makes one of each after a crash before %s',
    async (table) => {
      vi.spyOn(database.models[table].collection, 'insertMany').mockRejectedValueOnce(new Error('crash'));
      await expect(people.recognise(ana, 100)).rejects.toThrow('crash');
      expect(await database.models.accounts.countDocuments()).toBe(0);
      await people.recognise(ana, 200);
      const { users, persons, accounts } = await everything();
      expect([users.length, persons.length, accounts.length]).toEqual([1, 1, 1]);
    },
  );

  it('keeps two accounts apart: same id elsewhere, another id here', async () => {
    const others: Author[] = [ana, { ...ana, surface: 'discord' }, { ...ana, accountId: 'T1:U8' }];
    const known = await Promise.all(others.map((author) => people.recognise(author, 1)));
    expect(new Set(known.map((one) => one.userId)).size).toBe(3);
    expect(new Set(known.map((one) => one.personId)).size).toBe(3);
  });

  it('reads once for somebody it knows', async () => {
    await people.recognise(ana, 100);
    const reads = vi.spyOn(database.models.accounts, 'find');
    const updates = vi.spyOn(database.models.accounts, 'updateOne');
    const inserts = vi.spyOn(database.models.users.collection, 'insertMany');
    await people.recognise(ana, 200);
    expect(reads).toHaveBeenCalledTimes(1);
    expect(inserts).not.toHaveBeenCalled();
    expect(updates).not.toHaveBeenCalled();
  });
});
