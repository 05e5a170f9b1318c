import { once } from 'node:events';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer, type Server as TcpServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { downloadHostAnswers } from '../../../src/adapters/mongo/probe-download-host.ts';

const servers: TcpServer[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: TcpServer | Server): Promise<string> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

function silentServer(): TcpServer {
  return createServer((socket) => socket.on('error', () => {}).on('data', () => {}));
}

test('an answer of any kind counts', async () => {
  const mirror = await listen(createHttpServer((_request, response) => response.writeHead(403).end()));
  expect(await downloadHostAnswers({ MONGOMS_DOWNLOAD_MIRROR: mirror }, 2_000)).toBe(true);
});

test('a refusal does not', async () => {
  expect(await downloadHostAnswers({ MONGOMS_DOWNLOAD_MIRROR: 'http://127.0.0.1:9' }, 2_000)).toBe(false);
});

test('a host that never answers is given up', async () => {
  const mirror = await listen(silentServer());
  expect(await downloadHostAnswers({ MONGOMS_DOWNLOAD_MIRROR: mirror }, 50)).toBe(false);
});

test('through a proxy, the host must be reached', async () => {
  const open = createHttpServer().on('connect', (_request, socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
  const shut = createHttpServer().on('connect', (_request, socket) => socket.end('HTTP/1.1 403 No\r\n\r\n'));
  expect(await downloadHostAnswers({ https_proxy: await listen(open) }, 2_000)).toBe(true);
  expect(await downloadHostAnswers({ https_proxy: await listen(shut) }, 2_000)).toBe(false);
  expect(await downloadHostAnswers({ https_proxy: await listen(silentServer()) }, 50)).toBe(false);
  expect(await downloadHostAnswers({ https_proxy: 'not a url' }, 50)).toBe(false);
});
