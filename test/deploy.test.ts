import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { settingsSchema } from '../src/config.ts';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

const names = z.array(z.looseObject({ name: z.string() }));
const compose = z
  .looseObject({
    services: z.record(
      z.string(),
      z.looseObject({
        image: z.string(),
        build: z.string().optional(),
        environment: z.record(z.string(), z.string()).default({}),
        ports: z.array(z.string()).default([]),
        volumes: z.array(z.string()).default([]),
        depends_on: z.record(z.string(), z.looseObject({ condition: z.string() })).default({}),
        healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
      }),
    ),
    volumes: z.record(z.string(), z.unknown()),
  })
  .parse(parse(read('compose.yaml')));
const services = Object.entries(compose.services);

const deployment = z.looseObject({
  kind: z.literal('Deployment'),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    replicas: z.number(),
    selector: z.looseObject({ matchLabels: z.record(z.string(), z.string()) }),
    template: z.looseObject({
      metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
      spec: z.looseObject({
        terminationGracePeriodSeconds: z.number(),
        containers: z.array(
          z.looseObject({
            image: z.string(),
            env: names,
            livenessProbe: z.looseObject({ httpGet: z.looseObject({ path: z.string() }) }),
            readinessProbe: z.looseObject({ httpGet: z.looseObject({ path: z.string() }) }),
            securityContext: z.looseObject({ readOnlyRootFilesystem: z.boolean() }),
            volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
          }),
        ),
        volumes: names,
      }),
    }),
  }),
});
const kubernetes = parseAllDocuments(read('deploy/kubernetes/elevate.yaml')).map((document): unknown =>
  document.toJS(),
);
const deployments = kubernetes.flatMap((found) => {
  const read = deployment.safeParse(found);
  return read.success ? [read.data] : [];
});

/** Not ours, but Node's. */
const known = new Set([...Object.keys(settingsSchema.shape), 'NODE_ENV']);
const pinned = /^[\w./-]+:\d+\.\d+\.\d+$/;

describe('the image', () => {
  const dockerfile = read('Dockerfile');

  it('is sent everything that its Dockerfile copies', () => {
    const sent = read('.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
    const copied = dockerfile
      .split('\n')
      .flatMap((line) => /^COPY (?!--from)(.*) \S+$/.exec(line)?.[1]?.split(' ') ?? []);
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((path) => !sent.includes(path))).toEqual([]);
    expect(copied.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });

  it('begins from a pinned one, and ends as nobody special', () => {
    const begins = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(begins.length).toBe(2);
    for (const image of begins) expect(image).toMatch(/^node:\d+\.\d+\.\d+-slim$/);
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
  });
});

describe('compose.yaml', () => {
  it('pins what it does not build, and knows when each store is there', () => {
    const foreign = services.filter(([, service]) => service.build === undefined);
    expect(foreign.map(([name]) => name)).toEqual(['mongo']);
    for (const [name, { image, healthcheck }] of foreign) {
      expect(image, name).toMatch(pinned);
      expect(healthcheck, name).toBeDefined();
      expect(compose.services.elevate?.depends_on[name]?.condition, name).toBe('service_healthy');
    }
  });

  it('publishes nothing beyond the loopback, and no store at all', () => {
    expect(services.flatMap(([name, { ports }]) => ports.map((port) => [name, port]))).toEqual([
      ['elevate', '127.0.0.1:3000:3000'],
    ]);
  });

  it('sets only settings that exist, and keeps what must outlive a container in volumes', () => {
    for (const [, { environment, volumes, build }] of services) {
      if (build !== undefined)
        expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
      for (const volume of volumes) expect(compose.volumes).toHaveProperty([volume.split(':')[0] ?? '']);
    }
    expect(compose.services.mongo?.volumes.some((volume) => volume.endsWith(':/data/db'))).toBe(true);
  });
});

describe('deploy/kubernetes', () => {
  it('runs Discord once and the rest as often as is liked', () => {
    expect(deployments.map(({ metadata, spec }) => [metadata.name, spec.replicas])).toEqual([
      ['elevate', 2],
      ['elevate-discord', 1],
    ]);
  });

  it.each(deployments.map((found) => [found.metadata.name, found] as const))(
    '%s is pinned, probed, read-only, and finds its own pods',
    (_name, { spec }) => {
      expect(spec.selector.matchLabels).toEqual(spec.template.metadata.labels);
      const pod = spec.template.spec;
      for (const container of pod.containers) {
        expect(container.image).toMatch(pinned);
        expect(container.livenessProbe.httpGet.path).toBe('/healthz');
        expect(container.readinessProbe.httpGet.path).toBe('/readyz');
        expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
        expect(container.env.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
        expect(container.volumeMounts.map(({ name }) => name)).toEqual(pod.volumes.map(({ name }) => name));
      }
    },
  );
});

describe('deploy/systemd', () => {
  const folder = fileURLToPath(new URL('deploy/systemd/', root));
  const units = readdirSync(folder).map((name) => [name, read(`deploy/systemd/${name}`)] as const);

  it('starts what a build makes, with settings that exist', () => {
    const started = units.flatMap(([, text]) =>
      [...text.matchAll(/dist\/([\w/-]+)\.js/g)].map(([, path]) => path),
    );
    expect(started.sort()).toEqual(['scripts/backup', 'src/main']);
    for (const path of started) expect(existsSync(new URL(`${path}.ts`, root)), path).toBe(true);
    const set = units.flatMap(([, text]) =>
      [...text.matchAll(/^Environment=(.*)$/gm)].flatMap(([, pairs = '']) =>
        pairs.split(' ').map((pair) => pair.split('=')[0] ?? ''),
      ),
    );
    expect(set.filter((name) => !known.has(name))).toEqual([]);
  });

  it('names only documents that are there', () => {
    const named = units.flatMap(([, text]) =>
      [...text.matchAll(/file:\/\/\/opt\/elevate\/(\S+)/g)].map(([, path]) => path ?? ''),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });
});

describe('deploy/grafana', () => {
  it('asks only for metrics that there are', async () => {
    const { createPrometheusTelemetry } = await import('../src/adapters/telemetry/prometheus-telemetry.ts');
    const telemetry = createPrometheusTelemetry();
    telemetry.backlogFrom(async () => ({
      inbox: { waiting: 0, oldestAgeMs: 0 },
      outbox: { states: { waiting: 0 }, oldestAgeMs: 0 },
    }));
    const { text } = await telemetry.read();
    const known = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const asked = [...read('deploy/grafana/elevate.json').matchAll(/\b(?:elevate|process|nodejs)_\w+/g)].map(
      ([name]) => name.replace(/_(?:bucket|count|sum)$/, ''),
    );
    expect(asked.length).toBeGreaterThan(12);
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
    const told = [...read('docs/operations.md').matchAll(/`(elevate_\w+)`/g)].map(([, name]) => name);
    expect(told.toSorted()).toEqual([...known].filter((name) => name?.startsWith('elevate_')).toSorted());
  });
});
