import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAvatars } from '../../../src/adapters/files/avatar-files.ts';
import { avatarRoutes } from '../../../src/adapters/http/avatar-routes.ts';
import { type HttpServer, startHttpServer } from '../../../src/adapters/http/http-server.ts';
import { avatarFiles, avatarUrl } from '../../../src/domain/avatar.ts';
import { systemRoleSchema } from '../../../src/domain/system-role.ts';
import { silentLogger } from '../../support/silent-logger.ts';

let server: HttpServer;
let avatars: Map<string, Uint8Array>;

beforeAll(async () => {
  avatars = await readAvatars(fileURLToPath(new URL('../../..', import.meta.url)));
  server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes: avatarRoutes(avatars),
    log: silentLogger,
  });
});
afterAll(() => server.stop());

/** The path exactly as it stands: fetch would tidy it first. */
function statusOf(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: new URL(server.url).port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

test.each(avatarFiles)('%s is served as it is', async (file) => {
  const response = await fetch(`${server.url}/avatars/${file}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(file.endsWith('.svg') ? 'image/svg+xml' : 'image/png');
  expect(response.headers.get('cache-control')).toBe('public, max-age=86400');
  expect(Buffer.from(await response.arrayBuffer()).equals(avatars.get(file) ?? Buffer.alloc(0))).toBe(true);
});

test('each agent’s address leads to its picture', async () => {
  for (const role of systemRoleSchema.options)
    expect((await fetch(avatarUrl(server.url, role))).status).toBe(200);
});

test.each([
  '/avatars/',
  '/avatars/nobody.png',
  '/avatars/Writer.png',
  '/avatars/writer.md',
  '/avatars/../writer.md',
  '/avatars/../../package.json',
  '/avatars/..%2Fwriter.md',
  '/avatars/..%2f..%2fpackage.json',
  '/avatars/%2e%2e%2fwriter.md',
  '/avatars/..%5Cwriter.md',
  '/avatars/.%2Fwriter.png',
  '/avatars/writer.png%00.svg',
  '/avatars/__proto__',
  '//etc/passwd',
])('%s is not served', async (path) => {
  expect(await statusOf(path)).toBe(404);
});
