import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exclusively } from './exclusively.ts';
import { type Environment, findOnPath, isExecutable, runProgram } from './run-program.ts';

export const secantusVersion = '0.7.0b3';
/** What `mongod-stand-in.py` answers to --version: `mongodb-memory-server` must be asked for the same. */
export const pretendedMongoVersion = '7.0.14';

const pythonNames = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const probe = 'import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 10) else 3)';
const probeTimeoutMs = 10_000;
const installTimeoutMs = 8 * 60_000;
const standIn = fileURLToPath(new URL('./mongod-stand-in.py', import.meta.url));
const checkoutStore = fileURLToPath(new URL('../../../.store', import.meta.url));

type InstallResult = { kind: 'installed'; launcher: string } | { kind: 'failed'; reason: string };

/** One install serves every data folder of the checkout, and its tests. */
function storeDir(env: Environment): string {
  return resolve(env.ELEVATE_STORE_DIR || checkoutStore);
}

/** The program to run in place of `mongod`, or `undefined` when no install was ever finished. */
export async function installedSecantus(env: Environment): Promise<string | undefined> {
  const folder = await readMarker(env);
  if (folder === undefined) return undefined;
  const python = pythonIn(folder);
  // The Python that the venv points to may have been upgraded away since.
  return isExecutable(python) ? writeLauncher(folder) : undefined;
}

/** Once per checkout. Two processes at once make one install; a half-finished one is done again. */
export async function installSecantus(
  env: Environment,
  progress: (line: string) => void,
): Promise<InstallResult> {
  if (process.platform === 'win32') return { kind: 'failed', reason: 'SecantusDB: not offered on Windows' };
  return exclusively(join(storeDir(env), 'install.lock'), async () => {
    const launcher = await installedSecantus(env);
    if (launcher !== undefined) return { kind: 'installed', launcher };
    return installWithFirstUsablePython(env, progress);
  });
}

async function installWithFirstUsablePython(
  env: Environment,
  progress: (line: string) => void,
): Promise<InstallResult> {
  let reason = 'Python 3.10 or newer with venv: none on the PATH';
  for (const python of findOnPath(pythonNames, env)) {
    if (!(await runProgram(python, ['-c', probe], { env, timeoutMs: probeTimeoutMs })).ok) continue;
    progress(`Installing SecantusDB ${secantusVersion} with ${python}, once (about 150 MB) …`);
    const failure = await installWith(python, env);
    const launcher = failure === undefined ? await installedSecantus(env) : undefined;
    if (launcher !== undefined) return { kind: 'installed', launcher };
    reason = `SecantusDB from PyPI with ${python}: ${failure ?? 'the install cannot be run'}`;
    // Another Python may have the wheel that this one lacks, but not the network that is missing.
    if (/\bretry|timed out/i.test(reason)) break;
  }
  return { kind: 'failed', reason };
}

/**
 * Every attempt has a folder of its own, and the marker that names it is written last: what an
 * interrupted pip goes on writing never reaches an install in use. A venv cannot be moved afterwards.
 */
async function installWith(python: string, env: Environment): Promise<string | undefined> {
  const folder = `secantusdb-${secantusVersion}-${randomUUID().slice(0, 8)}`;
  const path = join(storeDir(env), folder);
  const requirement = `secantusdb==${secantusVersion}`;
  const pip = ['-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', '--retries', '2'];
  const limits = { env, timeoutMs: installTimeoutMs };
  const venv = await runProgram(python, ['-m', 'venv', path], limits);
  // Only as a wheel: building WiredTiger from source takes a compiler and many minutes.
  const result = venv.ok
    ? await runProgram(pythonIn(path), [...pip, '--only-binary', 'secantusdb', requirement], limits)
    : venv;
  await writeFile(join(storeDir(env), 'install.log'), `${result.output}\n`);
  if (!result.ok) {
    await rm(path, { recursive: true, force: true });
    return lastLines(result.output, 6);
  }
  await writeWhole(markerPath(env), JSON.stringify({ folder }));
  await removeAbandoned(env, folder);
  return undefined;
}

async function removeAbandoned(env: Environment, keep: string): Promise<void> {
  for (const name of await readdir(storeDir(env))) {
    if (!name.startsWith('secantusdb-') || name === keep || name.endsWith('.json')) continue;
    // Best effort: an interrupted pip may still be writing there.
    await rm(join(storeDir(env), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** A shell script rather than a `#!` line, which may hold no space and only some 120 characters. */
async function writeLauncher(folder: string): Promise<string> {
  const launcher = join(folder, 'bin', 'mongod-stand-in');
  // -I: no PYTHONPATH or user packages of the person's own get between.
  const script = `#!/bin/sh\nexec ${quote(pythonIn(folder))} -I ${quote(standIn)} "$@"\n`;
  if ((await readOrUndefined(launcher)) !== script) {
    await mkdir(join(folder, 'bin'), { recursive: true });
    await writeWhole(launcher, script, 0o755);
  }
  return launcher;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function pythonIn(folder: string): string {
  return join(folder, 'bin', 'python');
}

function markerPath(env: Environment): string {
  return join(storeDir(env), `secantusdb-${secantusVersion}.json`);
}

async function readMarker(env: Environment): Promise<string | undefined> {
  const marker = await readOrUndefined(markerPath(env));
  if (marker === undefined) return undefined;
  const { folder } = JSON.parse(marker) as { folder: string };
  return join(storeDir(env), folder);
}

/** A reader sees the old content or the new, never half of it. */
async function writeWhole(path: string, content: string, mode = 0o644): Promise<void> {
  const unfinished = `${path}.${randomUUID().slice(0, 8)}`;
  await writeFile(unfinished, content);
  await chmod(unfinished, mode);
  await rename(unfinished, path);
}

async function readOrUndefined(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}

function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join(' / ');
}
