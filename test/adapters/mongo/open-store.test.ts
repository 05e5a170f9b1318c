import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { MongoMemoryServer } from 'mongodb-memory-server';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { findServerProgram } from '../../../src/adapters/mongo/find-server-program.ts';
import { createMongoInboxStore } from '../../../src/adapters/mongo/mongo-inbox-store.ts';
import { type OpenStore, openMongo } from '../../../src/adapters/mongo/open-store.ts';
import { StoreError } from '../../../src/adapters/mongo/store-error.ts';
import { allTables } from '../../../src/domain/tables.ts';
import { messageFrom } from '../../support/chat-values.ts';
import { silentLogger } from '../../support/silent-logger.ts';

const log = silentLogger;

function uriOf(database: string): string {
  const uri = new URL(inject('mongoUri'));
  uri.pathname = `/${database}`;
  return uri.href;
}

describe('openMongo', () => {
  let endings: Array<() => unknown> = [];
  afterEach(async () => {
    for (const end of endings.reverse()) await end();
    endings = [];
  });

  async function open(uri: string): Promise<OpenStore> {
    const store = await openMongo({ uri, log });
    endings.push(() => store.close());
    return store;
  }

  async function ownServer(port?: number): Promise<MongoMemoryServer> {
    const program = await findServerProgram({ env: process.env, log, progress: () => {} });
    const server = await MongoMemoryServer.create({
      binary: { systemBinary: program.path, version: program.mongoVersion },
      instance: { launchTimeout: 30_000, ...(port === undefined ? {} : { port }) },
    });
    endings.push(() => server.stop());
    return server;
  }

  it('makes every index of every table, and says so once', async () => {
    const uri = uriOf(`test-${randomUUID()}`);
    const made: unknown[] = [];
    const counting = { ...log, info: (fields: Record<string, unknown>) => void made.push(fields.indexes) };
    const stores = await Promise.all([
      openMongo({ uri, log: counting }),
      openMongo({ uri, log: counting }),
      openMongo({ uri, log: counting }),
    ]);
    for (const store of stores) endings.push(() => store.close());
    const [store] = stores;
    for (const { name, indexes } of allTables.filter((table) => table.indexes.length > 0)) {
      const there = await store.models[name].collection.listIndexes().toArray();
      const found = there.filter((index) => index.name !== '_id_').map((index) => [index.name, index.key]);
      expect(found.sort(), name).toEqual(indexes.map((index) => [index.name, index.keys]).sort());
    }
    made.length = 0;
    const again = await openMongo({ uri, log: counting });
    endings.push(() => again.close());
    expect(made).toEqual([]);
    await store.connection.dropDatabase();
  });

  it('makes an index anew whose fields have changed, and leaves others alone', async () => {
    const uri = uriOf(`test-${randomUUID()}`);
    const before = await open(uri);
    const { collection } = before.models.accounts;
    await collection.dropIndex('by_person');
    await collection.createIndexes([
      { name: 'by_person', key: { name: 1 } },
      { name: 'by_hand', key: { createdAt: 1 } },
    ]);
    await open(uri);
    const there = (await collection.listIndexes().toArray()).map((index) => [index.name, index.key]);
    expect(there).toContainEqual(['by_person', { personId: 1 }]);
    expect(there).toContainEqual(['by_hand', { createdAt: 1 }]);
    await before.connection.dropDatabase();
  });

  it('uses the database in the URI, else one called elevate', async () => {
    const server = await ownServer();
    const named = new URL(server.getUri());
    named.pathname = '/other';
    expect((await open(named.href)).connection.name).toBe('other');
    for (const end of ['', '/', '/?journal=true']) {
      const store = await open(`mongodb://${named.host}${end}`);
      expect(store.connection.name).toBe('elevate');
    }
  });

  it('rejects while the store is away, in bounded time, and goes on when it is back', {
    timeout: 300_000,
  }, async () => {
    const server = await ownServer();
    const { port } = new URL(server.getUri());
    const store = await open(server.getUri());
    const inbox = createMongoInboxStore(store.models);
    let losses = 0;
    store.onLost(() => {
      losses += 1;
    });
    expect(store.isUp()).toBe(true);
    expect(await inbox.accept([messageFrom('ana')], 1)).toEqual(['kept']);

    await server.stop();
    const started = performance.now();
    const operations = [
      inbox.accept([messageFrom('ana', { id: 'm2' })], 1),
      inbox.first('any'),
      inbox.begin('m1', 'lease'),
      inbox.sweep(1),
      store.models.inbox.countDocuments().exec(),
    ];
    const results = await Promise.allSettled(operations);
    expect(results.map(({ status }) => status)).toEqual(operations.map(() => 'rejected'));
    expect(performance.now() - started).toBeLessThan(8_000);
    await expect.poll(() => store.isUp()).toBe(false);
    await expect.poll(() => losses).toBe(1);

    await ownServer(Number(port));
    // A fresh server on the same port, as after a restart: the same connection goes on.
    expect(await inbox.accept([messageFrom('ana', { id: 'm3' })], 1)).toEqual(['kept']);
    expect(store.isUp()).toBe(true);
    await store.close();
    expect(losses).toBe(1);
    expect(store.isUp()).toBe(false);
  });

  it('notices a loss although nobody asks anything', { timeout: 300_000 }, async () => {
    const server = await ownServer();
    const store = await open(server.getUri());
    const lost = new Promise<void>((resolve) => store.onLost(resolve));
    await server.stop();
    await lost;
    expect(store.isUp()).toBe(false);
  });

  it('waits for a store that is not there yet, naming it without its credentials', {
    timeout: 300_000,
  }, async () => {
    const server = await ownServer();
    const { host, port } = new URL(server.getUri());
    await server.stop();
    const sentences: string[] = [];
    const opening = openMongo({
      uri: `mongodb://${host}/?journal=true`,
      log,
      onWaiting: (line) => sentences.push(line),
    });
    await delay(2_000);
    expect(sentences).toEqual([
      `Waiting for the store at ${host}. It goes on by itself when the store answers.`,
    ]);
    await ownServer(Number(port));
    const store = await opening;
    endings.push(() => store.close());
    expect(store.isUp()).toBe(true);
    expect(sentences).toHaveLength(1);
  });

  it.each([
    'mongodb://ana:s3cret@127.0.0.1:9/elevate?authSource=admin',
    'mongodb+srv://ana:s3cret@store.invalid/elevate',
    'mongodb://ana:s3cret@127.0.0.1:9,127.0.0.1:11/?replicaSet=rs&appName=a@b',
  ])('never says the credentials in %s', { timeout: 300_000 }, async (uri) => {
    const said: unknown[] = [];
    const remember = (...what: unknown[]) => void said.push(what);
    const telling = { debug: remember, info: remember, warn: remember, error: remember };
    const error = await openMongo({
      uri,
      log: telling,
      onWaiting: remember,
      signal: AbortSignal.timeout(1_500),
    }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'TimeoutError' });
    expect(JSON.stringify(said)).toMatch(/127\.0\.0\.1:9|store\.invalid/);
    expect(JSON.stringify([said, String(error)])).not.toMatch(/s3cret|ana:/);
  });

  it('refuses what waiting cannot cure, saying what to do and no secret', async () => {
    const { host } = new URL(inject('mongoUri'));
    const refused = await openMongo({ uri: `mongodb://ana:s3cret@${host}/elevate`, log }).catch(
      (reason) => reason,
    );
    expect(refused).toBeInstanceOf(StoreError);
    expect(refused.message).toBe(`The store at ${host} refused the name and password in MONGODB_URI.`);
    for (const uri of [
      'nonsense',
      'mongodb://',
      'mongodb://ana:s3/cret@h/db',
      'mongodb://ana:s3cret@h/db?colour=red',
    ]) {
      const error = await openMongo({ uri, log }).catch((reason) => reason);
      expect(error).toBeInstanceOf(StoreError);
      expect(error.message).toContain('mongodb://127.0.0.1:27017/elevate');
      expect(String(error.stack)).not.toMatch(/s3/);
    }
  });
});
