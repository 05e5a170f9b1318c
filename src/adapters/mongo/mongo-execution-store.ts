import { elevateSteps } from '../../domain/elevate-step.ts';
import { type UserGeneratedAsset, userGeneratedAssetsTable } from '../../domain/user-generated-asset.ts';
import {
  type UserPromptExecution,
  userPromptExecutionSchema,
  userPromptExecutionsTable,
} from '../../domain/user-prompt-execution.ts';
import type { ExecutionStore } from '../../ports/execution-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

const endSchema = userPromptExecutionSchema.pick({
  status: true,
  aiResponse: true,
  aiResponseTimestamp: true,
  usage: true,
  costMinorUnits: true,
  model: true,
  durationMs: true,
  answerSource: true,
  errorReason: true,
});

export function createMongoExecutionStore(
  models: Pick<StoreModels, 'userPromptExecutions' | 'userGeneratedAssets'>,
): ExecutionStore {
  const executions = storedTable(userPromptExecutionsTable, models.userPromptExecutions);
  const assets = storedTable(userGeneratedAssetsTable, models.userGeneratedAssets);

  const get = (userId: string, id: string): Promise<UserPromptExecution | undefined> =>
    executions.first({ _id: id, userId });
  const getAsset = (userId: string, id: string): Promise<UserGeneratedAsset | undefined> =>
    assets.first({ _id: id, userId });

  return {
    async begin(execution) {
      const { _id, userId } = execution;
      const [isNew] = await executions.insertNew([{ ...execution, attempts: execution.attempts ?? 1 }]);
      if (!isNew) await executions.update({ _id, userId, status: 'Pending' }, { $inc: { attempts: 1 } });
      const kept = await get(userId, _id);
      if (!kept) throw new Error(`userPromptExecutions ${_id} belongs to another user.`);
      return kept;
    },

    async finish(executionId, end) {
      await executions.update({ _id: executionId, status: 'Pending' }, { $set: endSchema.parse(end) });
      const execution = await executions.first({ _id: executionId });
      if (!execution) throw new Error(`userPromptExecutions ${executionId} is not there to be ended.`);
      return execution;
    },

    get,

    rate: (userId, executionId, feedback) =>
      executions.update({ _id: executionId, userId }, { $set: { feedback } }),

    async saveAsset(asset) {
      const { _id, userId, promptExecutionId } = asset;
      if (promptExecutionId !== undefined) {
        const execution = await get(userId, promptExecutionId);
        if (!execution)
          throw new Error(`userPromptExecutions ${promptExecutionId} of this user is not there.`);
        const savedAs = execution.refinedOutputAssetId;
        const saved = savedAs === undefined ? undefined : await getAsset(userId, savedAs);
        if (saved) return saved;
      }
      await assets.insertNew([asset]);
      if (promptExecutionId !== undefined) {
        await executions.update({ _id: promptExecutionId, userId }, { $set: { refinedOutputAssetId: _id } });
      }
      const kept = await getAsset(userId, _id);
      if (!kept) throw new Error(`userGeneratedAssets ${_id} belongs to another user.`);
      return kept;
    },

    async saveItems(userId, executionId, items) {
      const execution = await get(userId, executionId);
      if (!execution) throw new Error(`userPromptExecutions ${executionId} of this user is not there.`);
      await assets.insertNew(items);
      await executions.claim(
        { _id: executionId, userId, refinedOutputAssetId: { $exists: false } },
        { $set: { refinedOutputAssetId: items[0]?._id } },
      );
      const kept = await assets.many({ userId, _id: { $in: items.map(({ _id }) => _id) } });
      return items.flatMap(({ _id }) => kept.find((asset) => asset._id === _id) ?? []);
    },

    async activity(userId) {
      const [runs, saved] = await Promise.all(
        [executions, assets].map((table) => table.countBy('elevateStep', { userId })),
      );
      return elevateSteps.flatMap(({ step }) => {
        const counts = { runs: runs?.get(step) ?? 0, saved: saved?.get(step) ?? 0 };
        return counts.runs + counts.saved > 0 ? [{ step, ...counts }] : [];
      });
    },
  };
}
