import type { Connection } from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  latestVersion,
  type Migration,
  migrate,
  readVersion,
} from '../../../src/adapters/mongo/schema-version.ts';
import { closeDatabase, openDatabase } from '../../support/database.ts';
import { silentLogger } from '../../support/silent-logger.ts';

describe('migrate', () => {
  let connection: Connection;
  let ran: number[];
  beforeEach(async () => {
    connection = await openDatabase();
    ran = [];
  });
  afterEach(() => closeDatabase(connection));

  const db = () => {
    if (!connection.db) throw new Error('not open');
    return connection.db;
  };
  const step = (version: number, run: Migration['run'] = async () => {}): Migration => ({
    version,
    what: `to ${version}`,
    run: async (database) => {
      ran.push(version);
      await run(database);
    },
  });
  const somebody = () => db().collection<{ _id: string; name?: string }>('persons').insertOne({ _id: 'p1' });

  it('runs nothing on a new store, which is of the newest version from the start', async () => {
    await migrate(db(), silentLogger, [step(2), step(3)]);
    expect(ran).toEqual([]);
    expect(await readVersion(db())).toBe(3);
  });

  it('changes what is there, in order, once', async () => {
    await somebody();
    const list = [
      step(
        2,
        async (database) =>
          void (await database.collection('persons').updateMany({}, { $set: { name: 'Ana' } })),
      ),
      step(3, async (database) => {
        await database.collection('persons').updateMany({ name: 'Ana' }, { $set: { name: 'Ana B' } });
      }),
    ];
    await migrate(db(), silentLogger, list);
    await migrate(db(), silentLogger, list);
    expect(ran).toEqual([2, 3]);
    expect(await db().collection('persons').findOne({})).toMatchObject({ name: 'Ana B' });
    expect(await readVersion(db())).toBe(3);
  });

  it('is run by one of several processes, for which the others wait', async () => {
    await somebody();
    let under = 0;
    let most = 0;
    const list = [
      step(2, async (database) => {
        under++;
        most = Math.max(most, under);
        await database.command({ ping: 1 });
        under--;
      }),
    ];
    await Promise.all([1, 2, 3].map(() => migrate(db(), silentLogger, list)));
    expect([ran, most]).toEqual([[2], 1]);
  });

  it('goes on where one failed, without what was done before it', async () => {
    await somebody();
    const broken = [
      step(2),
      step(3, async () => {
        throw new Error('killed');
      }),
    ];
    await expect(migrate(db(), silentLogger, broken)).rejects.toThrow('killed');
    await migrate(db(), silentLogger, [step(2), step(3)]);
    expect(ran).toEqual([2, 3, 3]);
  });

  it('takes over from a process that died in the middle', async () => {
    await somebody();
    await db()
      .collection<{ _id: string; value: unknown }>('settings')
      .insertOne({ _id: 'workspace:elevate:migrating', value: { holder: 'gone', until: Date.now() - 1 } });
    await migrate(db(), silentLogger, [step(2)]);
    expect(ran).toEqual([2]);
  });

  it('refuses what a newer program has made', async () => {
    await migrate(db(), silentLogger, [step(2)]);
    await expect(migrate(db(), silentLogger, [])).rejects.toThrow(
      /The data is of version 2, and this program knows versions up to 1/,
    );
    expect(latestVersion([step(2)])).toBe(2);
  });
});
