import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import mongoose from 'mongoose';
import type { ServerProgram } from './find-server-program.ts';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';
import { StoreError } from './store-error.ts';

const host = '127.0.0.1';
const pollMs = 20;
const pingMs = 2_000;
// A large store that was killed recovers before it listens.
const startMs = 60_000;
const stopMs = 20_000;
const freeUpMs = 1_000;
const largestLogBytes = 1_000_000;
// Below the range from which systems take the ports of outgoing connections, which could otherwise sit
// on ours while the server is down.
const firstPort = 20_000;
const portCount = 10_000;
const portAttempts = 50;
// Enough to run. The server may outlive the program, and keeps none of its secrets.
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'LD_LIBRARY_PATH', 'SystemRoot'];

export interface ServerOptions {
  program: ServerProgram;
  /** Where its log goes. */
  dataDir: string;
  /** Where its files are. */
  dbPath: string;
  port: number;
  env: Readonly<Record<string, string | undefined>>;
}

type StartResult = { kind: 'ready' } | { kind: 'port-taken' };

/** With `journal`, mongod too acknowledges only what a SIGKILL no longer takes back; it costs SecantusDB nothing. */
export function serverUri(port: number): string {
  return `mongodb://${host}:${port}/?journal=true`;
}

/**
 * In a process group of its own, so that Ctrl-C reaches only the program, which still wants to write.
 * `onSpawned` is called in the same tick as the process begins.
 */
export async function startServer(
  options: ServerOptions,
  onSpawned: (server: ProcessIdentity) => void,
): Promise<StartResult> {
  const log = openLog(options.dataDir);
  const args = ['--port', String(options.port), '--dbpath', options.dbPath, '--bind_ip', host];
  const stdio: ['ignore', number, number] = ['ignore', log.descriptor, log.descriptor];
  const env = Object.fromEntries(inherited.map((name) => [name, options.env[name]]));
  const child = spawn(options.program.path, args, { detached: true, stdio, env, cwd: options.dataDir });
  const end = endOf(child);
  closeSync(log.descriptor);
  const server = child.pid === undefined ? undefined : identifyProcess(child.pid);
  if (server !== undefined) onSpawned(server);
  child.unref();
  return untilReady(options.program, log, end);
}

interface ServerLog {
  descriptor: number;
  path: string;
  /** Where this start's lines begin. */
  offset: number;
}

interface ProcessEnd {
  reason: string | undefined;
}

function endOf(child: ChildProcess): ProcessEnd {
  const end: ProcessEnd = { reason: undefined };
  child.once('error', (error) => {
    end.reason = error.message;
  });
  child.once('exit', (code, signal) => {
    end.reason = signal === null ? `exit code ${code}` : `signal ${signal}`;
  });
  return end;
}

async function untilReady(program: ServerProgram, log: ServerLog, end: ProcessEnd): Promise<StartResult> {
  const deadline = performance.now() + startMs;
  while (performance.now() < deadline) {
    const lines = linesOf(log);
    if (/waiting for connections/i.test(lines)) return { kind: 'ready' };
    if (end.reason !== undefined) {
      if (/address already in use/i.test(lines)) return { kind: 'port-taken' };
      throw startFailed(program, log, end.reason);
    }
    await delay(pollMs);
  }
  throw startFailed(program, log, `not ready within ${startMs / 1000} s`);
}

function startFailed(program: ServerProgram, log: ServerLog, reason: string): StoreError {
  const tail = linesOf(log).trim().split('\n').slice(-5).join('\n  ');
  return new StoreError(
    'START_FAILED',
    `${program.name} (${program.path}) did not start: ${reason}. The end of ${log.path}:\n  ${tail}`,
    { program: program.path, reason },
  );
}

/** Whether a living process answers as a MongoDB server does, given as long as a start takes. */
export async function answersEventually(port: number, server: ProcessIdentity): Promise<boolean> {
  const deadline = performance.now() + startMs;
  while (isRunning(server) && performance.now() < deadline) {
    if (await answers(port, server)) return true;
    await delay(pollMs);
  }
  return false;
}

async function answers(port: number, server: ProcessIdentity): Promise<boolean> {
  const client = new mongoose.mongo.MongoClient(serverUri(port), {
    serverSelectionTimeoutMS: pingMs,
    connectTimeoutMS: pingMs,
    socketTimeoutMS: pingMs,
    directConnection: true,
  });
  // A server killed a moment ago: without this the driver goes on trying until its time is up.
  const watch = setInterval(() => isRunning(server) || void client.close(), pollMs);
  try {
    await client.db('admin').command({ ping: 1 });
    return true;
  } catch {
    return false;
  } finally {
    clearInterval(watch);
    await client.close();
  }
}

/** Asks, waits, and in the end insists. */
export async function stopServer(server: ProcessIdentity): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isRunning(server)) return;
    signalProcess(server.pid, signal);
    const deadline = performance.now() + stopMs;
    while (isRunning(server) && performance.now() < deadline) await delay(pollMs);
  }
}

function signalProcess(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in between.
  }
}

export async function freePort(): Promise<number | undefined> {
  for (let attempt = 1; attempt <= portAttempts; attempt += 1) {
    const port = firstPort + randomInt(portCount);
    if (await isFree(port)) return port;
  }
  return undefined;
}

/** Given a moment: the system may close a killed server's socket a little after its end. */
export async function freesUp(port: number): Promise<boolean> {
  const deadline = performance.now() + freeUpMs;
  while (performance.now() < deadline) {
    if (await isFree(port)) return true;
    await delay(pollMs);
  }
  return false;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

function openLog(dataDir: string): ServerLog {
  const path = join(dataDir, 'store.log');
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestLogBytes) renameSync(path, `${path}.1`);
  const descriptor = openSync(path, 'a');
  return { descriptor, path, offset: fstatSync(descriptor).size };
}

function linesOf(log: ServerLog): string {
  return readFileSync(log.path).subarray(log.offset).toString('utf8');
}
