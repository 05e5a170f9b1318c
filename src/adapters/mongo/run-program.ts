import { execFile } from 'node:child_process';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

interface ProgramResult {
  ok: boolean;
  /** Standard output and error together. */
  output: string;
}

/** Never rejects: a program that is missing, fails or takes too long is a result too. */
export function runProgram(
  path: string,
  args: readonly string[],
  options: { env: Environment; timeoutMs: number },
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const settings = {
      env: { ...options.env },
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: 16_000_000,
    } as const;
    execFile(path, [...args], settings, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trim();
      resolve({ ok: error === null, output: output === '' ? (error?.message ?? '') : output });
    });
  });
}

/** Every executable of these names on the PATH, in the order of the names; each real file once. */
export function findOnPath(names: readonly string[], env: Environment): string[] {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const found = new Map<string, string>();
  for (const name of names) {
    for (const folder of folders) {
      const path = resolve(join(folder, name + suffix));
      if (!isExecutable(path)) continue;
      const real = realpathSync(path);
      if (!found.has(real)) found.set(real, path);
    }
  }
  return [...found.values()];
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
