import { expect, test } from 'vitest';
import { healthRoutes } from '../../../src/adapters/http/health-routes.ts';

const ask = (path: string, storeIsUp: boolean) =>
  healthRoutes(() => storeIsUp)
    .find((route) => route.path === path)
    ?.handle({ params: {}, query: {}, body: undefined });

test('/healthz: the process is up, also while the store is not', async () => {
  const up = { kind: 'json', status: 200, body: { process: true } };
  expect(await ask('/healthz', true)).toEqual(up);
  expect(await ask('/healthz', false)).toEqual(up);
});

test('/readyz: only while the store answers', async () => {
  expect(await ask('/readyz', true)).toEqual({ kind: 'json', status: 200, body: { store: true } });
  expect(await ask('/readyz', false)).toEqual({ kind: 'json', status: 503, body: { store: false } });
});
