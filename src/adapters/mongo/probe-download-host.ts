import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Environment } from './run-program.ts';

// The names and the order are those of mongodb-memory-server's own downloader.
const proxyVariables = ['https_proxy', 'http_proxy', 'HTTPS_PROXY', 'HTTP_PROXY'];

export function downloadHost(env: Environment): URL {
  return new URL(env.MONGOMS_DOWNLOAD_URL ?? env.MONGOMS_DOWNLOAD_MIRROR ?? 'https://fastdl.mongodb.org');
}

/** Never rejects. Any answer counts, whatever its status; silence until `timeoutMs` does not. */
export async function downloadHostAnswers(env: Environment, timeoutMs: number): Promise<boolean> {
  const proxy = proxyVariables.map((name) => env[name]).find((value) => value !== undefined && value !== '');
  const host = downloadHost(env);
  return proxy === undefined ? hostAnswers(host, timeoutMs) : proxyReaches(proxy, host, timeoutMs);
}

function hostAnswers(host: URL, timeoutMs: number): Promise<boolean> {
  const request = host.protocol === 'http:' ? requestHttp : requestHttps;
  return new Promise((resolve) => {
    request(host, { method: 'HEAD', agent: false, signal: AbortSignal.timeout(timeoutMs) })
      .on('response', (response) => {
        response.destroy();
        resolve(true);
      })
      .on('error', () => resolve(false))
      .end();
  });
}

function proxyReaches(proxy: string, host: URL, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const path = `${host.hostname}:${host.port === '' ? 443 : host.port}`;
    const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
    if (url === undefined) return resolve(false);
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    request({
      host: url.hostname,
      port: url.port === '' ? undefined : url.port,
      method: 'CONNECT',
      path,
      ...(url.username !== '' && {
        auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`,
      }),
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
    })
      .on('connect', (response, socket) => {
        socket.destroy();
        resolve(response.statusCode === 200);
      })
      .on('response', (response) => {
        response.destroy();
        resolve(false);
      })
      .on('error', () => resolve(false))
      .end();
  });
}
