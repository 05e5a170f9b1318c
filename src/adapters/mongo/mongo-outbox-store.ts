import { type OutboxEntry, outboxEntrySchema, outboxTable } from '../../domain/outbox-entry.ts';
import { replyPartSchema } from '../../domain/reply.ts';
import type { OutboxStore } from '../../ports/outbox-store.ts';
import { earliestThreads, longestDue } from './earliest-threads.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

const threadAndTime = outboxEntrySchema.pick({ _id: true, threadKey: true, cause: true, createdAt: true });

const deliverable: OutboxEntry['state'][] = ['waiting', 'unknown'];
const undelivered: OutboxEntry['state'][] = ['growing', ...deliverable];

const holderOnly = outboxEntrySchema.pick({ _id: true, claimHolder: true });

export function createMongoOutboxStore(models: Pick<StoreModels, 'outbox'>): OutboxStore {
  const outbox = storedTable(outboxTable, models.outbox);

  /** The entry as it is kept then: with this content, unless an earlier attempt has ended it already. */
  async function endGrowth(entry: OutboxEntry): Promise<OutboxEntry> {
    const { _id, content, position, nextAttemptAt } = entry;
    const end = { content: replyPartSchema.parse(content), position, nextAttemptAt };
    const named = { _id, state: 'growing', platformMessageId: { $exists: true } };
    const endAs = (filter: object, state: OutboxEntry['state']) =>
      outbox.update(filter, { $set: { ...end, state }, $unset: { leaseToken: 1 } });
    // One without an id may have been shown all the same, by an attempt that died before it could tell.
    const ended = (await endAs(named, 'waiting')) || (await endAs({ _id, state: 'growing' }, 'unknown'));
    return ended ? entry : ((await outbox.first({ _id })) ?? entry);
  }

  return {
    async put(entries) {
      const isNew = await outbox.insertNew(entries);
      return Promise.all(entries.map((entry, index) => (isNew[index] ? entry : endGrowth(entry))));
    },

    async open(entry) {
      const [isNew] = await outbox.insertNew([entry]);
      if (isNew) return { entry, isNew };
      const { leaseToken } = entry;
      if (leaseToken !== undefined) {
        await outbox.update({ _id: entry._id, state: 'growing' }, { $set: { leaseToken } });
      }
      // Swept between two attempts: then nothing of the first is left to go on with.
      return { entry: (await outbox.first({ _id: entry._id })) ?? entry, isNew: false };
    },

    async nameGrowing(id, platformMessageId) {
      // The first name stays: a message already there is what later text goes into.
      await outbox.update(
        { _id: id, state: { $in: undelivered }, platformMessageId: { $exists: false } },
        { $set: { platformMessageId } },
      );
    },

    get: (id) => outbox.first({ _id: id }),

    async threadsWithWork(nowMs, limit) {
      const due = await outbox.glimpse(
        threadAndTime,
        { state: { $in: deliverable }, nextAttemptAt: { $lte: nowMs }, claimedUntil: { $lte: nowMs } },
        longestDue,
      );
      const since = due.map(({ threadKey, cause, createdAt }) => ({ threadKey, cause, since: createdAt }));
      const replies = earliestThreads(
        since.filter(({ cause }) => cause === 'message'),
        limit,
      );
      const others = earliestThreads(since, limit);
      return [...new Set([...replies, ...others])].slice(0, limit);
    },

    first: (threadKey) => outbox.first({ threadKey, state: { $in: undelivered } }, { sort: { position: 1 } }),

    async claim(id, { token, holder, untilMs }, nowMs) {
      const free = { _id: id, state: { $in: deliverable }, claimedUntil: { $lte: nowMs } };
      const claim = { claimToken: token, claimHolder: holder, claimedUntil: untilMs };
      const taken =
        (await outbox.claim(
          { ...free, claimToken: { $exists: false } },
          { $set: claim, $inc: { attempts: 1 } },
        )) ||
        // A claim that ran out: its deliverer may have died between sending and saying so.
        (await outbox.claim(
          { ...free, claimToken: { $exists: true } },
          { $set: { ...claim, state: 'unknown' }, $inc: { attempts: 1 } },
        ));
      return taken ? outbox.first({ _id: id, claimToken: token }) : undefined;
    },

    async holders(nowMs) {
      const claimed = await outbox.glimpse(holderOnly, {
        state: { $in: deliverable },
        claimedUntil: { $gt: nowMs },
      });
      return [...new Set(claimed.flatMap(({ claimHolder = [] }) => claimHolder))];
    },

    async releaseHeldBy(holder) {
      const held = { state: { $in: deliverable }, claimHolder: holder };
      const claimed = await outbox.glimpse(holderOnly, held);
      // The token stays: it says that somebody may have died between sending and saying so.
      const freed = await Promise.all(
        claimed.map(({ _id }) => outbox.update({ _id, ...held }, { $set: { claimedUntil: 0 } })),
      );
      return freed.filter(Boolean).length;
    },

    async delivered(id, token, platformMessageId, nowMs) {
      await outbox.update(
        { _id: id, claimToken: token },
        {
          $set: { state: 'delivered', platformMessageId, finishedAt: nowMs, claimedUntil: 0 },
          $unset: { claimToken: 1, claimHolder: 1 },
        },
      );
    },

    async postpone(id, token, state, atMs) {
      await outbox.update(
        { _id: id, claimToken: token },
        { $set: { state, nextAttemptAt: atMs, claimedUntil: 0 }, $unset: { claimToken: 1, claimHolder: 1 } },
      );
    },

    async giveUp(id, token, nowMs) {
      await outbox.update(
        { _id: id, claimToken: token },
        {
          $set: { state: 'failed', finishedAt: nowMs, claimedUntil: 0 },
          $unset: { claimToken: 1, claimHolder: 1 },
        },
      );
    },

    causedBy: (inReplyTo) => outbox.many({ inReplyTo }, { sort: { position: 1 } }),

    openFor: (inReplyTo) => outbox.count({ inReplyTo, state: { $in: undelivered } }),

    sweep: (finishedBeforeMs) => outbox.remove({ finishedAt: { $lt: finishedBeforeMs } }),
  };
}
