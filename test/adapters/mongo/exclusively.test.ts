import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exclusively } from '../../../src/adapters/mongo/exclusively.ts';

let folder: string;
let lockPath: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'elevate-lock-'));
  lockPath = join(folder, 'some.lock');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Many at once, of whom none may meet another inside. */
async function crowd(): Promise<{ entered: number; met: number }> {
  const seen = { entered: 0, met: 0 };
  let inside = 0;
  const visit = () =>
    exclusively(lockPath, async () => {
      seen.entered += 1;
      inside += 1;
      if (inside > 1) seen.met += 1;
      await new Promise(setImmediate);
      inside -= 1;
    });
  await Promise.all(Array.from({ length: 12 }, visit));
  return seen;
}

test('lets one in at a time, and leaves nothing behind', async () => {
  expect(await crowd()).toEqual({ entered: 12, met: 0 });
  expect(await readdir(folder)).toEqual([]);
});

test('is given back when the work fails', async () => {
  const failing = exclusively(lockPath, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await exclusively(lockPath, async () => 'in')).toBe('in');
});

test.each([
  ['whose holder died', JSON.stringify({ token: 't', holder: { pid: 4_000_000, startedAt: '1' } })],
  ['whose holder has passed its process id on', holderNow('long ago')],
])('is taken over, once, from a lock %s', async (_case, content) => {
  await writeFile(lockPath, content);
  expect(await crowd()).toEqual({ entered: 12, met: 0 });
});

test.each(['', '{}', '{'])('is taken over from a lock that has long read "%s"', async (content) => {
  await writeFile(lockPath, content);
  await utimes(lockPath, 1, 1);
  expect(await crowd()).toEqual({ entered: 12, met: 0 });
});

function holderNow(startedAt: string): string {
  return JSON.stringify({ token: 't', holder: { pid: process.pid, startedAt } });
}
