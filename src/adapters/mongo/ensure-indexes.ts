import { isDeepStrictEqual } from 'node:util';
import type { Connection } from 'mongoose';
import type { Table, TableIndex } from '../../domain/table.ts';

type Database = NonNullable<Connection['db']>;

/**
 * Makes the indexes that the tables name and the database lacks, each collection with its first index. One that is
 * there under the same name over other fields is made anew; indexes that no table names are left alone. Quick when
 * nothing is missing; may be done by several processes at once. Returns how many were made.
 */
export async function ensureIndexes(connection: Connection, tables: readonly Table[]): Promise<number> {
  const { db } = connection;
  if (!db) throw new Error('Indexes are made on an open connection.');
  const present = await db.listCollections({}, { nameOnly: true }).toArray();
  const names = new Set(present.map(({ name }) => name));
  const made = await Promise.all(tables.map((table) => ensureIndexesOf(db, table, names.has(table.name))));
  return made.reduce((sum, count) => sum + count, 0);
}

/** What `ensureIndexes` would make, as `collection.index`. Changes nothing. */
export async function missingIndexes(connection: Connection, tables: readonly Table[]): Promise<string[]> {
  const { db } = connection;
  if (!db) throw new Error('Indexes are read on an open connection.');
  const present = await db.listCollections({}, { nameOnly: true }).toArray();
  const names = new Set(present.map(({ name }) => name));
  const missing = await Promise.all(
    tables.map(async (table) => {
      const { lacking } = await compareIndexes(db, table, names.has(table.name));
      return lacking.map(({ name }) => `${table.name}.${name}`);
    }),
  );
  return missing.flat();
}

async function compareIndexes(db: Database, table: Table, exists: boolean) {
  const there = exists ? await db.collection(table.name).listIndexes().toArray() : [];
  return { there, lacking: table.indexes.filter((index) => !there.some((other) => isSame(index, other))) };
}

async function ensureIndexesOf(db: Database, table: Table, exists: boolean): Promise<number> {
  const collection = db.collection(table.name);
  const { there, lacking: missing } = await compareIndexes(db, table, exists);
  if (missing.length === 0) return 0;
  for (const { name } of missing) {
    if (there.some((other) => other.name === name)) await collection.dropIndex(name);
  }
  await collection.createIndexes(
    missing.map(({ name, keys, unique }) => ({ name, key: keys, ...(unique ? { unique } : {}) })),
  );
  return missing.length;
}

/** Order matters: an index leads from its first key to its last. */
function isSame(index: TableIndex, there: { key: Record<string, unknown>; unique?: boolean }): boolean {
  const keys = Object.entries(there.key).map(([name, direction]) => [name, Number(direction)]);
  return (
    isDeepStrictEqual(Object.entries(index.keys), keys) && (index.unique ?? false) === (there.unique ?? false)
  );
}
