import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));

const versions = z.record(z.string(), z.string());
const { dependencies, devDependencies } = z
  .object({ dependencies: versions, devDependencies: versions })
  .parse(read('package.json'));
const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        resolved: z.string().optional(),
        integrity: z.string().optional(),
        license: z.string().optional(),
      }),
    ),
  })
  .parse(read('package-lock.json'));
const installed = Object.entries(packages).filter(([path]) => path !== '');

/** What goes with MIT. MPL-2.0 is of a tool's own files, which are not changed. */
const licences = [
  'MIT',
  'MIT OR Apache-2.0',
  'Apache-2.0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'MPL-2.0',
  'OFL-1.1',
];

test('what we ask for is one version, not a range', () => {
  const ranges = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  );
  expect(ranges).toEqual([]);
});

test('every package is pinned by a hash, from the one registry', () => {
  expect(installed.length).toBeGreaterThan(300);
  const loose = installed.filter(
    ([, { resolved, integrity }]) =>
      !integrity?.startsWith('sha512-') ||
      // Left out where it is the registry that npm is set to (.npmrc).
      (resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/')),
  );
  expect(loose.map(([path]) => path)).toEqual([]);
});

test('every package has a licence that goes with ours', () => {
  const others = installed.filter(([, { license }]) => license === undefined || !licences.includes(license));
  expect(others.map(([path, { license }]) => [path, license])).toEqual([]);
});
