import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Logger } from '../../ports/logger.ts';
import { exclusively } from './exclusively.ts';
import { type Engine, findServerProgram } from './find-server-program.ts';
import { type ProcessIdentity, thisProcess } from './process-identity.ts';
import type { Environment } from './run-program.ts';
import {
  answersEventually,
  freePort,
  freesUp,
  type ServerOptions,
  serverUri,
  startServer,
  stopServer,
} from './server-process.ts';
import { StoreError } from './store-error.ts';
import {
  livingUsers,
  readRecord,
  removeRecord,
  type StoreRecord,
  without,
  writeRecord,
} from './store-record.ts';

export interface StoreOptions {
  dataDir: string;
  /** A MongoDB server that somebody else runs. */
  uri?: string | undefined;
  env: Environment;
  log: Logger;
  /** Told what takes long, in a line for the person who waits. */
  progress: (line: string) => void;
}

export interface Store {
  uri: string;
  /** For people and logs, without secrets: `embedded SecantusDB 0.7.0b3 in data/`. */
  describe: string;
  /**
   * Call it after closing the connection, which may otherwise wait 30 s for a server to say goodbye to.
   * The last process out stops the server. A process counts once, however often it called
   * `ensureStore`, and one that dies without releasing stops counting.
   */
  release(): Promise<void>;
}

const portAttempts = 3;

/**
 * One server per data folder, shared by every process that asks. Call it again when the server was lost:
 * it comes back on the same port, so an open mongoose connection reconnects by itself.
 * Rejects with a `StoreError` whose message says what to do.
 */
export async function ensureStore(options: StoreOptions): Promise<Store> {
  if (options.uri !== undefined && options.uri !== '') {
    options.log.info({ store: 'external MongoDB' }, 'store ready');
    return { uri: options.uri, describe: 'external MongoDB', release: async () => {} };
  }
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  return exclusively(lockPath(dataDir), () => joinOrStart(dataDir, options));
}

async function joinOrStart(dataDir: string, options: StoreOptions): Promise<Store> {
  const before = readRecord(dataDir);
  const joined = before !== undefined && (await answersEventually(before.port, before.server));
  const record = joined ? before : await start(dataDir, before, options);
  const self = thisProcess();
  const users = [...without(livingUsers(record), self), self];
  writeRecord(dataDir, { ...record, users });

  const describe = `embedded ${record.name} in ${relativeName(dataDir)}`;
  const facts = { store: describe, port: record.port, server: record.server.pid, users: users.length };
  options.log.info(facts, joined ? 'store shared' : 'store started');
  if (before !== undefined && before.port !== record.port) {
    options.log.warn({ port: record.port, was: before.port }, 'store moved: its port was taken');
  }
  return { uri: serverUri(record.port), describe, release: () => leave(dataDir) };
}

async function start(
  dataDir: string,
  before: StoreRecord | undefined,
  options: StoreOptions,
): Promise<StoreRecord> {
  // One that runs but does not answer would keep the files locked.
  if (before !== undefined) await stopServer(before.server);
  const program = await findServerProgram({ ...options, only: engineOf(dataDir) });
  const dbPath = join(dataDir, program.engine);
  await mkdir(dbPath, { recursive: true });
  for await (const port of candidatePorts(before?.port)) {
    const server = { program, dataDir, dbPath, port, env: options.env };
    const record = await startOnRecord(server, livingUsers(before));
    if (record !== undefined) return record;
  }
  throw new StoreError('START_FAILED', `${program.name} found no free port on 127.0.0.1.`);
}

async function* candidatePorts(former: number | undefined): AsyncGenerator<number> {
  if (former !== undefined && (await freesUp(former))) yield former;
  for (let attempt = 1; attempt <= portAttempts; attempt += 1) {
    const port = await freePort();
    if (port !== undefined) yield port;
  }
}

/** `undefined` when another program took the port in the moment since it was free. */
async function startOnRecord(
  server: ServerOptions,
  users: ProcessIdentity[],
): Promise<StoreRecord | undefined> {
  const { program, port, dataDir } = server;
  let record: StoreRecord | undefined;
  try {
    const result = await startServer(server, (identity) => {
      record = { name: program.name, port, server: identity, users };
      writeRecord(dataDir, record);
    });
    return result.kind === 'ready' ? record : undefined;
  } catch (error) {
    if (record !== undefined) await stopServer(record.server);
    throw error;
  }
}

async function leave(dataDir: string): Promise<void> {
  await exclusively(lockPath(dataDir), async () => {
    const record = readRecord(dataDir);
    if (record === undefined) return;
    const users = without(livingUsers(record), thisProcess());
    if (users.length > 0) return writeRecord(dataDir, { ...record, users });
    await stopServer(record.server);
    removeRecord(dataDir);
  });
}

/** Both engines write a file of this name first, each in a folder of its own name. */
function engineOf(dataDir: string): Engine | undefined {
  const engines: readonly Engine[] = ['mongod', 'secantusdb'];
  return engines.find((engine) => existsSync(join(dataDir, engine, 'WiredTiger')));
}

function lockPath(dataDir: string): string {
  return join(dataDir, 'store.lock');
}

function relativeName(dataDir: string): string {
  const name = relative(process.cwd(), dataDir);
  return name === '' || name.startsWith('..') ? dataDir : `${name}/`;
}
