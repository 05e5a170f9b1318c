import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMongoAssetStore } from '../../../src/adapters/mongo/mongo-asset-store.ts';
import { createMongoExecutionStore } from '../../../src/adapters/mongo/mongo-execution-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import type { UserGeneratedAsset } from '../../../src/domain/user-generated-asset.ts';
import type { UserPromptExecution } from '../../../src/domain/user-prompt-execution.ts';
import type { AssetStore } from '../../../src/ports/asset-store.ts';
import type { ExecutionEnd, ExecutionStore } from '../../../src/ports/execution-store.ts';
import { closeModels, openModels } from '../../support/store-models.ts';

const execution: UserPromptExecution = {
  _id: 'e1',
  userId: 'ana',
  promptCode: 'H1',
  elevateStep: 'Hook',
  inputContextSnapshot: { 'customerAvatar.pains': ['sour cups'], 'companyContext.coreOffers': 'Bags' },
  aiRequestTimestamp: 10,
  status: 'Pending',
  inputs: { painToTarget: 'sour cups' },
  attempts: 1,
};
const success: ExecutionEnd = {
  status: 'Success',
  aiResponse: '1. Stop guessing',
  aiResponseTimestamp: 20,
  usage: { inputTokens: 1, outputTokens: 2, cachedTokens: 0 },
  model: 'm',
  durationMs: 10,
  answerSource: 'model',
};
const asset: UserGeneratedAsset = {
  _id: 'a1',
  userId: 'ana',
  promptExecutionId: 'e1',
  elevateStep: 'Hook',
  assetType: 'Ad Headline',
  content: '1. Stop guessing',
  status: 'Draft',
  createdAt: 30,
  lastUpdatedAt: 30,
};

describe('the execution store', () => {
  let database: OpenStore;
  let executions: ExecutionStore;
  let assets: AssetStore;

  beforeEach(async () => {
    database = await openModels();
    executions = createMongoExecutionStore(database.models);
    assets = createMongoAssetStore(database.models);
  });
  afterEach(() => closeModels(database));

  it('keeps a new one as it is, its snapshot under dotted paths', async () => {
    expect(await executions.begin(execution)).toEqual(execution);
    expect(await executions.get('ana', 'e1')).toEqual(execution);
  });

  it('returns the one already there, and counts the attempt', async () => {
    await executions.begin(execution);
    const later = { ...execution, aiRequestTimestamp: 99, inputs: {}, retryOf: 'e0' };
    expect(await executions.begin(later)).toEqual({ ...execution, attempts: 2 });
  });

  it('begins one of forty, and counts them all', async () => {
    await Promise.all(Array.from({ length: 40 }, () => executions.begin(execution)));
    expect(await executions.get('ana', 'e1')).toEqual({ ...execution, attempts: 40 });
  });

  it('returns one that has ended as it ended: nothing is asked again', async () => {
    await executions.begin(execution);
    const done = await executions.finish('e1', success);
    expect(await executions.begin(execution)).toEqual(done);
  });

  it('ends it once; fields that are not named keep what they were', async () => {
    await executions.begin(execution);
    const done = await executions.finish('e1', success);
    expect(done).toEqual({ ...execution, ...success });
    const late = await executions.finish('e1', {
      status: 'Error',
      aiResponseTimestamp: 40,
      errorReason: 'timed-out',
    });
    expect(late).toEqual(done);
    expect(await executions.get('ana', 'e1')).toEqual(done);
  });

  it('ends it for one of forty, whole', async () => {
    await executions.begin(execution);
    const ends = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        executions.finish('e1', { ...success, aiResponse: `answer ${index}`, model: `m${index}` }),
      ),
    );
    const [first] = ends;
    for (const end of ends) expect(end).toEqual(first);
    expect(String(first?.aiResponse).replace('answer ', 'm')).toBe(first?.model);
  });

  it('keeps an error without an answer', async () => {
    await executions.begin(execution);
    const end: ExecutionEnd = { status: 'Error', aiResponseTimestamp: 20, errorReason: 'rate-limited' };
    expect(await executions.finish('e1', end)).toEqual({ ...execution, ...end });
  });

  it('cannot end what never began', async () => {
    await expect(executions.finish('e9', success)).rejects.toThrow('userPromptExecutions e9');
  });

  it('refuses an end that is none', async () => {
    await executions.begin(execution);
    await expect(executions.finish('e1', { ...success, status: 'Done' } as never)).rejects.toThrow('status');
    expect(await executions.get('ana', 'e1')).toEqual(execution);
  });

  it('shows another person nothing, and lets them take nothing over', async () => {
    await executions.begin(execution);
    await executions.saveAsset(asset);
    expect(await executions.get('ben', 'e1')).toBeUndefined();
    expect(await assets.get('ben', 'a1')).toBeUndefined();
    await expect(executions.begin({ ...execution, userId: 'ben' })).rejects.toThrow('another user');
    await expect(executions.saveAsset({ ...asset, userId: 'ben' })).rejects.toThrow('is not there');
    const { promptExecutionId: _, ...unbound } = asset;
    await expect(executions.saveAsset({ ...unbound, userId: 'ben' })).rejects.toThrow('another user');
    expect(await executions.get('ana', 'e1')).toEqual({ ...execution, refinedOutputAssetId: 'a1' });
    expect(await assets.get('ana', 'a1')).toEqual(asset);
  });

  it('keeps an asset and points its execution at it', async () => {
    await executions.begin(execution);
    expect(await executions.saveAsset(asset)).toEqual(asset);
    expect(await assets.get('ana', 'a1')).toEqual(asset);
    expect((await executions.get('ana', 'e1'))?.refinedOutputAssetId).toBe('a1');
  });

  it('returns the first asset at a second save, whatever that brings', async () => {
    await executions.begin(execution);
    await executions.saveAsset(asset);
    expect(await executions.saveAsset({ ...asset, content: 'Other', createdAt: 99 })).toEqual(asset);
    expect(await executions.saveAsset({ ...asset, _id: 'a2' })).toEqual(asset);
    expect(await database.models.userGeneratedAssets.countDocuments()).toBe(1);
  });

  it('keeps one asset for forty saves at once', async () => {
    await executions.begin(execution);
    const saved = await Promise.all(
      Array.from({ length: 40 }, (_, index) => executions.saveAsset({ ...asset, content: `draft ${index}` })),
    );
    expect(new Set(saved.map(({ content }) => content)).size).toBe(1);
  });

  it('points the execution at its asset after a crash in between', async () => {
    await executions.begin(execution);
    vi.spyOn(database.models.userPromptExecutions, 'updateOne').mockRejectedValueOnce(new Error('crash'));
    await expect(executions.saveAsset(asset)).rejects.toThrow('crash');
    expect(await executions.saveAsset({ ...asset, content: 'Other' })).toEqual(asset);
    expect((await executions.get('ana', 'e1'))?.refinedOutputAssetId).toBe('a1');
  });

  it('keeps no asset of an execution that is not there', async () => {
    await expect(executions.saveAsset(asset)).rejects.toThrow('userPromptExecutions e1');
    expect(await assets.get('ana', 'a1')).toBeUndefined();
  });

  it('keeps several of one execution, as they were first kept, in the order given', async () => {
    await executions.begin(execution);
    const items = ['a3', 'a1', 'a2'].map((_id) => ({ ...asset, _id }));
    expect(await executions.saveItems('ana', 'e1', items)).toEqual(items);
    const later = [...items, { ...asset, _id: 'a4' }].map((item) => ({ ...item, createdAt: 99 }));
    expect((await executions.saveItems('ana', 'e1', later)).map(({ createdAt }) => createdAt)).toEqual([
      30, 30, 30, 99,
    ]);
    expect((await executions.get('ana', 'e1'))?.refinedOutputAssetId).toBe('a3');
    await expect(executions.saveItems('ben', 'e1', items)).rejects.toThrow('is not there');
  });
});
