import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoMemoryServer } from 'mongodb-memory-server';
import mongoose from 'mongoose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findServerProgram } from '../../../src/adapters/mongo/find-server-program.ts';
import { silentLogger } from '../../support/silent-logger.ts';

let dbPath: string;

beforeEach(async () => {
  dbPath = await mkdtemp(join(tmpdir(), 'elevate-stand-in-'));
});

afterEach(() => rm(dbPath, { recursive: true, force: true }));

test('mongodb-memory-server takes the stand-in for mongod, without a warning', async () => {
  const warn = vi.spyOn(console, 'warn');
  // `only`, so that it is the stand-in also on a machine that has a mongod.
  const search = { env: process.env, log: silentLogger, progress: () => {}, only: 'secantusdb' } as const;
  const { path } = await findServerProgram(search);
  const server = await MongoMemoryServer.create({
    binary: { systemBinary: path, version: '7.0.14' },
    instance: { dbPath, launchTimeout: 30_000 },
  });
  const connection = await mongoose.createConnection(server.getUri(), { dbName: 'test' }).asPromise();
  await connection.collection('notes').createIndex({ code: 1 }, { unique: true });
  await connection.collection('notes').insertOne({ code: 'H1' });
  await expect(connection.collection('notes').insertOne({ code: 'H1' })).rejects.toThrow(/E11000/);
  await connection.close();
  await server.stop({ doCleanup: false });
  expect(await readdir(dbPath)).toContain('WiredTiger');
  expect(warn).not.toHaveBeenCalled();
});
