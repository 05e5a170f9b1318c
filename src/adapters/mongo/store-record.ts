import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isRunning, type ProcessIdentity, processIdentity } from './process-identity.ts';

const storeRecord = z.object({
  name: z.string(),
  port: z.number().int(),
  server: processIdentity,
  users: z.array(processIdentity),
});

/** Who serves a data folder, where, and for whom: `store.json`, written only under `store.lock`. */
export type StoreRecord = z.infer<typeof storeRecord>;

export function readRecord(dataDir: string): StoreRecord | undefined {
  try {
    return storeRecord.parse(JSON.parse(readFileSync(recordPath(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Synchronous: a server is on record before anything can interrupt the process that started it. */
export function writeRecord(dataDir: string, record: StoreRecord): void {
  const unfinished = `${recordPath(dataDir)}.new`;
  writeFileSync(unfinished, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(unfinished, recordPath(dataDir));
}

export function removeRecord(dataDir: string): void {
  rmSync(recordPath(dataDir), { force: true });
}

export function livingUsers(record: StoreRecord | undefined): ProcessIdentity[] {
  return (record?.users ?? []).filter(isRunning);
}

export function without(users: readonly ProcessIdentity[], user: ProcessIdentity): ProcessIdentity[] {
  return users.filter(({ pid }) => pid !== user.pid);
}

function recordPath(dataDir: string): string {
  return join(dataDir, 'store.json');
}
