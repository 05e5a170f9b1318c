import { inboxEntrySchema, inboxTable } from '../../domain/inbox-entry.ts';
import { threadKeyOf } from '../../domain/thread-ref.ts';
import type { InboxStore } from '../../ports/inbox-store.ts';
import { earliestThreads, longestDue } from './earliest-threads.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

const stateOnly = inboxEntrySchema.pick({ _id: true, state: true });
const threadAndTime = inboxEntrySchema.pick({ _id: true, threadKey: true, receivedAt: true });

export function createMongoInboxStore(models: Pick<StoreModels, 'inbox'>): InboxStore {
  const inbox = storedTable(inboxTable, models.inbox);

  return {
    async accept(events, nowMs) {
      const isNew = await inbox.insertNew(
        events.map((event) => ({
          _id: event.id,
          threadKey: threadKeyOf(event.thread),
          position: event.position,
          incoming: event,
          state: 'waiting',
          attempts: 0,
          // At once, whatever the clocks of other machines say.
          nextAttemptAt: 0,
          receivedAt: nowMs,
        })),
      );
      return isNew.map((kept) => (kept ? 'kept' : 'known'));
    },

    async threadsWithWork(nowMs, limit) {
      const due = await inbox.glimpse(
        threadAndTime,
        { state: 'waiting', nextAttemptAt: { $lte: nowMs } },
        longestDue,
      );
      return earliestThreads(
        due.map(({ threadKey, receivedAt }) => ({ threadKey, since: receivedAt })),
        limit,
      );
    },

    first: (threadKey) => inbox.first({ threadKey, state: 'waiting' }, { sort: { position: 1 } }),

    begin: (id, leaseToken) =>
      inbox.claim({ _id: id, state: 'waiting' }, { $set: { leaseToken }, $inc: { attempts: 1 } }),

    finish: (id, leaseToken, state, nowMs) =>
      inbox.claim(
        { _id: id, state: 'waiting', leaseToken },
        { $set: { state, finishedAt: nowMs }, $unset: { leaseToken: 1 } },
      ),

    postpone: (id, leaseToken, atMs) =>
      inbox.claim(
        { _id: id, state: 'waiting', leaseToken },
        { $set: { nextAttemptAt: atMs }, $unset: { leaseToken: 1 } },
      ),

    async stateOf(id) {
      const [entry] = await inbox.glimpse(stateOnly, { _id: id }, { limit: 1 });
      return entry?.state;
    },

    sweep: (finishedBeforeMs) => inbox.remove({ finishedAt: { $lt: finishedBeforeMs } }),
  };
}
