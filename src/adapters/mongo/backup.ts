import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import mongoose from 'mongoose';
import { firstVersion, latestVersion, readVersion } from './schema-version.ts';
import { StoreError } from './store-error.ts';

const { EJSON } = mongoose.mongo.BSON;
type Db = mongoose.mongo.Db;

/** Documents of each collection, by its name. */
export type Counts = Record<string, number>;

const kind = 'elevate-backup';
const format = 1;
/** Documents of one insert: a few megabytes at most. */
const batchSize = 500;

/**
 * Writes every collection of the database to one file: gzip, a document of Extended JSON a line, after a line that says
 * what it is and before one with the counts, by which a file that was cut off is told. Indexes are not in it: the
 * program makes them. A document changed meanwhile is there as it was or as it is; stop the program for one moment in
 * time. The file appears under its name when it is whole.
 */
export async function writeBackup(db: Db, file: string): Promise<Counts> {
  const counts: Counts = {};
  const unfinished = `${file}.unfinished`;
  try {
    await pipeline(
      Readable.from(backupLines(db, counts)),
      createGzip(),
      // Readable by its owner alone: it holds everything that anybody told the bot.
      createWriteStream(unfinished, { mode: 0o600 }),
    );
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return counts;
}

async function* backupLines(db: Db, counts: Counts): AsyncGenerator<string> {
  const schemaVersion = (await readVersion(db)) ?? firstVersion;
  yield line({ kind, format, schemaVersion, takenAt: new Date().toISOString() });
  for (const name of await collectionNames(db)) {
    counts[name] = 0;
    for await (const document of db.collection(name).find({}, { batchSize })) {
      counts[name]++;
      yield line({ in: name, document: EJSON.serialize(document, { relaxed: false }) });
    }
  }
  yield line({ counts });
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

async function collectionNames(db: Db): Promise<string[]> {
  const found = await db.listCollections({}, { nameOnly: true }).toArray();
  return found
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('system.'))
    .sort();
}

/**
 * Puts a backup into the database. The whole file is read and counted before anything is written; rejects with a
 * StoreError, and nothing changed, where it is no backup, is cut off, is of a newer program, or where the database
 * already holds something and `replace` is not set, which first removes all that is there.
 */
export async function readBackup(db: Db, file: string, { replace }: { replace: boolean }): Promise<Counts> {
  const counts = await checked(file);
  const filled = await filledCollections(db);
  if (filled.length > 0 && !replace) {
    throw new StoreError(
      'NOT_EMPTY',
      `The database already holds ${filled.join(', ')}. Restore into an empty one, or add --replace, which removes everything that is there first.`,
    );
  }
  for (const name of await collectionNames(db)) await db.collection(name).drop();
  let batch: { name: string; documents: mongoose.mongo.Document[] } = { name: '', documents: [] };
  const write = async () => {
    if (batch.documents.length > 0) await db.collection(batch.name).insertMany(batch.documents);
  };
  for await (const { in: name, document } of documents(file)) {
    if (name !== batch.name || batch.documents.length === batchSize) {
      await write();
      batch = { name, documents: [] };
    }
    batch.documents.push(EJSON.deserialize(document as mongoose.mongo.Document, { relaxed: false }));
  }
  await write();
  return counts;
}

async function filledCollections(db: Db): Promise<string[]> {
  const names = await collectionNames(db);
  const firsts = await Promise.all(names.map((name) => db.collection(name).findOne({})));
  return names.filter((_name, index) => firsts[index] !== null);
}

type Line = { in: string; document: unknown } | { counts: Counts } | { kind: string };

async function* lines(file: string): AsyncGenerator<Line> {
  const source = createReadStream(file);
  const unpacked = createGunzip();
  // `pipeline` hands an error of the file on to who reads the lines.
  const flowing = pipeline(source, unpacked);
  flowing.catch(() => {});
  for await (const text of createInterface({ input: unpacked, crlfDelay: Number.POSITIVE_INFINITY })) {
    yield JSON.parse(text);
  }
  await flowing;
}

async function* documents(file: string): AsyncGenerator<{ in: string; document: unknown }> {
  for await (const entry of lines(file)) if ('in' in entry) yield entry;
}

async function checked(file: string): Promise<Counts> {
  const refuse = (why: string): never => {
    throw new StoreError(
      'NO_BACKUP',
      `${file} ${why}. Expected a file that npm run backup wrote. Nothing was changed.`,
    );
  };
  const found: Counts = {};
  let told: Counts | undefined;
  let isFirst = true;
  try {
    for await (const entry of lines(file)) {
      if (isFirst) {
        isFirst = false;
        const { kind: found, format: of, schemaVersion } = entry as Record<string, unknown>;
        if (found !== kind || of !== format) refuse('is no backup of Elevate');
        if (Number(schemaVersion) > latestVersion()) {
          refuse(
            `is of data version ${schemaVersion}, and this program knows versions up to ${latestVersion()}`,
          );
        }
      } else if ('in' in entry) found[entry.in] = (found[entry.in] ?? 0) + 1;
      else if ('counts' in entry) told = entry.counts;
    }
  } catch (error) {
    if (error instanceof StoreError) throw error;
    refuse(`cannot be read (${error instanceof Error && 'code' in error ? error.code : 'it is damaged'})`);
  }
  const isWhole = told && Object.entries(told).every(([name, count]) => (found[name] ?? 0) === count);
  return isWhole && told ? told : refuse('is cut off');
}
