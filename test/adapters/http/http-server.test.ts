import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { type HttpServer, startHttpServer } from '../../../src/adapters/http/http-server.ts';
import type { HttpRoute } from '../../../src/ports/http-route.ts';
import { silentLogger } from '../../support/silent-logger.ts';

let server: HttpServer;
const opened: HttpServer[] = [];

async function serve(routes: HttpRoute[], port = 0): Promise<HttpServer> {
  const started = await startHttpServer({ host: '127.0.0.1', port, routes, log: silentLogger });
  opened.push(started);
  return started;
}

const echo: HttpRoute = {
  method: 'POST',
  path: '/echo',
  handle: async ({ body }) => ({ kind: 'json', status: 200, body: { body } }),
};

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.stop()));
});

function post(type: string, body: string) {
  return fetch(`${server.url}/echo`, { method: 'POST', headers: { 'content-type': type }, body });
}

/** The status for a request that names another host, as a page of another site would make a browser send. */
function statusUnder(host: string, path = '/echo'): Promise<number | undefined> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method: 'POST', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the HTTP server', () => {
  test('serves the routes it was handed, and their parameters', async () => {
    server = await serve([
      {
        method: 'GET',
        path: '/x/:id',
        handle: async ({ params, query }) => ({ kind: 'text', status: 201, text: `${params.id} ${query.q}` }),
      },
    ]);
    const response = await fetch(`${server.url}/x/7?q=a`);
    expect([response.status, await response.text()]).toEqual([201, '7 a']);
  });

  test('answers under loopback names only: a page of another site gets nothing', async () => {
    server = await serve([echo]);
    expect(await statusUnder('evil.example')).toBe(421);
    expect(await statusUnder('127.0.0.1.evil.example:80')).toBe(421);
    expect(await statusUnder('localhost')).toBe(200);
  });

  test('answers under every name where a route asks for that, and only there', async () => {
    server = await serve([
      { ...echo, anyName: true },
      { ...echo, path: '/own' },
    ]);
    expect(await statusUnder('elevate.example.org')).toBe(200);
    expect(await statusUnder('elevate.example.org', '/own')).toBe(421);
    expect(await statusUnder('elevate.example.org', '/nowhere')).toBe(421);
  });

  test('sends bytes as they are, with their type and for how long they may be kept', async () => {
    const body = new Uint8Array([0, 255, 13, 10, 128]);
    const headers = { 'cache-control': 'public, max-age=60' };
    const answer = { kind: 'content', status: 200, body, contentType: 'image/png', headers } as const;
    server = await serve([{ method: 'GET', path: '/b', handle: async () => answer }]);
    const response = await fetch(`${server.url}/b`);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(body);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': '5',
      'cache-control': 'public, max-age=60',
      'x-content-type-options': 'nosniff',
    });
  });

  test('reads JSON and nothing that a plain form of another page can send', async () => {
    server = await serve([echo]);
    expect((await post('application/json', '{"a":1}')).status).toBe(200);
    expect((await post('text/plain', '{"a":1}')).status).toBe(415);
    expect((await post('application/x-www-form-urlencoded', 'a=1')).status).toBe(415);
    expect((await post('application/json', '{broken')).status).toBe(400);
  });

  test('takes 40,000 characters of four bytes, refuses a megabyte in a sentence', async () => {
    server = await serve([echo]);
    expect((await post('application/json', JSON.stringify('🕯'.repeat(40_000)))).status).toBe(200);
    const refused = await post('application/json', JSON.stringify('x'.repeat(1_000_000)));
    expect([refused.status, await refused.json()]).toEqual([
      413,
      { kind: 'sentence', sentence: 'That is too large to take at once.' },
    ]);
  });

  test('a route that fails tells nothing of why', async () => {
    server = await serve([{ method: 'GET', path: '/f', handle: () => Promise.reject(new Error('secret')) }]);
    const response = await fetch(`${server.url}/f`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
  });

  describe('a route that reads and writes by itself', () => {
    /** Answers with what it was sent, byte for byte, as whoever checks a signature must read it. */
    const raw: HttpRoute = {
      method: 'POST',
      path: '/raw',
      handleRaw: async (incoming, response) => {
        const body = await buffer(incoming);
        response.writeHead(202, {
          'x-length': String(body.length),
          'x-type': incoming.headers['x-type'] ?? 'none',
        });
        response.end(body);
      },
    };
    const postRaw = (body: string, headers: Record<string, string>) =>
      fetch(`${server.url}/raw`, { method: 'POST', headers, body: new TextEncoder().encode(body) });

    test.each([
      ['application/json', '{"a" : 1}'],
      ['application/json', '{broken'],
      ['application/x-www-form-urlencoded', 'payload=%7B%7D'],
      ['text/plain', 'ü'],
      ['', 'no type'],
      ['application/json', ''],
    ])('is handed %j with its body %j unread', async (type, body) => {
      server = await serve([raw, echo]);
      const response = await postRaw(body, { 'x-type': 'kept', ...(type && { 'content-type': type }) });
      expect([response.status, await response.text()]).toEqual([202, body]);
      expect(response.headers.get('x-type')).toBe('kept');
    });

    test('takes more than others may: what is too much is its own to say', async () => {
      server = await serve([raw]);
      const response = await postRaw('x'.repeat(1_000_000), { 'content-type': 'application/json' });
      expect(response.headers.get('x-length')).toBe('1000000');
    });

    test('leaves other routes as they are, whichever was there first', async () => {
      for (const routes of [
        [raw, echo],
        [echo, raw],
      ]) {
        server = await serve(routes);
        expect((await post('application/json', '{"a":1}')).status).toBe(200);
        expect((await post('application/x-www-form-urlencoded', 'a=1')).status).toBe(415);
        expect((await post('application/json', JSON.stringify('x'.repeat(1_000_000)))).status).toBe(413);
      }
    });

    test('answers its method alone, and under other names only where it asks for that', async () => {
      server = await serve([raw, { ...raw, path: '/known', anyName: true }]);
      expect((await fetch(`${server.url}/raw`)).status).toBe(404);
      expect(await statusUnder('elevate.example.org', '/raw')).toBe(421);
      expect(await statusUnder('elevate.example.org', '/known')).toBe(202);
    });

    test('that fails is answered for, and tells nothing of why', async () => {
      const failing: HttpRoute = {
        ...raw,
        handleRaw: () => {
          throw new Error('secret');
        },
      };
      server = await serve([failing]);
      const response = await postRaw('', {});
      expect([response.status, await response.text()]).toEqual([500, '']);
    });
  });

  test('names the port that is in use, and the cure', async () => {
    server = await serve([]);
    const port = Number(new URL(server.url).port);
    await expect(serve([], port)).rejects.toThrow(
      `PORT is ${port}, which another program uses. Expected a free port`,
    );
  });

  test('waits at its stop until event streams have ended', async () => {
    let ended = false;
    const stream: HttpRoute = {
      method: 'GET',
      path: '/events',
      handle: async () => ({
        kind: 'events',
        run: async (send, signal) => {
          send({ hello: 1 });
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
          await Promise.resolve();
          ended = true;
        },
      }),
    };
    server = await serve([stream]);
    const response = await fetch(`${server.url}/events`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('data: {"hello":1}')) text += (await reader?.read())?.value ?? '';
    await server.stop();
    expect(ended).toBe(true);
  });
});
