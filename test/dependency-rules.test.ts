import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const checkout = fileURLToPath(new URL('..', import.meta.url));

/** Design §5 once more, by hand: a slip in .dependency-cruiser.mjs shows as a difference from this table. */
const maySee: Record<string, string> = {
  domain: '',
  ports: 'domain',
  sentences: 'domain',
  markdown: 'domain',
  context: 'domain ports',
  course: 'domain ports context',
  foundation: 'domain ports context',
  progress: 'domain ports context',
  funnel: 'domain ports context',
  people: 'domain ports context',
  cohort: 'domain ports context progress funnel people',
  playbook: 'domain ports context course foundation progress funnel people cohort',
  director: 'domain ports context course foundation progress funnel people cohort playbook sentences',
  inbox: 'domain ports',
  outbox: 'domain ports',
  jobs: 'domain ports context course foundation progress funnel people cohort',
};
const layers = Object.keys(maySee);

/** Each rule that is not about one layer, and files that break it and nothing else. */
const offenders: Record<string, Record<string, string>> = {
  'adapters-apart': {
    'src/adapters/slack/uses-discord.ts': "import '../discord/thing.ts';",
    'src/adapters/slack/uses-app.ts': "import type { App } from '../../app.ts';",
    'src/adapters/slack/deep/uses-director.ts': "import '../../../director/thing.ts';",
  },
  'app-knows-no-vendor': {
    'src/app.ts': "import './adapters/slack/thing.ts';\nimport type { Config } from './config.ts';",
  },
  'config-alone': { 'src/config.ts': "import './ports/thing.ts';" },
  'roots-on-top': { 'src/strays/uses-compose.ts': "import '../compose.ts';" },
  'main-on-top': { 'src/compose.ts': "import './main.ts';" },
  'src-only': {
    'src/jobs/uses-a-test.ts': "import '../../test/thing.ts';",
    'src/jobs/uses-a-script.ts': "import '../../scripts/thing.ts';",
  },
  'known-place': {
    'src/main.ts': "import './strays/thing.ts';\nimport './adapters/loose.ts';\nimport './stray.ts';",
  },
  'no-drawer': {
    'src/people/uses-utils.ts': "import './utils.ts';",
    'src/people/uses-helpers.ts': "import './helpers/thing.ts';",
    'src/people/uses-a-manager.ts': "import './people-manager.ts';",
  },
  'no-barrel': { 'src/people/uses-a-barrel.ts': "import './index.ts';" },
  'no-cycle': {
    'src/domain/hen.ts': "import type { Egg } from './egg.ts';",
    'src/domain/egg.ts': "import type { Hen } from './hen.ts';",
  },
  resolves: { 'src/domain/uses-nothing.ts': "import './gone.ts';" },
  'package-with-a-home': { 'src/adapters/slack/uses-vitest.ts': "import 'vitest';" },
  'outside-at-the-edge': {
    'src/domain/uses-files.ts': "import 'node:fs/promises';",
    'src/jobs/uses-http.ts': "import type { Server } from 'http';",
    'src/app/uses-processes.ts': "import 'node:child_process';",
  },
  'outside-by-name-only': {
    'src/ports/uses-files.ts': "import 'node:fs/promises';",
    'src/ports/uses-http.ts':
      "import { createServer } from 'node:http';\nexport const create = createServer;",
  },
  // Every way to import counts.
  'layer-domain': {
    'src/domain/reexports.ts': "export { thing } from '../ports/thing.ts';",
    'src/domain/imports-later.ts': "export const later = () => import('../ports/thing.ts');",
    'src/domain/names-a-type.ts': "export type Later = typeof import('../ports/thing.ts');",
  },
  'home-of-discord-api-types': {
    'src/adapters/slack/uses-discord-api-types.ts': "import 'discord-api-types/v10';",
    'src/director/names-their-type.ts': "import type { APIMessage } from 'discord-api-types/v10';",
  },
  ...Object.fromEntries(
    [
      'chart.js',
      'fastify',
      'mongoose',
      'mongodb-memory-server',
      'openai',
      'node-cron',
      'pino',
      'prom-client',
      'rate-limiter-flexible',
      'commander',
      'dotenv',
      'preact',
      'htm',
      'discord.js',
      'ipaddr.js',
      'htmlparser2',
      'rate-limiter-flexible',
    ].map((name) => [`home-of-${name}`, { [`src/adapters/slack/uses-${name}.ts`]: `import '${name}';` }]),
  ),
  'home-of-@napi-rs/canvas': { 'src/funnel/draws.ts': "import '@napi-rs/canvas';" },
  'home-of-@opentelemetry/api': { 'src/outbox/traces.ts': "import '@opentelemetry/api';" },
  'home-of-@fontsource/inter': { 'src/funnel/writes.ts': "import '@fontsource/inter';" },
  ...Object.fromEntries(
    ['bolt', 'logger', 'oauth', 'types', 'web-api'].map((name) => [
      `home-of-@slack/${name}`,
      { [`src/adapters/http/uses-slack-${name}.ts`]: `import type {} from '@slack/${name}';` },
    ]),
  ),
};

/** What must not be taken for an offence. */
const innocents: Record<string, string> = {
  'src/adapters/slack/keeps-the-rules.ts':
    "import '../../domain/thing.ts';\nimport '../../ports/thing.ts';\nimport '../../markdown/thing.ts';\nimport '../../sentences/thing.ts';\nimport './thing.ts';\nimport 'node:fs';\nimport 'zod';",
  'src/adapters/http/serves.ts': "import 'fastify';\nimport 'rate-limiter-flexible';",
  'src/adapters/mongo/stores.ts': "import 'mongoose';\nimport 'mongodb-memory-server';",
  'src/adapters/openai/asks.ts': "import 'openai';\nimport 'openai/helpers/zod';",
  'src/adapters/slack/talks.ts':
    "import '@slack/bolt';\nimport '@slack/logger';\nimport '@slack/oauth';\nimport type {} from '@slack/types';\nimport '@slack/web-api';",
  'src/adapters/discord/talks.ts': "import 'discord.js';\nimport 'discord-api-types/v10';",
  'src/adapters/chart/paints.ts':
    "import 'chart.js';\nimport '@napi-rs/canvas';\nimport '@fontsource/inter';",
  'src/adapters/node-cron/schedules.ts': "import 'node-cron';",
  'src/adapters/system/logs.ts': "import 'pino';",
  'src/adapters/telemetry/counts.ts': "import 'prom-client';\nimport '@opentelemetry/api';",
  'src/adapters/web/reads.ts': "import 'ipaddr.js';\nimport 'htmlparser2';",
  'src/playbook/reads-times.ts': "import 'luxon';\nimport 'chrono-node';",
  'src/ports/names-http.ts': "import type { IncomingMessage } from 'node:http';",
  'src/domain/hashes.ts': "import 'node:crypto';\nimport 'zod';",
};

async function cruise(folder: string): Promise<ICruiseResult> {
  const program = join(checkout, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [
    program,
    'src',
    '--config',
    join(checkout, '.dependency-cruiser.mjs'),
    '--output-type',
    'json',
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: folder,
    maxBuffer: 50_000_000,
  });
  return JSON.parse(stdout);
}

describe('the rules of who imports whom', () => {
  it('are kept by src, whose imports really are read', async () => {
    const { summary } = await cruise(checkout);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
    expect(summary.totalCruised).toBeGreaterThan(60);
    expect(summary.totalDependenciesCruised).toBeGreaterThan(300);
  });

  describe('in a tree of offenders', () => {
    let folder: string;
    let rules: string[];
    /** By file: the rules that it breaks. */
    let broken: Map<string, Set<string>>;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'elevate-imports-'));
      await symlink(join(checkout, 'node_modules'), join(folder, 'node_modules'));
      const things = [
        ...layers.map((layer) => `src/${layer}/thing.ts`),
        ...['slack/thing', 'discord/thing', 'loose'].map((name) => `src/adapters/${name}.ts`),
        ...[
          'strays/thing',
          'stray',
          'people/utils',
          'people/helpers/thing',
          'people/people-manager',
          'people/index',
        ].map((name) => `src/${name}.ts`),
        'test/thing.ts',
        'scripts/thing.ts',
      ];
      const files: Array<[path: string, text: string]> = [
        ...things.map((path): [string, string] => [path, 'export const thing = 1;']),
        ...pairs().map(({ layer, other, path }): [string, string] => [
          path,
          `import type { Thing } from '../${other}/thing.ts';\nexport type Mine = import('../${layer}/thing.ts').Thing;`,
        ]),
        ...Object.values(offenders).flatMap((one) => Object.entries(one)),
        ...Object.entries(innocents),
      ];
      for (const [path, text] of files) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
      }
      const { summary } = await cruise(folder);
      rules = (summary.ruleSetUsed?.forbidden ?? []).map(({ name }) => name ?? '');
      broken = new Map();
      for (const { rule, from, cycle } of summary.violations) {
        // A cycle is reported once, for all who are in it.
        for (const path of [from, ...(cycle ?? []).map(({ name }) => name)]) {
          broken.set(path, (broken.get(path) ?? new Set()).add(rule.name));
        }
      }
    });

    afterAll(() => rm(folder, { recursive: true, force: true }));

    const reported = (path: string) => [...(broken.get(path) ?? [])];

    it.each(layers)('src/%s sees what it may, and nothing else', (layer) => {
      const found = pairs().filter((pair) => pair.layer === layer);
      const expected = found.map(({ other, path }) => [
        path,
        maySee[layer]?.split(' ').includes(other) ? [] : [`layer-${layer}`],
      ]);
      expect(found.map(({ path }) => [path, reported(path)])).toEqual(expected);
    });

    it.each(Object.entries(offenders))('%s is reported, and nothing else', (rule, files) => {
      for (const path of Object.keys(files)) expect([path, reported(path)]).toEqual([path, [rule]]);
    });

    it('innocents are not reported', () => {
      for (const path of Object.keys(innocents)) expect([path, reported(path)]).toEqual([path, []]);
    });

    it('no rule is left unproven', () => {
      expect(new Set([...layers.map((layer) => `layer-${layer}`), ...Object.keys(offenders)])).toEqual(
        new Set(rules),
      );
    });
  });
});

function pairs(): Array<{ layer: string; other: string; path: string }> {
  return layers.flatMap((layer) =>
    layers
      .filter((other) => other !== layer)
      .map((other) => ({ layer, other, path: `src/${layer}/sees-${other}.ts` })),
  );
}
