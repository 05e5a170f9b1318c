import {
  type PlaygroundMessage,
  playgroundMessageSchema,
  playgroundMessagesTable,
  playgroundReadersTable,
} from '../../domain/playground-message.ts';
import { everyone, type PlaygroundStore } from '../../ports/playground-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

const idOnly = playgroundMessageSchema.pick({ _id: true });
const optionalFields = Object.entries(playgroundMessageSchema.shape)
  .filter(([, schema]) => schema.safeParse(undefined).success)
  .map(([name]) => name);
const revisionOnly = playgroundMessageSchema.pick({ _id: true, revision: true });

interface Waiting {
  message: Omit<PlaygroundMessage, 'revision'>;
  resolve(message: PlaygroundMessage): void;
  reject(reason: unknown): void;
}

/** Revisions are counted in the process, above the highest that is stored: two that write at once may give one twice. */
export function createMongoPlaygroundStore(
  models: Pick<StoreModels, 'playgroundMessages' | 'playgroundReaders'>,
): PlaygroundStore {
  const messages = storedTable(playgroundMessagesTable, models.playgroundMessages);
  const readers = storedTable(playgroundReadersTable, models.playgroundReaders);
  let waiting: Waiting[] = [];
  let writing = false;
  /** The highest revision given, stored or on its way. */
  let given = 0;
  /** The highest revision seen in the store. */
  let stored = 0;

  /** Looks above what is known only: the embedded store sorts in memory what a search finds. */
  async function lastRevision(): Promise<number> {
    const [last] = await messages.glimpse(
      revisionOnly,
      { revision: { $gt: stored } },
      { sort: { revision: -1 }, limit: 1 },
    );
    stored = Math.max(stored, last?.revision ?? 0);
    return stored;
  }

  /**
   * One write after another, in the order of the revisions: whoever has seen a revision has seen all before it. What
   * arrives during a write goes into the next one together.
   */
  async function writeAll(): Promise<void> {
    if (writing) return;
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const numbered = await numberedFrom(batch);
        await putInOrder(numbered);
        batch.forEach((one, index) => {
          const message = numbered[index];
          if (message) one.resolve(message);
        });
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    writing = false;
  }

  /** Inserts each, or puts it in place of the one of the same `_id`. */
  async function putInOrder(numbered: PlaygroundMessage[]): Promise<void> {
    const operations = numbered.map((message) => {
      const { _id, postedAt, ...fields } = playgroundMessageSchema.parse(message);
      const present = new Map<string, unknown>(Object.entries(fields));
      const absent = optionalFields.filter((name) => present.get(name) === undefined);
      const change = {
        $set: fields,
        $setOnInsert: { postedAt },
        ...(absent.length > 0 && { $unset: Object.fromEntries(absent.map((name) => [name, 1])) }),
      };
      return { updateOne: { filter: { _id }, update: change, upsert: true } };
    });
    await models.playgroundMessages.collection.bulkWrite(operations as never, {
      ordered: true,
      ignoreUndefined: true,
    });
  }

  async function numberedFrom(batch: Waiting[]): Promise<PlaygroundMessage[]> {
    given = Math.max(given, await lastRevision());
    // Also when the write fails its numbers are spent: some of it may have arrived.
    const numbered = batch.map(({ message }) => {
      given += 1;
      return { ...message, revision: given };
    });
    return numbered;
  }

  return {
    async put(message) {
      playgroundMessageSchema.parse({ ...message, revision: 0 });
      if (message.thread.audience === 'direct' && message.visibleTo === everyone) {
        throw new Error(
          `playgroundMessages ${message._id} is of a direct message and cannot be for everyone.`,
        );
      }
      return new Promise((resolve, reject) => {
        waiting.push({ message, resolve, reject });
        void writeAll();
      });
    },

    async has(id) {
      return (await messages.glimpse(idOnly, { _id: id, finished: true }, { limit: 1 })).length > 0;
    },

    since: (revision, visibleTo, limit) =>
      messages.many(
        { revision: { $gt: revision }, ...(visibleTo === undefined ? {} : visible(visibleTo)) },
        { sort: { revision: 1 }, limit },
      ),

    async latest(visibleTo, limit) {
      const last = await lastRevision();
      // Most often the last few hundred hold what is asked for, and only they are sorted.
      for (let span = Math.max(200, 2 * limit); ; span *= 8) {
        const newest = await messages.many(
          {
            revision: { $gt: last - span },
            ...visible(visibleTo),
          },
          { sort: { revision: -1 }, limit },
        );
        if (newest.length === limit || span >= last) return newest;
      }
    },

    inPlace: (place, visibleTo, limit) =>
      messages.many({ 'thread.place': place, ...visible(visibleTo) }, { sort: { revision: -1 }, limit }),

    async inThread(place, root, visibleTo, limit) {
      const newest = await messages.many(
        { 'thread.place': place, 'thread.root': root, ...visible(visibleTo) },
        { sort: { revision: -1 }, limit },
      );
      return newest.reverse().sort((a, b) => a.postedAt - b.postedAt);
    },

    get: (id, visibleTo) => messages.first({ _id: id, ...visible(visibleTo) }),

    lastRevision,

    async seen(reader) {
      return (await readers.first({ _id: reader }))?.seenRevision;
    },

    async setSeen(reader, seenRevision) {
      const there = () => readers.update({ _id: reader }, { $set: { seenRevision } });
      if (await there()) return;
      const [isNew] = await readers.insertNew([{ _id: reader, seenRevision }]);
      if (!isNew) await there();
    },
  };
}

function visible(accountId: string) {
  return { visibleTo: { $in: [accountId, everyone] } };
}
