import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { now } from './clock.ts';
import { undo } from './undo.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsx = import.meta.resolve('tsx');

export interface Child {
  process: ChildProcess;
  /** The first line that it printed. */
  line: string;
  startMs: number;
  stop(): Promise<void>;
}

/** Starts a TypeScript program and waits for its first line. */
export async function start(path: string, args: string[], env: Record<string, string> = {}): Promise<Child> {
  const startedAt = now();
  const child = spawn(process.execPath, ['--import', tsx, join(root, path), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await Promise.race([ended, wait(12_000, undefined, { ref: false }).then(() => child.kill('SIGKILL'))]);
      await ended;
    }
  };
  undo.push(stop);
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const line = await Promise.race([
    once(lines, 'line').then(([text]) => String(text)),
    ended.then(() => undefined),
  ]);
  if (line === undefined) throw new Error(`${path} ended before it was ready.`);
  return { process: child, line, startMs: now() - startedAt, stop };
}
