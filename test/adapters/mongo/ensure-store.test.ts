import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ensureStore, type Store } from '../../../src/adapters/mongo/ensure-store.ts';
import { findServerProgram } from '../../../src/adapters/mongo/find-server-program.ts';
import { identifyProcess, isRunning, thisProcess } from '../../../src/adapters/mongo/process-identity.ts';
import { stopServer } from '../../../src/adapters/mongo/server-process.ts';
import { readRecord, type StoreRecord, writeRecord } from '../../../src/adapters/mongo/store-record.ts';
import { silentLogger } from '../../support/silent-logger.ts';

const userProgram = fileURLToPath(new URL('../../support/store-user.ts', import.meta.url));

let dataDir: string;
let children: ChildProcess[];
let connections: mongoose.Connection[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'elevate store-'));
  children = [];
  connections = [];
});

afterEach(async () => {
  await closeConnections();
  for (const child of children) child.kill('SIGKILL');
  const left = readRecord(dataDir);
  if (left !== undefined) await stopServer(left.server);
  await rm(dataDir, { recursive: true, force: true });
});

function openStore(env: Record<string, string | undefined> = process.env): Promise<Store> {
  return ensureStore({ dataDir, env, log: silentLogger, progress: () => {} });
}

async function connect({ uri }: { uri: string }): Promise<mongoose.Connection> {
  const connection = await mongoose.createConnection(uri, { dbName: 'test' }).asPromise();
  connections.push(connection);
  return connection;
}

async function closeConnections(): Promise<void> {
  await Promise.all(connections.splice(0).map((connection) => connection.close()));
}

/** As a program ends: the connection first. */
async function release(store: Store): Promise<void> {
  await closeConnections();
  await store.release();
}

/** Another process that uses the same store. */
function startUser(env: Record<string, string> = {}): { child: ChildProcess; uri: Promise<string> } {
  const execArgv = ['--import', 'tsx'];
  const child = fork(userProgram, [dataDir], { execArgv, detached: true, env: { ...process.env, ...env } });
  children.push(child);
  return { child, uri: once(child, 'message').then(([uri]) => String(uri)) };
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  // The whole process group, as a terminal does it.
  process.kill(-(child.pid ?? Number.NaN), 'SIGKILL');
  await ended;
}

function record(): StoreRecord {
  const found = readRecord(dataDir);
  if (found === undefined) throw new Error('the store is not on record');
  return found;
}

async function timesStarted(): Promise<number> {
  const log = await readFile(join(dataDir, 'store.log'), 'utf8');
  return log.split(/waiting for connections/i).length - 1;
}

test('an external server is used as it is', async () => {
  const store = await ensureStore({
    dataDir,
    uri: 'mongodb://ana:secret@db.example/elevate',
    env: {},
    log: silentLogger,
    progress: () => {},
  });
  await release(store);
  expect(store.uri).toBe('mongodb://ana:secret@db.example/elevate');
  expect(store.describe).toBe('external MongoDB');
  expect(readRecord(dataDir)).toBeUndefined();
});

test('keeps data from one start to the next, and leaves nothing running', async () => {
  const first = await openStore();
  expect(first.describe).toMatch(/^embedded (SecantusDB|MongoDB) \d/);
  await (await connect(first)).collection('notes').insertOne({ text: 'kept' });
  const { server } = record();
  await release(first);
  expect(isRunning(server)).toBe(false);
  expect(readRecord(dataDir)).toBeUndefined();

  const second = await openStore();
  expect(await (await connect(second)).collection('notes').countDocuments({ text: 'kept' })).toBe(1);
  await release(second);
});

test('two processes share one server, and the last one out stops it', async () => {
  const store = await openStore();
  const user = startUser();
  expect(await user.uri).toBe(store.uri);
  const { server, users } = record();
  expect(users.map(({ pid }) => pid)).toEqual([process.pid, user.child.pid]);

  await release(store);
  expect(isRunning(server)).toBe(true);
  expect(await (await connect(store)).collection('notes').countDocuments({})).toBe(0);
  await closeConnections();

  user.child.send('release');
  await once(user.child, 'exit');
  expect(isRunning(server)).toBe(false);
  expect(await timesStarted()).toBe(1);
});

test('two processes that start at the same moment end with one server', async () => {
  const users = [startUser(), startUser(), startUser()];
  const uris = await Promise.all(users.map(({ uri }) => uri));
  expect(new Set(uris).size).toBe(1);
  expect(record().users).toHaveLength(3);
  expect(await timesStarted()).toBe(1);
});

test('a process counts once, however often it asks', async () => {
  const [first] = await Promise.all([openStore(), openStore()]);
  const { server, users } = record();
  expect(users).toHaveLength(1);
  await release(first);
  expect(isRunning(server)).toBe(false);
  await release(first);
});

describe('after kill -9', () => {
  test('of its only user, the server is adopted by the next', async () => {
    const user = startUser();
    const uri = await user.uri;
    const { server } = record();
    await kill(user.child);
    expect(isRunning(server)).toBe(true);

    const store = await openStore();
    expect(store.uri).toBe(uri);
    expect(record()).toMatchObject({ server, users: [{ pid: process.pid }] });
    expect(await timesStarted()).toBe(1);
    await release(store);
    expect(isRunning(server)).toBe(false);
  });

  test('of its only user in the middle of the start, too', async () => {
    const slow = await slowServer();
    const user = startUser({ MONGOMS_SYSTEM_BINARY: slow.path });
    user.uri.catch(() => {});
    const { server } = await vi.waitFor(record, { timeout: 60_000, interval: 5 });
    await kill(user.child);

    const opening = openStore();
    await slow.goOn();
    const store = await opening;
    expect(record().server).toEqual(server);
    await (await connect(store)).collection('notes').insertOne({ text: 'works' });
    await release(store);
  });

  test('of the server, it comes back on the same port with every acknowledged insert', async () => {
    const lost = await openStore();
    const connection = await connect(lost);
    const notes = connection.collection<{ _id: number }>('notes');
    const acknowledged: number[] = [];
    const writing = Promise.all([0, 1, 2, 3].map((writer) => writeUntilLost(notes, writer, acknowledged)));
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(300), {
      timeout: 60_000,
      interval: 5,
    });
    const { server } = record();
    process.kill(server.pid, 'SIGKILL');
    await writing;

    const store = await openStore();
    expect(store.uri).toBe(lost.uri);
    expect(record().server.pid).not.toBe(server.pid);
    // The same connection, which nobody told anything.
    const kept = new Set((await notes.find({}).toArray()).map(({ _id }) => _id));
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    await release(store);
  });

  test('of the server under two users, the second finds what the first restarted', async () => {
    const user = startUser();
    const uri = await user.uri;
    process.kill(record().server.pid, 'SIGKILL');
    await vi.waitFor(() => expect(isRunning(record().server)).toBe(false));
    const store = await openStore();
    expect(store.uri).toBe(uri);
    expect(record().users).toHaveLength(2);
    await release(store);
    expect(isRunning(record().server)).toBe(true);
  });
});

describe('a stale record', () => {
  test('of a server that is gone is replaced', async () => {
    const gone = { pid: 4_000_000, startedAt: '1' };
    writeRecord(dataDir, { name: 'SecantusDB', port: 20_001, server: gone, users: [gone] });
    const store = await openStore();
    expect(record().users).toEqual([thisProcess()]);
    await release(store);
  });

  test('whose process id now belongs to another program spares that program', async () => {
    const bystander = startUser().child;
    const pid = bystander.pid ?? 0;
    const reused = { pid, startedAt: 'long ago' };
    writeRecord(dataDir, { name: 'SecantusDB', port: 20_002, server: reused, users: [reused] });
    const store = await openStore();
    expect(record().server.pid).not.toBe(pid);
    expect(identifyProcess(pid)).toBeDefined();
    await kill(bystander);
    await release(store);
  });

  test('whose port another program has taken moves to another port', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const address = squatter.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const gone = { pid: 4_000_000, startedAt: '1' };
    writeRecord(dataDir, { name: 'SecantusDB', port, server: gone, users: [] });
    const store = await openStore();
    expect(record().port).not.toBe(port);
    await release(store);
    squatter.close();
  });

  test.each(['', '{', '{}'])('that reads "%s" is replaced', async (content) => {
    await writeFile(join(dataDir, 'store.json'), content);
    await release(await openStore());
  });
});

describe('without any server program', () => {
  const emptyHanded = () => ({
    PATH: '',
    ELEVATE_STORE_DIR: join(dataDir, 'nothing-here'),
    // A version that nobody has downloaded, from a port where nobody listens.
    MONGOMS_VERSION: '0.0.0',
    MONGOMS_DOWNLOAD_MIRROR: 'http://127.0.0.1:9',
  });

  test('one error says all three cures, and what was tried', async () => {
    const failure = await openStore(emptyHanded()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'StoreError', code: 'NO_PROGRAM' });
    const message = String(failure);
    expect(message).toMatch(/Set MONGODB_URI/);
    expect(message).toMatch(/Install mongod/);
    expect(message).toMatch(/Install Python 3\.10/);
    expect(message).toMatch(/mongod: none on the PATH/);
    expect(message).toMatch(/127\.0\.0\.1:9 does not answer/);
    expect(message).toMatch(/Python 3\.10 or newer with venv: none on the PATH/);
    expect(readRecord(dataDir)).toBeUndefined();
  });

  test('files of mongod are not passed over for an empty store of another kind', async () => {
    await mkdir(join(dataDir, 'mongod'));
    await writeFile(join(dataDir, 'mongod', 'WiredTiger'), '');
    const env = { ...emptyHanded(), ELEVATE_STORE_DIR: process.env.ELEVATE_STORE_DIR };
    await expect(openStore(env)).rejects.toThrow(/holds files of mongod, which only mongod can read/);
  });

  test('a MONGOMS_SYSTEM_BINARY that does not run is named', async () => {
    const env = { ...emptyHanded(), MONGOMS_SYSTEM_BINARY: join(dataDir, 'mongod-of-mine') };
    await expect(openStore(env)).rejects.toThrow(/MONGOMS_SYSTEM_BINARY is ".*mongod-of-mine"/);
  });

  test('a server that ends at once is an error with the end of its log', async () => {
    const broken = join(dataDir, 'broken');
    const script =
      '#!/bin/sh\n[ "$1" = --version ] && echo "db version v7.0.14" && exit\necho no space left\nexit 3\n';
    await writeFile(broken, script, { mode: 0o755 });
    const env = { ...emptyHanded(), MONGOMS_SYSTEM_BINARY: broken };
    await expect(openStore(env)).rejects.toThrow(/did not start: exit code 3[\s\S]*no space left/);
  });
});

/** A server that starts only when told to. */
async function slowServer(): Promise<{ path: string; goOn(): Promise<void> }> {
  const program = await findServerProgram({ env: process.env, log: silentLogger, progress: () => {} });
  const path = join(dataDir, 'slow-server');
  const go = join(dataDir, 'go');
  const wait = `[ "$1" = --version ] || until [ -e '${go}' ]; do sleep 0.02; done`;
  await writeFile(path, `#!/bin/sh\n${wait}\nexec '${program.path}' "$@"\n`, { mode: 0o755 });
  return { path, goOn: () => writeFile(go, '') };
}

async function writeUntilLost(
  notes: mongoose.Collection<{ _id: number }>,
  writer: number,
  acknowledged: number[],
): Promise<void> {
  for (let id = writer; ; id += 4) {
    try {
      await notes.insertOne({ _id: id }, { timeoutMS: 1_000 });
      acknowledged.push(id);
    } catch {
      return;
    }
  }
}
