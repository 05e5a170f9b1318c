import { type AssetVersion, assetVersionsTable } from '../../domain/asset-version.ts';
import { stableId } from '../../domain/stable-id.ts';
import { type UserGeneratedAsset, userGeneratedAssetsTable } from '../../domain/user-generated-asset.ts';
import { userPromptExecutionsTable } from '../../domain/user-prompt-execution.ts';
import type { AssetStore } from '../../ports/asset-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

export function createMongoAssetStore(
  models: Pick<StoreModels, 'userPromptExecutions' | 'userGeneratedAssets' | 'assetVersions'>,
): AssetStore {
  const executions = storedTable(userPromptExecutionsTable, models.userPromptExecutions);
  const assets = storedTable(userGeneratedAssetsTable, models.userGeneratedAssets);
  const versions = storedTable(assetVersionsTable, models.assetVersions);

  const get = (userId: string, id: string): Promise<UserGeneratedAsset | undefined> =>
    assets.first({ _id: id, userId });

  return {
    get,

    newest: (userId, limit) => assets.many({ userId }, { sort: { createdAt: -1, _id: 1 }, limit }),

    newestOf: (userId, promptCode) =>
      assets.first(
        { userId, promptCode, status: { $in: ['Draft', 'Implemented'] } },
        { sort: { createdAt: -1, _id: 1 } },
      ),

    wentLive: (userId, sinceMs, limit) =>
      assets.many(
        { userId, implementedAt: { $gte: sinceMs } },
        { sort: { implementedAt: -1, _id: 1 }, limit },
      ),

    openedIn: (userId, threadKey, limit) =>
      assets.many({ userId, threadKey }, { sort: { openedAt: -1, _id: 1 }, limit }),

    async noteOpened(userId, assetId, threadKey, atMs) {
      await assets.update(
        { _id: assetId, userId, $or: [{ openedAt: { $exists: false } }, { openedAt: { $lte: atMs } }] },
        { $set: { threadKey, openedAt: atMs } },
      );
    },

    async change(userId, assetId, { implementedAt, channel, ...change }, atMs) {
      const gone = {
        ...(implementedAt === null ? { implementedAt: 1 } : {}),
        ...(channel === '' ? { channel: 1 } : {}),
      };
      await assets.update(
        { _id: assetId, userId },
        {
          $set: {
            ...change,
            ...(typeof implementedAt === 'number' ? { implementedAt } : {}),
            ...(channel ? { channel } : {}),
            lastUpdatedAt: atMs,
          },
          ...(Object.keys(gone).length > 0 ? { $unset: gone } : {}),
        },
      );
      return get(userId, assetId);
    },

    async keepVersion(version) {
      const { userId, assetId } = version;
      const asset = await get(userId, assetId);
      if (!asset) return undefined;
      await versions.insertNew([firstVersion(asset)]);
      const number = (await versions.count({ userId, assetId })) + 1;
      await versions.insertNew([{ ...version, number }]);
      const { _id, content, promptExecutionId, createdAt } =
        (await versions.first({ _id: version._id, userId })) ?? version;
      if (promptExecutionId !== undefined)
        await executions.update(
          { _id: promptExecutionId, userId },
          { $set: { refinedOutputAssetId: assetId } },
        );
      // An attempt that is begun again must not undo what has been changed since.
      const newest = await versions.first({ userId, assetId }, { sort: { number: -1, _id: -1 } });
      if (newest?._id === _id) {
        const from = promptExecutionId === undefined ? {} : { promptExecutionId };
        await assets.update(
          { _id: assetId, userId },
          { $set: { content, lastUpdatedAt: createdAt, ...from } },
        );
      }
      return get(userId, assetId);
    },

    async versions(userId, assetId, limit) {
      const newest = await versions.many({ userId, assetId }, { sort: { number: -1, _id: -1 }, limit });
      return newest.reverse();
    },
  };
}

/** The wording before the first change: kept with that change, from the asset itself. */
function firstVersion({
  _id,
  userId,
  content,
  promptExecutionId,
  createdAt,
}: UserGeneratedAsset): AssetVersion {
  return {
    _id: stableId('asset-version', _id, 'first'),
    userId,
    assetId: _id,
    number: 1,
    content,
    ...(promptExecutionId === undefined ? {} : { promptExecutionId }),
    how: 'saved',
    createdAt,
  };
}
