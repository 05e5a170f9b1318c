import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `npm start` as a process of its own, without the shell in between. */
export interface StartedProgram {
  child: ChildProcess;
  /** What it has written so far. */
  written(): { stdout: string; stderr: string };
  /** The line with which it says that it is ready. Rejects with what it wrote instead when it ends before. */
  ready: Promise<string>;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Resolves once the program has written something to stderr that matches. */
  complains(pattern: RegExp): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** `settings` are the only ones it gets: none of this process's own. */
export function startProgramProcess(settings: Record<string, string>): StartedProgram {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: root,
    env: { PATH, HOME, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));

  /** Looks again whenever something was written. */
  async function until<Found>(stream: 'stdout' | 'stderr', look: () => Found | undefined): Promise<Found> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      const more = await Promise.race([
        once(child[stream], 'data').then(() => true),
        ended.then(() => false),
      ]);
      if (!more) throw new Error(`The program ended first. It wrote:\n${stdout}${stderr}`);
    }
  }
  const ready = until('stdout', () => /^ready: .*$/m.exec(stdout)?.[0]);
  ready.catch(() => {});

  return {
    child,
    written: () => ({ stdout, stderr }),
    ready,
    ended,
    complains: async (pattern) => {
      await until('stderr', () => pattern.exec(stderr) ?? undefined);
    },
    kill: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
