import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMongoFoundationStore } from '../../../src/adapters/mongo/mongo-foundation-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import type { FoundationChange, FoundationStore } from '../../../src/ports/foundation-store.ts';
import { closeModels, openModels } from '../../support/store-models.ts';

const offers: FoundationChange = { path: 'companyContext.coreOffers', after: 'Bags at £11.50' };
const pains: FoundationChange = { path: 'customerAvatar.pains', after: ['same beans, different cup'] };
const rivals: FoundationChange = {
  path: 'marketAwareness.competitors',
  after: [{ name: 'Pier Beans', weakness: 'no roast date' }],
};
const summary: FoundationChange = { path: 'strategicBlueprintSummary', after: 'Freshness you can date.' };

describe('the foundation store', () => {
  let database: OpenStore;
  let foundations: FoundationStore;

  beforeEach(async () => {
    database = await openModels();
    foundations = createMongoFoundationStore(database.models);
  });
  afterEach(() => closeModels(database));

  const versions = () => database.models.foundationVersions.find().sort({ changedAt: 1 }).lean();
  const empty = {
    _id: 'ana',
    userId: 'ana',
    companyContext: {},
    marketAwareness: {},
    customerAvatar: {},
    lastUpdatedAt: 0,
  };

  it('reads an empty one where nothing was written down, and writes nothing for it', async () => {
    expect(await foundations.read('ana')).toEqual(empty);
    expect(await database.models.userFoundations.countDocuments()).toBe(0);
  });

  it('takes a change back, once, and leaves what was changed since', async () => {
    await foundations.change('ana', 'a', [offers, pains], 'form', 1);
    const later = { ...pains, after: ['too bitter'] };
    await foundations.change('ana', 'b', [later], 'typed', 2);
    const [, first] = await foundations.versions('ana', 2);
    if (!first) throw new Error('There is no version.');
    const undone = await foundations.undo('ana', first, 3);
    expect(undone.changedPaths).toEqual(['companyContext.coreOffers']);
    expect(undone.foundation.companyContext).toEqual({});
    expect(undone.foundation.customerAvatar.pains).toEqual(['too bitter']);
    await foundations.undo('ana', first, 4);
    const kept = await foundations.versions('ana', 9);
    expect(kept.map(({ source, undoes }) => [source, undoes === first._id])).toEqual([
      ['undo', true],
      ['typed', false],
      ['form', false],
    ]);
    const [undo] = kept;
    if (!undo) throw new Error('There is no undo.');
    expect((await foundations.undo('ana', undo, 5)).foundation.companyContext.coreOffers).toBe(
      'Bags at £11.50',
    );
  });

  it('writes every kind of field, and keeps what they were before', async () => {
    const first = await foundations.change('ana', 'c1', [offers, pains, rivals, summary], 'form', 10);
    const written = {
      ...empty,
      companyContext: { coreOffers: offers.after },
      marketAwareness: { competitors: rivals.after },
      customerAvatar: { pains: pains.after },
      strategicBlueprintSummary: summary.after,
      lastUpdatedAt: 10,
    };
    expect(first).toEqual({
      foundation: written,
      changedPaths: [offers.path, pains.path, rivals.path, summary.path],
    });
    const dearer = { ...offers, after: 'Bags at £12' };
    const second = await foundations.change('ana', 'c2', [dearer], 'prompt', 20);
    expect(second.foundation).toEqual({
      ...written,
      companyContext: { coreOffers: 'Bags at £12' },
      lastUpdatedAt: 20,
    });
    expect(await foundations.read('ana')).toEqual(second.foundation);
    expect(await versions()).toMatchObject([
      {
        userId: 'ana',
        source: 'form',
        changedAt: 10,
        changes: [offers, pains, rivals, summary],
      },
      {
        userId: 'ana',
        source: 'prompt',
        changedAt: 20,
        changes: [{ path: offers.path, before: offers.after, after: 'Bags at £12' }],
      },
    ]);
    const [made] = await versions();
    expect(made?.changes[0]).not.toHaveProperty('before');
  });

  it('writes only what makes a difference', async () => {
    await foundations.change('ana', 'c1', [pains, rivals], 'form', 10);
    const again = await foundations.change('ana', 'c2', [pains, rivals], 'form', 20);
    expect(again.changedPaths).toEqual([]);
    expect(again.foundation.lastUpdatedAt).toBe(10);
    const both = await foundations.change('ana', 'c3', [pains, offers], 'form', 30);
    expect(both.changedPaths).toEqual([offers.path]);
    expect(await versions()).toHaveLength(2);
    expect((await foundations.change('ana', 'c4', [], 'form', 40)).changedPaths).toEqual([]);
  });

  it('changes nothing at a second attempt, and names what the first one changed', async () => {
    const first = await foundations.change('ana', 'c1', [offers, pains], 'form', 10);
    // What a second attempt reads is written already, so it may come with fewer changes, or other ones.
    for (const changes of [[offers, pains], [], [{ ...offers, after: 'Other' }]]) {
      expect(await foundations.change('ana', 'c1', changes, 'form', 20)).toEqual(first);
    }
    expect(await versions()).toHaveLength(1);
  });

  it.each([
    ['the version was kept', 'foundationVersions'],
    ['the fields were written', 'userFoundations'],
  ] as const)('ends with fields and version written once after a crash before %s', async (_when, table) => {
    await foundations.change('ana', 'c0', [{ ...offers, after: 'Tea' }], 'form', 5);
    if (table === 'foundationVersions') {
      vi.spyOn(database.models[table].collection, 'insertMany').mockRejectedValueOnce(new Error('crash'));
    } else {
      vi.spyOn(database.models[table], 'updateOne').mockRejectedValueOnce(new Error('crash'));
    }
    await expect(foundations.change('ana', 'c1', [offers, pains], 'form', 10)).rejects.toThrow('crash');
    expect((await foundations.read('ana')).companyContext.coreOffers).toBe('Tea');

    const { foundation, changedPaths } = await foundations.change('ana', 'c1', [offers, pains], 'form', 10);
    expect(foundation.companyContext.coreOffers).toBe(offers.after);
    expect(foundation.customerAvatar.pains).toEqual(pains.after);
    expect(changedPaths).toEqual([offers.path, pains.path]);
    expect((await versions()).map(({ changes }) => changes)).toEqual([
      [{ path: offers.path, after: 'Tea' }],
      [
        { path: offers.path, before: 'Tea', after: offers.after },
        { path: pains.path, after: pains.after },
      ],
    ]);
  });

  it('does not undo, at a second attempt, what was changed since', async () => {
    vi.spyOn(database.models.userFoundations, 'updateOne').mockRejectedValueOnce(new Error('crash'));
    await expect(foundations.change('ana', 'c1', [offers, pains], 'form', 10)).rejects.toThrow('crash');
    await foundations.change('ana', 'c2', [{ ...offers, after: 'Newer' }], 'form', 20);
    const { foundation } = await foundations.change('ana', 'c1', [offers, pains], 'form', 10);
    expect(foundation.companyContext.coreOffers).toBe('Newer');
    expect(foundation.customerAvatar.pains).toEqual(pains.after);
    expect(foundation.lastUpdatedAt).toBe(20);
  });

  it('lets changes of one person at once all arrive, the first ones too', async () => {
    const changes = [offers, pains, rivals, summary];
    await Promise.all(
      changes.map((change, index) => foundations.change('ana', `c${index}`, [change], 'form', index)),
    );
    const foundation = await foundations.read('ana');
    expect(foundation.companyContext.coreOffers).toBe(offers.after);
    expect(foundation.customerAvatar.pains).toEqual(pains.after);
    expect(foundation.marketAwareness.competitors).toEqual(rivals.after);
    expect(foundation.strategicBlueprintSummary).toBe(summary.after);
    expect(await versions()).toHaveLength(4);
  });

  it('writes one change once for twenty attempts at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, () => foundations.change('ana', 'c1', [offers], 'form', 10)),
    );
    for (const { foundation } of results) expect(foundation.companyContext.coreOffers).toBe(offers.after);
    expect(await versions()).toHaveLength(1);
  });

  it('keeps two people apart, also under one change id', async () => {
    await foundations.change('ana', 'c1', [offers], 'form', 10);
    await foundations.change('ben', 'c1', [{ ...offers, after: 'Tea' }], 'form', 10);
    expect((await foundations.read('ana')).companyContext.coreOffers).toBe(offers.after);
    expect((await foundations.read('ben')).companyContext.coreOffers).toBe('Tea');
    expect(await foundations.read('fay')).toEqual({ ...empty, _id: 'fay', userId: 'fay' });
  });

  it.each<[string, FoundationChange]>([
    ['a path that is none', { path: 'companyContext.colour', after: 'red' }],
    ['a path into another document', { path: 'userId', after: 'ben' }],
    ['an item of a list', { path: 'customerAvatar.pains[0]', after: 'x' }],
    ['a list for a text', { path: offers.path, after: ['a'] }],
    ['a text for a list', { path: pains.path, after: 'a' }],
  ])('refuses %s before anything is kept', async (_what, change) => {
    await expect(foundations.change('ana', 'c1', [pains, change], 'form', 10)).rejects.toThrow();
    expect(await foundations.read('ana')).toEqual(empty);
    expect(await versions()).toEqual([]);
  });

  it('names a Foundation that cannot be read', async () => {
    await foundations.change('ana', 'c1', [offers], 'form', 10);
    const { collection } = database.models.userFoundations;
    await collection.updateOne({ _id: 'ana' } as never, { $set: { 'customerAvatar.pains': 'my secret' } });
    await expect(foundations.read('ana')).rejects.toThrow(
      'userFoundations ana cannot be read: customerAvatar.pains.',
    );
  });
});
