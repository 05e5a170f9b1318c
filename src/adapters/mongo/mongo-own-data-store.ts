import type { Model } from 'mongoose';
import { z } from 'zod';
import { accountsTable } from '../../domain/account.ts';
import {
  type Belonging,
  belongings,
  type CollectionName,
  type Mark,
  type Naming,
  nobody,
} from '../../domain/belonging.ts';
import {
  conversationParticipantSchema,
  conversationParticipantsTable,
  conversationSchema,
  conversationsTable,
} from '../../domain/conversation.ts';
import type { Erasure, Whose } from '../../domain/erasure.ts';
import { inboxEntrySchema, inboxTable } from '../../domain/inbox-entry.ts';
import type { Table } from '../../domain/table.ts';
import { allTables } from '../../domain/tables.ts';
import { threadsTable } from '../../domain/thread.ts';
import type { OwnDataStore, OwnRows, RowCounts } from '../../ports/own-data-store.ts';
import type { StoreModels } from './store-models.ts';
import { type StoredTable, storedTable } from './stored-table.ts';

type Filter = Record<string, unknown>;
type Row = { _id: string } & Record<string, unknown>;

const idOnly = z.strictObject({ _id: z.string() });
const participation = conversationParticipantSchema.pick({ _id: true, conversationId: true });
const audienceOnly = conversationSchema.pick({ _id: true, audience: true });
const threadOnly = inboxEntrySchema.pick({ _id: true, threadKey: true, incoming: true });
const leaseOnly = inboxEntrySchema.pick({ _id: true, threadKey: true, leaseToken: true });

/** Keys in one search. */
const keysAtOnce = 500;
/** Each pass finds what was written during the one before; work of theirs has ended by then. */
const mostPasses = 6;

/** In the order of `belongings`. */
const collections = Object.entries(belongings) as Array<[CollectionName, Belonging]>;

export function createMongoOwnDataStore(models: StoreModels): OwnDataStore {
  const participants = storedTable(conversationParticipantsTable, models.conversationParticipants);
  const conversations = storedTable(conversationsTable, models.conversations);
  const accounts = storedTable(accountsTable, models.accounts);
  const inbox = storedTable(inboxTable, models.inbox);
  const threads = storedTable(threadsTable, models.threads);
  const tables = new Map<CollectionName, StoredTable<Row>>(
    allTables.map((table) => [table.name, anyTable(table, models[table.name])]),
  );

  function stored(name: CollectionName): StoredTable<Row> {
    const table = tables.get(name);
    if (!table) throw new Error(`There is no collection ${name}.`);
    return table;
  }

  async function whose({ personId, userId }: { personId: string; userId: string }): Promise<Whose> {
    const theirs = (await accounts.many({ personId })).map(({ surface, accountId }) => ({
      surface,
      accountId,
    }));
    const taken = await participants.glimpse(participation, { personId });
    const keys = [...new Set(taken.map(({ conversationId }) => conversationId))];
    const known = await Promise.all(
      inPieces(keys).map((some) => conversations.glimpse(audienceOnly, { _id: { $in: some } })),
    );
    // What was never answered leads to no conversation.
    const waiting = await Promise.all(
      theirs.map(({ surface, accountId }) =>
        inbox.glimpse(threadOnly, {
          'incoming.author.accountId': accountId,
          'incoming.author.surface': surface,
        }),
      ),
    );
    const direct = [
      ...known
        .flat()
        .filter(({ audience }) => audience === 'direct')
        .map(({ _id }) => _id),
      ...waiting
        .flat()
        .filter(({ incoming }) => incoming.thread.audience === 'direct')
        .map(({ threadKey }) => threadKey),
    ];
    const all = [...keys, ...waiting.flat().map(({ threadKey }) => threadKey)];
    return {
      personId,
      userId,
      accounts: theirs,
      directThreads: [...new Set(direct)],
      threads: [...new Set(all)],
    };
  }

  async function remove(
    person: Whose,
    { askedAt, traces }: Pick<Erasure, 'askedAt' | 'traces'>,
    lost: AbortSignal,
  ) {
    const counts: RowCounts = {};
    const left: Partial<Record<CollectionName, Filter>> = {
      inbox: { _id: { $nin: traces.map(({ eventId }) => eventId) }, receivedAt: { $lte: askedAt } },
      outbox: { inReplyTo: { $nin: traces.map(({ eventId }) => eventId) } },
    };
    const leased = new Set(traces.map(({ threadKey }) => threadKey));
    const reached = { ...person, directThreads: person.directThreads.filter((key) => !leased.has(key)) };
    for (const [name, belonging] of collections) {
      const table = stored(name);
      for (const filter of filtersOf(belonging.theirs, name === 'threads' ? reached : person)) {
        if (lost.aborted) return counts;
        await release(belonging, filter, table);
        const went = await table.remove({ ...filter, ...left[name] });
        if (went > 0) counts[name] = (counts[name] ?? 0) + went;
      }
      for (const naming of belonging.naming ?? []) {
        for (const filter of filtersOf([naming], person)) {
          for (const row of await table.many(filter)) await unname(row, naming, person.personId, table);
        }
      }
    }
    return counts;
  }

  /** What points at rows that are about to go. */
  async function release({ pointedAtBy = [] }: Belonging, filter: Filter, table: StoredTable<Row>) {
    if (pointedAtBy.length === 0) return;
    for (const { _id } of await table.glimpse(idOnly, filter)) {
      for (const { collection, field } of pointedAtBy) {
        const pointing = await stored(collection).glimpse(idOnly, { [field]: _id });
        for (const row of pointing) await stored(collection).update(row, { $unset: { [field]: 1 } });
      }
    }
  }

  /** Their turns that other processes work on: those see at their next heartbeat that the thread is theirs no more. */
  async function takeWork(person: Whose, traces: Erasure['traces']): Promise<void> {
    for (const { surface, accountId } of person.accounts) {
      const begun = await inbox.glimpse(leaseOnly, {
        'incoming.author.accountId': accountId,
        'incoming.author.surface': surface,
        state: 'waiting',
        leaseToken: { $gt: '' },
      });
      for (const { _id, threadKey, leaseToken } of begun) {
        if (traces.some(({ eventId }) => eventId === _id)) continue;
        await threads.update(
          { _id: threadKey, ...(leaseToken === undefined ? {} : { leaseToken }) },
          { $set: { leaseExpiresAt: 0 }, $unset: { leaseToken: 1, leaseHolder: 1 } },
        );
      }
    }
  }

  return {
    whose,

    async read(person) {
      const found: OwnRows[] = [];
      for (const [collection, { theirs, naming = [] }] of collections) {
        const table = stored(collection);
        const own = await distinct(filtersOf(theirs, person), (filter) => table.many(filter));
        const namedIn = await Promise.all(
          naming.map(async (one) => {
            const rows = await distinct(filtersOf([one], person), (filter) => table.many(filter));
            return rows.map(({ _id }) => ({ _id, [one.field]: mentionOf(one, person.personId) }));
          }),
        );
        if (own.length > 0 || namedIn.flat().length > 0)
          found.push({ collection, theirs: own, namedIn: namedIn.flat() });
      }
      return found;
    },

    async count(person) {
      const counts: RowCounts = {};
      for (const [name, { theirs }] of collections) {
        const ids = await distinct(filtersOf(theirs, person), (filter) =>
          stored(name).glimpse(idOnly, filter),
        );
        if (ids.length > 0) counts[name] = ids.length;
      }
      return counts;
    },

    async erase(person, erasure, lost) {
      await takeWork(person, erasure.traces);
      const counts: RowCounts = {};
      for (let pass = 0; pass < mostPasses && !lost.aborted; pass += 1) {
        const went = await remove(person, erasure, lost);
        for (const [name, count] of Object.entries(went)) counts[name] = (counts[name] ?? 0) + count;
        if (Object.keys(went).length === 0) break;
      }
      return counts;
    },

    async dropTrace({ eventId, threadKey }) {
      const [entry] = await inbox.many({ _id: eventId });
      const outbox = stored('outbox');
      const open = await outbox.count({
        inReplyTo: eventId,
        state: { $in: ['growing', 'waiting', 'unknown'] },
      });
      if (entry?.state === 'waiting' || open > 0) return false;
      const thread = await threads.first({ _id: threadKey });
      if (thread && (thread.leaseExpiresAt > 0 || thread.leaseToken !== undefined)) return false;
      await outbox.remove({ inReplyTo: eventId });
      if (thread?.thread.audience === 'direct') await threads.remove({ _id: threadKey, leaseExpiresAt: 0 });
      await inbox.remove({ _id: eventId });
      return true;
    },
  };
}

/** Rows as they are: what cannot be read any more is its person's all the same, to be had and to be deleted. */
const anyRow = z.looseObject({ _id: z.string() });

function anyTable(table: Table, model: unknown): StoredTable<Row> {
  return storedTable({ ...table, schema: anyRow }, model as Model<Row>);
}

function filtersOf(marks: readonly Mark[], person: Whose): Filter[] {
  return marks.flatMap((mark) => matches(mark, person).map((filter) => ({ ...filter, ...mark.where })));
}

function matches({ field, by, within, surface, surfaceField }: Mark, person: Whose): Filter[] {
  const { personId, userId, accounts } = person;
  switch (by) {
    case 'user':
      return [{ [field]: userId }];
    case 'person':
      return within === undefined
        ? [{ [field]: personId }]
        : inPieces(person.threads).map((keys) => ({ [within]: { $in: keys }, [field]: personId }));
    case 'account':
      return accounts
        .filter((account) => surface === undefined || account.surface === surface)
        .map((account) => ({
          [field]: account.accountId,
          ...(surfaceField === undefined ? {} : { [surfaceField]: account.surface }),
        }));
    case 'account-prefix':
      // "}" is what comes after "|".
      return accounts.map((account) => {
        const name = `${account.surface}:${account.accountId}`;
        return { [field]: { $gte: `${name}|`, $lt: `${name}}` } };
      });
    case 'slack-user':
      return accounts.flatMap((account) => {
        const [team, user] = account.accountId.split(':');
        return account.surface === 'slack' && team && user ? [{ _id: team, [field]: user }] : [];
      });
    case 'terminal':
      return accounts
        .filter((account) => account.surface === 'playground')
        .map((account) => ({ [field]: `terminal:${account.accountId}` }));
    case 'direct-thread':
      return inPieces(person.directThreads).map((keys) => ({ [field]: { $in: keys } }));
  }
}

function mentionOf({ by, how }: Naming, personId: string): unknown {
  if (by !== 'person') return true;
  return how === 'pull' ? [personId] : personId;
}

async function unname(
  row: Row,
  { field, how, alsoUnset = [] }: Naming,
  personId: string,
  table: StoredTable<Row>,
): Promise<void> {
  const list = row[field];
  const gone = [...(how === 'unset' ? [field] : []), ...alsoUnset];
  const unset = gone.length === 0 ? {} : { $unset: Object.fromEntries(gone.map((name) => [name, 1])) };
  const others = Array.isArray(list) ? list.filter((one) => one !== personId) : [];
  const set = how === 'unset' ? {} : { $set: { [field]: how === 'pull' ? others : nobody } };
  // Where the list has changed meanwhile, the next pass finds it again.
  await table.update({ _id: row._id, [field]: list }, { ...set, ...unset });
}

async function distinct<Found extends { _id: string }>(
  filters: Filter[],
  find: (filter: Filter) => Promise<Found[]>,
): Promise<Found[]> {
  const rows = new Map<string, Found>();
  for (const filter of filters) for (const row of await find(filter)) rows.set(row._id, row);
  return [...rows.values()];
}

function inPieces(keys: readonly string[]): string[][] {
  const pieces: string[][] = [];
  for (let start = 0; start < keys.length; start += keysAtOnce)
    pieces.push(keys.slice(start, start + keysAtOnce));
  return pieces;
}
