import { setTimeout as delay } from 'node:timers/promises';
import mongoose, { type Connection, type ConnectOptions } from 'mongoose';
import { allTables } from '../../domain/tables.ts';
import type { Logger } from '../../ports/logger.ts';
import { buildModels } from './build-models.ts';
import { ensureIndexes } from './ensure-indexes.ts';
import { migrate } from './schema-version.ts';
import { StoreError } from './store-error.ts';
import type { StoreModels } from './store-models.ts';

export interface OpenOptions {
  /** Without a database's name in it, the database is `elevate`. */
  uri: string;
  log: Logger;
  /** Told once, in a sentence for the person who waits, when the store is not there at once. */
  onWaiting?: (sentence: string) => void;
  /** Ends the wait for a store that is not there: `openMongo` then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Leaves missing indexes unmade, for whoever only looks. */
  onlyLooks?: boolean;
}

export interface OpenStore {
  connection: Connection;
  models: StoreModels;
  /** Whether the store answered when it was last heard of, a few seconds ago at most. */
  isUp(): boolean;
  /**
   * Calls back each time the store is lost, until `close`. The connection comes back by itself when the server does;
   * meanwhile every operation rejects after `serverSelectionTimeoutMS`.
   */
  onLost(callback: () => void): void;
  close(): Promise<void>;
}

/** Longer than an embedded store takes to come back, shorter than a person waits. */
const answersWithinMs = 5_000;
const patienceMs = 1_000;
const betweenAttemptsMs = 500;

const options: ConnectOptions = {
  serverSelectionTimeoutMS: answersWithinMs,
  connectTimeoutMS: answersWithinMs,
  waitQueueTimeoutMS: answersWithinMs,
  // A server that takes a message and falls silent. No operation of ours takes nearly as long.
  socketTimeoutMS: 2 * answersWithinMs,
  // A store that is lost is noticed within this, also when nobody asks it anything.
  heartbeatFrequencyMS: 2_000,
  // Threads are worked side by side, and each mostly waits for a model.
  maxPoolSize: 20,
  // An operation goes to the driver at once, which waits for a server as long as is said above.
  bufferCommands: false,
  autoIndex: false,
  autoCreate: false,
  ignoreUndefined: true,
};

/**
 * Connects, waiting until the store is there, and makes models and what indexes are missing. Rejects with a StoreError
 * where waiting cannot help: a URI that is none, credentials that are refused.
 */
export async function openMongo({ uri, log, onWaiting, signal, onlyLooks }: OpenOptions): Promise<OpenStore> {
  checkUri(uri);
  const where = hostsOf(uri);
  const waiting = setTimeout(() => {
    log.warn({ store: where }, 'waiting for the store');
    onWaiting?.(`Waiting for the store at ${where}. It goes on by itself when the store answers.`);
  }, patienceMs);
  const aborted = signal ? [abortOf(signal)] : [];
  try {
    for (;;) {
      signal?.throwIfAborted();
      try {
        return await connect(uri, log, aborted, onlyLooks === true);
      } catch (error) {
        if (!mayComeBack(error)) throw explained(error, where);
        log.debug({ store: where, error: nameOf(error) }, 'the store is not ready');
      }
      await Promise.race([delay(betweenAttemptsMs), ...aborted]);
    }
  } finally {
    clearTimeout(waiting);
  }
}

async function connect(
  uri: string,
  log: Logger,
  aborted: Promise<never>[],
  onlyLooks: boolean,
): Promise<OpenStore> {
  const connection = mongoose.createConnection();
  const ready = connection
    .openUri(uri, { ...options, ...(namesDatabase(uri) ? {} : { dbName: 'elevate' }) })
    .then(() => makeReady(connection, log, onlyLooks));
  try {
    return await Promise.race([ready, ...aborted]);
  } catch (error) {
    // Not waited for: closing one that is still connecting takes as long as its wait for the server.
    const closed = ready.catch(() => {}).then(() => connection.close(true));
    closed.catch(() => {});
    throw error;
  }
}

function abortOf(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  return aborted;
}

async function makeReady(connection: Connection, log: Logger, onlyLooks: boolean): Promise<OpenStore> {
  const models = buildModels(connection, allTables);
  // Before the indexes: a new one may need what a migration writes.
  if (!onlyLooks && connection.db) await migrate(connection.db, log);
  const made = onlyLooks ? 0 : await ensureIndexes(connection, allTables);
  if (made > 0) log.info({ indexes: made }, 'indexes made');
  let closing = false;
  return {
    connection,
    models,
    isUp: () => connection.readyState === mongoose.STATES.connected,
    onLost: (callback) => {
      connection.on('disconnected', () => {
        if (!closing) callback();
      });
    },
    close: async () => {
      closing = true;
      await connection.close(true);
    },
  };
}

/** The driver's own messages may repeat the URI, so none is passed on. */
function checkUri(uri: string): void {
  try {
    new mongoose.mongo.MongoClient(uri);
  } catch {
    throw new StoreError(
      'START_FAILED',
      'MONGODB_URI cannot be read. Expected an address such as mongodb://127.0.0.1:27017/elevate, with known options ' +
        'and with %-escapes for special characters in name and password.',
    );
  }
}

/** Host names and ports, without what may stand before them in the URI. */
function hostsOf(uri: string): string {
  return /^[^/?]*/.exec(afterCredentials(uri))?.[0] ?? '';
}

function namesDatabase(uri: string): boolean {
  return /^[^/?]*\/[^?]/.test(afterCredentials(uri));
}

function afterCredentials(uri: string): string {
  const rest = uri.replace(/^mongodb(\+srv)?:\/\//, '');
  // An @ can stand in an option too, but not before the first slash or question mark unless it ends the credentials.
  const at = /^[^/?]*@/.exec(rest)?.[0] ?? '';
  return rest.slice(at.length);
}

/** Of servers that shut down, start, or hand over to another. */
const passingCodes = [91, 189, 10_107, 11_600, 11_602, 13_435, 13_436];

function mayComeBack(error: unknown): boolean {
  const { mongo } = mongoose;
  if (error instanceof mongoose.Error.MongooseServerSelectionError) return true;
  if (error instanceof mongo.MongoServerSelectionError || error instanceof mongo.MongoNetworkError)
    return true;
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  // Names that cannot be looked up while a machine has no network yet, such as ENOTFOUND.
  return typeof code === 'number'
    ? passingCodes.includes(code)
    : typeof code === 'string' && /^E[A-Z]/.test(code);
}

const refusedCodes = [13, 18, 8_000];

function explained(error: unknown, where: string): unknown {
  const refused =
    error instanceof mongoose.mongo.MongoServerError && refusedCodes.includes(Number(error.code));
  if (!refused) return error;
  return new StoreError(
    'START_FAILED',
    `The store at ${where} refused the name and password in MONGODB_URI.`,
  );
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
