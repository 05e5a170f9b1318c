import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMongoAssetStore } from '../../../src/adapters/mongo/mongo-asset-store.ts';
import { createMongoExecutionStore } from '../../../src/adapters/mongo/mongo-execution-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import type { UserGeneratedAsset } from '../../../src/domain/user-generated-asset.ts';
import type { UserPromptExecution } from '../../../src/domain/user-prompt-execution.ts';
import type { AssetStore } from '../../../src/ports/asset-store.ts';
import type { ExecutionStore } from '../../../src/ports/execution-store.ts';
import { closeModels, openModels } from '../../support/store-models.ts';

const asset: UserGeneratedAsset = {
  _id: 'a1',
  userId: 'ana',
  elevateStep: 'Hook',
  assetType: 'Ad Headline',
  content: 'Stop guessing',
  status: 'Draft',
  createdAt: 30,
  lastUpdatedAt: 30,
};
const run: UserPromptExecution = {
  _id: 'e1',
  userId: 'ana',
  promptCode: 'H1',
  elevateStep: 'Hook',
  inputContextSnapshot: {},
  aiRequestTimestamp: 10,
  status: 'Success',
  attempts: 1,
};
const rewrite = {
  _id: 'v2',
  userId: 'ana',
  assetId: 'a1',
  content: 'Guess less',
  promptExecutionId: 'e2',
  how: 'refined' as const,
  createdAt: 40,
};

describe('the asset store', () => {
  let database: OpenStore;
  let assets: AssetStore;
  let executions: ExecutionStore;

  beforeEach(async () => {
    database = await openModels();
    assets = createMongoAssetStore(database.models);
    executions = createMongoExecutionStore(database.models);
    await executions.begin(run);
    await executions.begin({ ...run, _id: 'e2', promptCode: 'RW1' });
    await executions.saveAsset({ ...asset, promptExecutionId: 'e1' });
  });
  afterEach(() => closeModels(database));

  const ids = (found: UserGeneratedAsset[]) => found.map(({ _id }) => _id);

  it('lists the newest first, up to the limit, and nobody else’s', async () => {
    for (const [index, createdAt] of [20, 40, 10].entries())
      await executions.saveAsset({ ...asset, _id: `b${index}`, createdAt });
    await executions.saveAsset({ ...asset, _id: 'bens', userId: 'ben', createdAt: 99 });
    expect(ids(await assets.newest('ana', 3))).toEqual(['b1', 'a1', 'b0']);
    expect(await assets.get('ana', 'bens')).toBeUndefined();
  });

  it('finds the newest of a prompt, without what was archived', async () => {
    for (const [index, status] of (['Draft', 'Implemented', 'Archived'] as const).entries())
      await executions.saveAsset({
        ...asset,
        _id: `c${index}`,
        promptCode: 'H5',
        status,
        createdAt: 50 + index,
      });
    await executions.saveAsset({ ...asset, _id: 'bens', userId: 'ben', promptCode: 'H5', createdAt: 99 });
    expect((await assets.newestOf('ana', 'H5'))?._id).toBe('c1');
    expect(await assets.newestOf('ana', 'H4')).toBeUndefined();
  });

  it('tells what went live since, the latest first, archived or not', async () => {
    for (const [at, _id] of ['b', 'c', 'd'].entries()) {
      await executions.saveAsset({ ...asset, _id });
      await assets.change('ana', _id, { status: 'Implemented', implementedAt: 100 + at }, 200);
    }
    await assets.change('ana', 'c', { status: 'Archived' }, 201);
    expect(ids(await assets.wentLive('ana', 101, 10))).toEqual(['d', 'c']);
    expect(await assets.wentLive('ben', 0, 10)).toEqual([]);
    const back = await assets.change('ana', 'd', { status: 'Draft', implementedAt: null }, 202);
    expect(back).not.toHaveProperty('implementedAt');
    expect(ids(await assets.wentLive('ana', 101, 10))).toEqual(['c']);
  });

  it('changes what is named, takes an empty channel away, and leaves other people’s alone', async () => {
    expect(await assets.change('ana', 'a1', { title: 'May', channel: 'Klaviyo' }, 50)).toMatchObject({
      title: 'May',
      channel: 'Klaviyo',
      status: 'Draft',
      lastUpdatedAt: 50,
    });
    const bare = await assets.change('ana', 'a1', { channel: '' }, 51);
    expect(bare).not.toHaveProperty('channel');
    expect(bare).toMatchObject({ title: 'May' });
    expect(await assets.change('ben', 'a1', { title: 'Mine' }, 52)).toBeUndefined();
    expect((await assets.get('ana', 'a1'))?.title).toBe('May');
  });

  it('knows which was opened last in a conversation; an event that is worked again changes nothing', async () => {
    await executions.saveAsset({ ...asset, _id: 'b' });
    await assets.noteOpened('ana', 'a1', 'dm', 5);
    await assets.noteOpened('ana', 'b', 'dm', 6);
    expect(ids(await assets.openedIn('ana', 'dm', 5))).toEqual(['b', 'a1']);
    await assets.noteOpened('ana', 'b', 'elsewhere', 8);
    await assets.noteOpened('ana', 'b', 'dm', 6);
    expect(ids(await assets.openedIn('ana', 'dm', 5))).toEqual(['a1']);
    expect(await assets.openedIn('ben', 'dm', 5)).toEqual([]);
  });

  it('keeps each wording; run and asset point at each other, and the first run still at the asset', async () => {
    expect(await assets.versions('ana', 'a1', 9)).toEqual([]);
    const refined = await assets.keepVersion(rewrite);
    expect(refined).toMatchObject({ content: 'Guess less', promptExecutionId: 'e2', lastUpdatedAt: 40 });
    expect((await executions.get('ana', 'e1'))?.refinedOutputAssetId).toBe('a1');
    expect((await executions.get('ana', 'e2'))?.refinedOutputAssetId).toBe('a1');
    expect(await assets.versions('ana', 'a1', 9)).toMatchObject([
      { number: 1, how: 'saved', content: 'Stop guessing', promptExecutionId: 'e1' },
      { number: 2, how: 'refined', content: 'Guess less', promptExecutionId: 'e2' },
    ]);
    expect(await assets.keepVersion({ ...rewrite, userId: 'ben' })).toBeUndefined();
  });

  it('does a version once, and undoes nothing that came after it', async () => {
    await assets.keepVersion(rewrite);
    await assets.keepVersion({ ...rewrite, _id: 'v3', content: 'No guessing', createdAt: 40 });
    expect((await assets.keepVersion(rewrite))?.content).toBe('No guessing');
    expect((await assets.versions('ana', 'a1', 9)).map(({ content }) => content)).toEqual([
      'Stop guessing',
      'Guess less',
      'No guessing',
    ]);
    expect((await assets.versions('ana', 'a1', 2)).map(({ number }) => number)).toEqual([2, 3]);
  });

  it.each([
    ['userPromptExecutions', 'updateOne'],
    ['userGeneratedAssets', 'updateOne'],
  ] as const)('goes on after a death before %s.%s', async (table, method) => {
    vi.spyOn(database.models[table], method).mockRejectedValueOnce(new Error('crash'));
    await expect(assets.keepVersion(rewrite)).rejects.toThrow('crash');
    expect(await assets.keepVersion({ ...rewrite, content: 'said otherwise' })).toMatchObject({
      content: 'Guess less',
      promptExecutionId: 'e2',
    });
    expect(await assets.versions('ana', 'a1', 9)).toHaveLength(2);
    expect((await executions.get('ana', 'e2'))?.refinedOutputAssetId).toBe('a1');
  });
});
