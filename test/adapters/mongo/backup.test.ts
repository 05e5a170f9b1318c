import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import mongoose, { type Connection } from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBackup, writeBackup } from '../../../src/adapters/mongo/backup.ts';
import { closeDatabase, openDatabase } from '../../support/database.ts';

const { Binary, Long } = mongoose.mongo;

describe('a backup', () => {
  let from: Connection;
  let to: Connection;
  let folder: string;
  let file: string;
  beforeEach(async () => {
    [from, to] = await Promise.all([openDatabase(), openDatabase()]);
    folder = await mkdtemp(join(tmpdir(), 'elevate-backup-'));
    file = join(folder, 'all.backup.gz');
  });
  afterEach(async () => {
    await Promise.all([closeDatabase(from), closeDatabase(to), rm(folder, { recursive: true })]);
  });

  const dbOf = ({ db }: Connection) => {
    if (!db) throw new Error('not open');
    return db;
  };
  const collection = (connection: Connection, name: string) =>
    dbOf(connection).collection<{ _id: string | number; [field: string]: unknown }>(name);
  const all = (connection: Connection, name: string) =>
    collection(connection, name)
      .find({}, { promoteLongs: false, promoteBuffers: true })
      .sort({ _id: 1 })
      .toArray();

  /** What Extended JSON is easily wrong about, and more than one batch. */
  async function fill(): Promise<void> {
    await collection(from, 'kinds').insertMany([
      {
        _id: 'a',
        bytes: new Binary(Buffer.from([0, 255, 13, 10])),
        large: Long.fromString('9007199254740993'),
      },
      { _id: 'b', half: 0.5, whole: 7, no: null, list: [{ $not: 1 }, 'line\nbreak  '], text: 'Zoë 🕯️' },
    ]);
    await collection(from, 'many').insertMany(Array.from({ length: 1_234 }, (_, index) => ({ _id: index })));
  }

  it('brings back every document as it was, its numbers and bytes too', async () => {
    await fill();
    expect(await writeBackup(dbOf(from), file)).toEqual({ kinds: 2, many: 1_234 });
    expect(await readBackup(dbOf(to), file, { replace: false })).toEqual({ kinds: 2, many: 1_234 });
    expect(await all(to, 'kinds')).toEqual(await all(from, 'kinds'));
    expect(await all(to, 'many')).toEqual(await all(from, 'many'));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('writes over nothing unless told to', async () => {
    await fill();
    await writeBackup(dbOf(from), file);
    await collection(to, 'mine').insertOne({ _id: 'kept' });
    await expect(readBackup(dbOf(to), file, { replace: false })).rejects.toThrow(/already holds mine/);
    expect(await all(to, 'mine')).toHaveLength(1);
    await readBackup(dbOf(to), file, { replace: true });
    expect([await all(to, 'mine'), (await all(to, 'many')).length]).toEqual([[], 1_234]);
  });

  it.each<[string, (whole: Buffer) => Buffer, RegExp]>([
    ['is cut off in its bytes', (whole) => whole.subarray(0, whole.length - 40), /cannot be read|cut off/],
    [
      'lost lines at its end',
      (whole) => gzipSync(gunzipSync(whole).toString().split('\n').slice(0, 50).join('\n')),
      /is cut off/,
    ],
    [
      'lost a line in its middle',
      (whole) =>
        gzipSync(
          gunzipSync(whole)
            .toString()
            .replace(/\n.*"a".*\n/, '\n'),
        ),
      /is cut off/,
    ],
    ['is something else', () => gzipSync('{"hello":1}\n'), /is no backup of Elevate/],
    ['is not packed', () => Buffer.from('{"kind":"elevate-backup"}\n'), /cannot be read/],
    [
      'is of a newer program',
      (whole) => gzipSync(gunzipSync(whole).toString().replace('"schemaVersion":1', '"schemaVersion":99')),
      /is of data version 99/,
    ],
  ])('that %s is refused before anything is removed', async (_what, spoil, message) => {
    await fill();
    await writeBackup(dbOf(from), file);
    await writeFile(file, spoil(await readFile(file)));
    await collection(to, 'mine').insertOne({ _id: 'kept' });
    await expect(readBackup(dbOf(to), file, { replace: true })).rejects.toThrow(message);
    expect(await all(to, 'mine')).toHaveLength(1);
  });

  it('that is not there is told by its name', async () => {
    await expect(readBackup(dbOf(to), join(folder, 'none'), { replace: true })).rejects.toThrow(
      /none cannot be read \(ENOENT\)/,
    );
  });
});
