import { resolve } from 'node:path';
import type { Logger } from '../../ports/logger.ts';
import {
  installedSecantus,
  installSecantus,
  pretendedMongoVersion,
  secantusVersion,
} from './install-secantus.ts';
import { downloadHost, downloadHostAnswers } from './probe-download-host.ts';
import { type Environment, findOnPath, isExecutable, runProgram } from './run-program.ts';
import { StoreError } from './store-error.ts';

/** Neither reads the other's files. */
export type Engine = 'mongod' | 'secantusdb';

export interface ServerProgram {
  engine: Engine;
  path: string;
  /** What it answers to --version. */
  mongoVersion: string;
  /** For people: `MongoDB 8.2.6`, `SecantusDB 0.7.0b3`. */
  name: string;
}

interface ProgramSearch {
  env: Environment;
  log: Logger;
  progress: (line: string) => void;
  /** The engine whose files the data folder already holds: then no other will do. */
  only?: Engine | undefined;
}

const probeTimeoutMs = 2_500;
const versionTimeoutMs = 10_000;

/** The one place that decides which server program to use. Rejects with the cures when there is none. */
export async function findServerProgram(search: ProgramSearch): Promise<ServerProgram> {
  const failures: string[] = [];
  if (search.only === 'secantusdb' && search.env.MONGOMS_SYSTEM_BINARY) {
    search.log.warn({}, 'MONGOMS_SYSTEM_BINARY is passed over: the data folder holds files of SecantusDB');
  }
  const program =
    search.only === 'secantusdb'
      ? await secantus(search, failures)
      : ((await namedMongod(search)) ??
        (await mongodOnPath(search, failures)) ??
        (await cachedMongod(search, failures)) ??
        (search.only === undefined ? await finishedSecantus(search) : undefined) ??
        (await downloadedMongod(search, failures)) ??
        (search.only === undefined ? await secantus(search, failures) : undefined));
  if (program !== undefined) return program;
  throw new StoreError('NO_PROGRAM', cures(failures, search.only), { failures });
}

async function namedMongod({ env }: ProgramSearch): Promise<ServerProgram | undefined> {
  if (!env.MONGOMS_SYSTEM_BINARY) return undefined;
  const path = resolve(env.MONGOMS_SYSTEM_BINARY);
  const program = isExecutable(path) ? await asMongod(path, env) : undefined;
  if (program !== undefined) return program;
  // Said explicitly, so not passed over in silence.
  throw new StoreError(
    'PROGRAM_UNUSABLE',
    `MONGOMS_SYSTEM_BINARY is "${path}", which is not a mongod that runs. Correct it, or remove it.`,
  );
}

async function mongodOnPath({ env }: ProgramSearch, failures: string[]): Promise<ServerProgram | undefined> {
  const paths = findOnPath(['mongod'], env);
  if (paths.length === 0) failures.push('mongod: none on the PATH');
  return firstUsable(paths, env, failures);
}

async function cachedMongod(search: ProgramSearch, failures: string[]): Promise<ServerProgram | undefined> {
  const { DryMongoBinary } = await import('mongodb-memory-server');
  const path = await DryMongoBinary.locateBinary({ version: await mongoVersionWanted(search.env) });
  return firstUsable(path === undefined ? [] : [path], search.env, failures);
}

async function downloadedMongod(
  search: ProgramSearch,
  failures: string[],
): Promise<ServerProgram | undefined> {
  const { env, log, progress } = search;
  const { host } = downloadHost(env);
  if (env.MONGOMS_RUNTIME_DOWNLOAD === 'false') {
    failures.push('mongod from the internet: MONGOMS_RUNTIME_DOWNLOAD is "false"');
    return undefined;
  }
  if (!(await downloadHostAnswers(env, probeTimeoutMs))) {
    failures.push(`mongod from the internet: ${host} does not answer`);
    return undefined;
  }
  const version = await mongoVersionWanted(env);
  progress(`Downloading MongoDB ${version} from ${host}, once (about 100 MB) …`);
  try {
    const { MongoBinary } = await import('mongodb-memory-server');
    return await firstUsable([await MongoBinary.getPath({ version })], env, failures);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    failures.push(`mongod from the internet: ${reason}`);
    log.warn({ host, reason }, 'MongoDB could not be downloaded');
    return undefined;
  }
}

async function finishedSecantus({ env }: ProgramSearch): Promise<ServerProgram | undefined> {
  const launcher = await installedSecantus(env);
  return launcher === undefined ? undefined : asSecantus(launcher);
}

async function secantus(search: ProgramSearch, failures: string[]): Promise<ServerProgram | undefined> {
  const finished = await finishedSecantus(search);
  if (finished !== undefined) return finished;
  try {
    const result = await installSecantus(search.env, search.progress);
    if (result.kind === 'installed') return asSecantus(result.launcher);
    failures.push(result.reason);
  } catch (error) {
    // Such as a folder that may not be written: one of the things tried, like any other.
    failures.push(`SecantusDB: ${error instanceof Error ? error.message : error}`);
  }
  return undefined;
}

async function firstUsable(
  paths: readonly string[],
  env: Environment,
  failures: string[],
): Promise<ServerProgram | undefined> {
  for (const path of paths) {
    const program = await asMongod(path, env);
    if (program !== undefined) return program;
    failures.push(`${path}: does not run`);
  }
  return undefined;
}

/** Runs it: a version manager's shim, a missing library or an unfit processor shows only then. */
async function asMongod(path: string, env: Environment): Promise<ServerProgram | undefined> {
  const { ok, output } = await runProgram(path, ['--version'], { env, timeoutMs: versionTimeoutMs });
  const version = /^\s*db version v?(\d+\.\d+\.\d+)/im.exec(output)?.[1];
  if (!ok || version === undefined) return undefined;
  return { engine: 'mongod', path, mongoVersion: version, name: `MongoDB ${version}` };
}

function asSecantus(launcher: string): ServerProgram {
  return {
    engine: 'secantusdb',
    path: launcher,
    mongoVersion: pretendedMongoVersion,
    name: `SecantusDB ${secantusVersion}`,
  };
}

async function mongoVersionWanted(env: Environment): Promise<string> {
  const { DryMongoBinary } = await import('mongodb-memory-server');
  return env.MONGOMS_VERSION ?? DryMongoBinary.getEnsuredOptions().version;
}

function cures(failures: readonly string[], only: Engine | undefined): string {
  const reader = only === 'mongod' ? 'mongod' : 'SecantusDB';
  return [
    'There is no MongoDB server to keep the data in. Any one of these cures it:',
    '  1. Set MONGODB_URI to a MongoDB server that you have.',
    '  2. Install mongod and put it on the PATH (or name it in MONGOMS_SYSTEM_BINARY), or give this machine',
    '     access to https://fastdl.mongodb.org: then it is downloaded by itself, once.',
    '  3. Install Python 3.10 or newer with venv (Debian: apt install python3-venv), with access to PyPI:',
    '     then SecantusDB is installed by itself, once.',
    ...(only === undefined
      ? []
      : [`The data folder holds files of ${reader}, which only ${reader} can read.`]),
    'What was tried:',
    ...failures.map((failure) => `  - ${failure}`),
  ].join('\n');
}
