import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A process id alone is not enough: ids are reused, and in a container the program is always number 1. */
export const processIdentity = z.object({ pid: z.number().int(), startedAt: z.string() });
export type ProcessIdentity = z.infer<typeof processIdentity>;

const unknownStart = 'unknown';

/** `undefined` when no such process runs. Synchronous, so that a spawned server is recorded in the same tick. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? startInProc(pid) : startInPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

export function isRunning(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startedAt === identity.startedAt;
}

export function thisProcess(): ProcessIdentity {
  return identifyProcess(process.pid) ?? { pid: process.pid, startedAt: unknownStart };
}

function startInProc(pid: number): string | undefined {
  const stat = readOrUndefined(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses, which may itself hold spaces and parentheses.
  const [state, ...rest] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const threads = Number(rest[16]);
  // A killed process is a zombie at once, but keeps its port and files until its last thread is gone.
  const ended = state === 'X' || (state === 'Z' && threads <= 1);
  return ended ? undefined : rest[18];
}

function startInPs(pid: number): string | undefined {
  // Two processes must read the same start, whatever their time zones and languages.
  const env = { PATH: '/usr/bin:/bin', TZ: 'UTC', LC_ALL: 'C' };
  const fields = ['-o', 'stat=,lstart=', '-p', String(pid)];
  const { stdout, error } = spawnSync('ps', fields, { encoding: 'utf8', env });
  // Windows has no ps, and knows a process by its id only.
  if (error !== undefined) return exists(pid) ? unknownStart : undefined;
  const [state = '', ...start] = stdout.trim().split(/\s+/);
  return state === '' || state.startsWith('Z') ? undefined : start.join(' ');
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
