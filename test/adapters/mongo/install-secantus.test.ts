import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  installedSecantus,
  installSecantus,
  secantusVersion,
} from '../../../src/adapters/mongo/install-secantus.ts';

let folder: string;
let env: Record<string, string>;
let progress: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "elevate's install "));
  env = { PATH: join(folder, 'bin'), ELEVATE_STORE_DIR: join(folder, 'store') };
  progress = [];
  await mkdir(join(folder, 'bin'));
  await mkdir(join(folder, 'store'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A Python whose venv holds itself, whose pip does as told, and which notes what it was asked. */
async function python(name: string, behaviour: { probe?: string; pip?: string } = {}): Promise<void> {
  const script = `#!/bin/sh
PATH=/usr/bin:/bin
case "$1 $2" in
  -c*) ${behaviour.probe ?? ':'} ;;
  '-m venv') echo '${name} venv' >> "$ELEVATE_STORE_DIR/../asked"; mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
  '-m pip') echo '${name} pip' >> "$ELEVATE_STORE_DIR/../asked"; ${behaviour.pip ?? ':'} ;;
  *) echo "runs: $*" ;;
esac
`;
  await writeFile(join(folder, 'bin', name), script, { mode: 0o755 });
}

function install() {
  return installSecantus(env, (line) => progress.push(line));
}

async function asked(): Promise<string[]> {
  return (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n');
}

test('makes a program that runs the stand-in, from a folder of any name', async () => {
  await python('python3');
  const result = await install();
  expect(result).toEqual({ kind: 'installed', launcher: await installedSecantus(env) });
  const launcher = (await installedSecantus(env)) ?? '';
  const { stdout } = await promisify(execFile)(launcher, ['--port', '1', 'a b']);
  expect(stdout).toMatch(/^runs: -I .*mongod-stand-in\.py --port 1 a b\n$/);
  expect(progress).toEqual([expect.stringMatching(/^Installing SecantusDB .* once/)]);
});

test('is done once, however many ask at the same time', async () => {
  await python('python3');
  const results = await Promise.all([install(), install(), install()]);
  expect(results.map(({ kind }) => kind)).toEqual(['installed', 'installed', 'installed']);
  expect(await asked()).toEqual(['python3 venv', 'python3 pip']);
});

test('that was interrupted is done again, and its remains are removed', async () => {
  await python('python3');
  await mkdir(join(folder, 'store', `secantusdb-${secantusVersion}-half`, 'bin'), { recursive: true });
  expect(await installedSecantus(env)).toBeUndefined();
  await install();
  const left = (await readdir(join(folder, 'store'))).filter((name) => name.startsWith('secantusdb-'));
  expect(left).toHaveLength(2);
  expect(left).not.toContain(`secantusdb-${secantusVersion}-half`);
});

test('whose Python is gone is done again', async () => {
  await python('python3');
  await install();
  const [venv = ''] = (await readdir(join(folder, 'store'))).filter((name) => /-[0-9a-f]{8}$/.test(name));
  await rm(join(folder, 'store', venv, 'bin', 'python'));
  expect(await installedSecantus(env)).toBeUndefined();
  expect((await install()).kind).toBe('installed');
});

test('passes over a Python that is too old, and tries the next when there is no wheel for one', async () => {
  await python('python3', { probe: 'exit 3' });
  await python('python3.12', { pip: 'echo "No matching distribution found"; exit 1' });
  await python('python3.11');
  expect((await install()).kind).toBe('installed');
  expect(await asked()).toEqual(['python3.12 venv', 'python3.12 pip', 'python3.11 venv', 'python3.11 pip']);
});

test('gives up at once without a network, says why and leaves nothing half done', async () => {
  await python('python3', { pip: 'echo "Retrying (Retry(total=0)): cannot resolve pypi.org"; exit 1' });
  await python('python3.11');
  expect(await install()).toEqual({
    kind: 'failed',
    reason: expect.stringMatching(/cannot resolve pypi\.org/),
  });
  expect(await asked()).toEqual(['python3 venv', 'python3 pip']);
  expect(await readdir(join(folder, 'store'))).toEqual(['install.log']);
});
