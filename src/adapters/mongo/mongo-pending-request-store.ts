import {
  type PendingRequest,
  pendingRequestSchema,
  pendingRequestsTable,
} from '../../domain/pending-request.ts';
import type { PendingRequestStore } from '../../ports/pending-request-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

const answerSchema = pendingRequestSchema
  .pick({ answeredBy: true, inputs: true, elevateStep: true })
  .required({
    answeredBy: true,
    inputs: true,
  });

export function createMongoPendingRequestStore(
  models: Pick<StoreModels, 'pendingRequests'>,
): PendingRequestStore {
  const pendingRequests = storedTable(pendingRequestsTable, models.pendingRequests);
  const get = (userId: string, id: string): Promise<PendingRequest | undefined> =>
    pendingRequests.first({ _id: id, userId });

  return {
    async put(request) {
      await pendingRequests.insertNew([request]);
    },

    async answer({ _id, userId }, answer) {
      await pendingRequests.claim(
        { _id, userId, answeredBy: { $exists: false } },
        { $set: answerSchema.parse(answer) },
      );
      const request = await get(userId, _id);
      if (!request) throw new Error(`pendingRequests ${_id} is not there to be answered.`);
      return request;
    },

    get,
  };
}
