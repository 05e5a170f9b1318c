import { threadSchema, threadsTable } from '../../domain/thread.ts';
import { threadKeyOf } from '../../domain/thread-ref.ts';
import type { ThreadStore } from '../../ports/thread-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

const holderOnly = threadSchema.pick({ _id: true, leaseHolder: true });
const wishOnly = threadSchema.pick({ _id: true, abortRequestedAt: true, abortRequestedBy: true });

const freed = { $set: { leaseExpiresAt: 0 }, $unset: { leaseToken: 1, leaseHolder: 1 } } as const;

export function createMongoThreadStore(models: Pick<StoreModels, 'threads'>): ThreadStore {
  const threads = storedTable(threadsTable, models.threads);

  return {
    async lease(thread, token, holder, nowMs, expiresAtMs) {
      const threadKey = threadKeyOf(thread);
      const lease = { leaseToken: token, leaseHolder: holder, leaseExpiresAt: expiresAtMs };
      // A wish was about the work of the lease before: a new lease starts without it.
      const taken = await threads.claim(
        { _id: threadKey, leaseExpiresAt: { $lte: nowMs } },
        { $set: lease, $unset: { abortRequestedAt: 1, abortRequestedBy: 1 } },
      );
      if (taken) return true;
      const [isNew = false] = await threads.insertNew([{ _id: threadKey, thread, ...lease }]);
      return isNew;
    },

    async renew({ threadKey, token }, expiresAtMs) {
      const mine = { _id: threadKey, leaseToken: token };
      if (!(await threads.update(mine, { $set: { leaseExpiresAt: expiresAtMs } }))) {
        return { held: false };
      }
      const [thread] = await threads.glimpse(wishOnly, mine, { limit: 1 });
      if (thread?.abortRequestedAt === undefined || thread.abortRequestedBy === undefined) {
        return { held: thread !== undefined };
      }
      return { held: true, stop: { accountId: thread.abortRequestedBy, saidAtMs: thread.abortRequestedAt } };
    },

    async release({ threadKey, token }) {
      await threads.update({ _id: threadKey, leaseToken: token }, freed);
    },

    requestStop: (threadKey, { accountId, saidAtMs }, nowMs) =>
      threads.update(
        { _id: threadKey, leaseExpiresAt: { $gt: nowMs } },
        { $set: { abortRequestedAt: saidAtMs, abortRequestedBy: accountId } },
      ),

    async holders(nowMs) {
      // Free threads name no holder, so the index over holders leads to the few that are held.
      const held = await threads.glimpse(holderOnly, {
        leaseHolder: { $gt: '' },
        leaseExpiresAt: { $gt: nowMs },
      });
      return [...new Set(held.flatMap(({ leaseHolder = [] }) => leaseHolder))];
    },

    async releaseHeldBy(holder) {
      const held = await threads.glimpse(holderOnly, { leaseHolder: holder });
      const verdicts = await Promise.all(
        held.map(({ _id }) => threads.claim({ _id, leaseHolder: holder }, freed)),
      );
      return verdicts.filter(Boolean).length;
    },
  };
}
