import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { isRunning, processIdentity, thisProcess } from './process-identity.ts';
import { StoreError } from './store-error.ts';

const pollMs = 20;
// As long as a slow download: a living holder is waited for, a dead one's lock is taken over at once.
const patienceMs = 10 * 60_000;
// A file that says nothing yet is being written. This long after, its writer has died in the act.
const unwrittenMs = 5_000;

const lockContent = z.object({ holder: processIdentity, token: z.string() });
type Lock = z.infer<typeof lockContent>;

/** One process at a time, across processes and within one; a holder that died does not keep others out. */
export async function exclusively<T>(lockPath: string, work: () => Promise<T>): Promise<T> {
  const lock: Lock = { holder: thisProcess(), token: randomUUID() };
  await mkdir(dirname(lockPath), { recursive: true });
  await acquire(lockPath, lock);
  try {
    return await work();
  } finally {
    if ((await readLock(lockPath))?.token === lock.token) await rm(lockPath, { force: true });
  }
}

async function acquire(lockPath: string, lock: Lock): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await createExclusively(lockPath, JSON.stringify(lock)))) {
    if (performance.now() > deadline) {
      const holder = (await readLock(lockPath))?.holder.pid;
      throw new StoreError('LOCKED', `${lockPath} is held by process ${holder}. Stop that process.`, {
        holder,
      });
    }
    if (await isStale(lockPath)) await removeStale(lockPath);
    else await delay(pollMs);
  }
}

/**
 * Only one process at a time removes, and looks again before it does: of two that both saw the dead
 * holder's lock, the slower would otherwise remove the lock that the quicker has just taken.
 */
async function removeStale(lockPath: string): Promise<void> {
  const removing = `${lockPath}.removing`;
  if (await createExclusively(removing, '')) {
    try {
      if (await isStale(lockPath)) await rm(lockPath, { force: true });
    } finally {
      await rm(removing, { force: true });
    }
  } else if (await isOld(removing)) {
    await rm(removing, { force: true });
  } else {
    await delay(pollMs);
  }
}

async function isStale(lockPath: string): Promise<boolean> {
  const lock = await readLock(lockPath);
  return lock === undefined ? isOld(lockPath) : !isRunning(lock.holder);
}

async function isOld(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > unwrittenMs;
  } catch {
    return false;
  }
}

async function readLock(lockPath: string): Promise<Lock | undefined> {
  try {
    return lockContent.parse(JSON.parse(await readFile(lockPath, 'utf8')));
  } catch {
    return undefined;
  }
}

async function createExclusively(path: string, content: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(content);
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
