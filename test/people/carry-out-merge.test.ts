import { expect, test } from 'vitest';
import { buildModels } from '../../src/adapters/mongo/build-models.ts';
import { createMongoPeopleStore } from '../../src/adapters/mongo/mongo-people-store.ts';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import { mongoStores } from '../../src/compose.ts';
import { allTables } from '../../src/domain/tables.ts';
import { carryOutMerge } from '../../src/people/carry-out-merge.ts';
import { closeDatabase, openDatabase } from '../support/database.ts';
import { mortalModels } from '../support/mortal-models.ts';

/** Two persons with a Foundation, progress, numbers, settings and a conversation each, of which some collide. */
async function twoPersons(models: StoreModels) {
  await Promise.all(Object.values(models).map(({ collection }) => collection.deleteMany({})));
  const stores = mongoStores(models);
  const people = createMongoPeopleStore(models);
  const older = await people.recognise({ surface: 'slack', accountId: 'T1:U1', name: 'Ana' }, 1);
  const newer = await people.recognise({ surface: 'discord', accountId: '1', name: 'Anna' }, 2);
  for (const [{ userId, personId }, mark] of [
    [older, 'older'],
    [newer, 'newer'],
  ] as const) {
    const changes = [
      { path: 'companyContext.coreOffers', after: `offer of ${mark}` },
      { path: 'customerAvatar.pains', after: [`pain of ${mark}`] },
      { path: `companyContext.${mark === 'older' ? 'guarantee' : 'policies'}`, after: mark },
    ];
    await stores.foundations.change(userId, 'first', changes, 'form', 5);
    await stores.settings.write('person', userId, 'currency', mark === 'older' ? 'GBP' : 'EUR', 5);
    await stores.settings.write('person', userId, `only ${mark}`, true, 5);
    await stores.progress.change(userId, 'm1', (row) => ({
      ...row,
      status: 'In Progress',
      checkedItems: mark === 'older' ? [0] : [2],
    }));
    await models.conversationParticipants.collection.insertOne({
      _id: `c|${personId}` as never,
      conversationId: 'c',
      personId,
      since: mark === 'older' ? 9 : 7,
    });
    await models.conversationMessages.collection.insertOne({
      _id: `message ${mark}` as never,
      conversationId: 'c',
      authorPersonId: personId,
      text: 'hello',
      audience: 'thread',
      position: '1',
      sentAt: 1,
    });
  }
  const merge = await stores.merges.propose({
    _id: 'merge',
    olderPersonId: older.personId,
    olderUserId: older.userId,
    newerPersonId: newer.personId,
    newerUserId: newer.userId,
    olderLabel: 'Slack',
    newerLabel: 'Discord',
    decidedBy: newer.personId,
    state: 'proposed',
    choices: [],
    createdAt: 8,
    expiresAt: 100,
  });
  await stores.merges.begin('merge', [{ path: 'customerAvatar.pains', keep: 'both' }], 9);
  return {
    ...merge,
    state: 'merging' as const,
    choices: [{ path: 'customerAvatar.pains', keep: 'both' as const }],
  };
}

async function picture(models: StoreModels): Promise<string> {
  const rows = await Promise.all(
    Object.entries(models).map(async ([name, { collection }]) => [
      name,
      (await collection.find().sort({ _id: 1 }).toArray()).map(({ revision: _revision, ...row }) => row),
    ]),
  );
  return JSON.stringify(Object.fromEntries(rows), null, 1);
}

test('killed between its steps and begun again, a merge comes to the same end', {
  timeout: 300_000,
}, async () => {
  const connection = await openDatabase();
  const models = buildModels(connection, allTables);
  try {
    const whole = mortalModels(models);
    const first = await twoPersons(models);
    await carryOutMerge(first, mongoStores(whole.models), 10);
    const expected = await picture(models);
    // Only the merge's own record says who they were, until it is swept.
    const { accountMerges: _record, ...others } = JSON.parse(expected);
    for (const gone of [first.newerPersonId, first.newerUserId])
      expect(JSON.stringify(others)).not.toContain(gone);
    const foundation = await mongoStores(models).foundations.read(first.olderUserId);
    expect(foundation).toMatchObject({
      companyContext: { coreOffers: 'offer of older', guarantee: 'older', policies: 'newer' },
      customerAvatar: { pains: ['pain of older', 'pain of newer'] },
    });
    expect(await models.userModuleProgress.find().lean()).toMatchObject([{ checkedItems: [0, 2] }]);
    expect(await models.conversationParticipants.find().lean()).toMatchObject([{ since: 7 }]);
    expect(whole.life.steps).toBeGreaterThan(40);

    // Every fourth step: each takes a second on a busy machine, and all of them have been tried.
    for (let step = 1; step < whole.life.steps; step += 4) {
      const merge = await twoPersons(models);
      const mortal = mortalModels(models, { death: { step, when: 'after' } });
      void carryOutMerge(merge, mongoStores(mortal.models), 10);
      await mortal.life.died;
      await mortal.life.quiet();
      await carryOutMerge(merge, mongoStores(models), 10);
      expect(await picture(models), `killed after step ${step}`).toBe(expected);
    }
  } finally {
    await closeDatabase(connection);
  }
});
