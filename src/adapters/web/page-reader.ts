import { lookup } from 'node:dns/promises';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { connect as connectTcp, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '../../ports/clock.ts';
import type { PageReader, PageReading } from '../../ports/page-reader.ts';
import { pageText, tidy } from './page-text.ts';
import { isPublicAddress } from './public-address.ts';

export interface PageReaderOptions {
  clock: Clock;
  /** Every IP address of a name. Unless told, as the system resolves it. */
  resolve?: (host: string) => Promise<string[]>;
  /**
   * Opens a connection to an address that was found public, and to no other. Unless told, by TCP, with TLS for the host
   * where the page is https.
   */
  dial?: (target: DialTarget, signal: AbortSignal) => Promise<Duplex>;
}

export interface DialTarget {
  address: string;
  port: number;
  /** The host whose certificate is expected; absent for http. */
  secureHost?: string;
}

const timeoutMs = 10_000;
const mostBytes = 2 * 1024 * 1024;
const mostRedirects = 5;
const redirects = [301, 302, 303, 307, 308];
const readable = /^(?:text\/|application\/(?:xhtml\+xml|json|xml)\b)/i;

/** Why a page is not read, in one sentence. */
class Unread extends Error {}

/** Reads public pages alone: every name is resolved by us, every address checked, and the one that was checked is dialled. */
export function createPageReader(options: PageReaderOptions): PageReader {
  const { clock, resolve = resolveBySystem, dial = dialByNet } = options;

  async function open(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const address = await publicAddressOf(url, resolve);
    signal.throwIfAborted();
    const isSecure = url.protocol === 'https:';
    const port = Number(url.port || (isSecure ? 443 : 80));
    const host = bareHost(url);
    const socket = await dial({ address, port, ...(isSecure ? { secureHost: host } : {}) }, signal);
    return answerOn(socket, url, signal);
  }

  async function read(address: string, signal: AbortSignal): Promise<PageReading> {
    let url = readableUrl(address);
    for (let hops = 0; hops <= mostRedirects; hops += 1) {
      const response = await open(url, signal);
      const { statusCode = 0, headers } = response;
      if (redirects.includes(statusCode) && headers.location !== undefined) {
        response.destroy();
        url = readableUrl(headers.location, url);
        continue;
      }
      if (statusCode !== 200) {
        response.destroy();
        throw new Unread(`the site answered ${statusCode}.`);
      }
      return pageOf(url, response);
    }
    throw new Unread('it leads from one address to the next without an end.');
  }

  return {
    async read(address, signal) {
      const ending = new AbortController();
      const either = AbortSignal.any([signal, ending.signal]);
      const tooLong = clock.sleep(timeoutMs, either).then(
        (): PageReading => ({
          kind: 'unread',
          why: `it took longer than ${timeoutMs / 1_000} s.`,
        }),
      );
      const reading = read(address, either).catch(
        (error: unknown): PageReading => ({
          kind: 'unread',
          why: error instanceof Unread ? error.message : 'the site could not be reached.',
        }),
      );
      try {
        return await Promise.race([reading, tooLong]);
      } finally {
        ending.abort();
      }
    },
  };
}

function readableUrl(address: string, base?: URL): URL {
  const url = urlOf(address, base);
  if (!url) throw new Unread('it is no address.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Unread('only http and https pages are read.');
  if (url.username !== '' || url.password !== '') throw new Unread('addresses with a password are not read.');
  if (url.port !== '') throw new Unread('only the usual ports, 80 and 443, are read.');
  return url;
}

function urlOf(address: string, base?: URL): URL | undefined {
  return URL.canParse(address, base?.href) ? new URL(address, base) : undefined;
}

/** One of the host's addresses, all of which must be public: a name that is both is not trusted at all. */
async function publicAddressOf(url: URL, resolve: (host: string) => Promise<string[]>): Promise<string> {
  const host = bareHost(url);
  const addresses = isIP(host) ? [host] : await resolve(host);
  const [first] = addresses;
  if (first === undefined) throw new Unread('the site was not found.');
  if (!addresses.every(isPublicAddress)) throw new Unread('it is not on the public internet.');
  return first;
}

/** Without the brackets of IPv6 and the dot that may end a name. */
function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

function answerOn(socket: Duplex, url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asking: ClientRequest = request({
      createConnection: () => socket,
      host: url.hostname,
      path: `${url.pathname}${url.search}`,
      headers: {
        host: url.host,
        'user-agent': 'Elevate course bot (reads one page because somebody asked)',
        accept: 'text/html, text/plain;q=0.9, */*;q=0.1',
        'accept-encoding': 'identity',
        connection: 'close',
      },
      signal,
    });
    asking.once('response', resolve);
    asking.once('error', (error) => {
      socket.destroy();
      reject(error);
    });
    asking.end();
  });
}

async function pageOf(url: URL, response: IncomingMessage): Promise<PageReading> {
  const type = String(response.headers['content-type'] ?? 'text/html');
  const packed = response.headers['content-encoding'];
  if (!readable.test(type) || (packed !== undefined && packed !== 'identity')) {
    response.destroy();
    throw new Unread('it is no page of text.');
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      response.destroy();
      throw new Unread('it is longer than 2 MB.');
    }
    chunks.push(chunk);
  }
  const body = inWords(Buffer.concat(chunks), type);
  if (!/html/i.test(type)) return { kind: 'page', url: url.href, title: '', text: tidy(body), links: [] };
  const { title, text, links } = pageText(body);
  const absolute = links.flatMap((link) => {
    const target = urlOf(link, url);
    return target && /^https?:$/.test(target.protocol) ? [target.href] : [];
  });
  return { kind: 'page', url: url.href, title, text, links: [...new Set(absolute)] };
}

/** By the encoding that the server names, or the page itself in its first lines; UTF-8 where neither does. */
function inWords(body: Buffer, type: string): string {
  const named =
    /charset=["']?([\w-]+)/i.exec(type)?.[1] ??
    /<meta[^>]+charset=["']?([\w-]+)/i.exec(body.subarray(0, 2_048).toString('latin1'))?.[1];
  try {
    return new TextDecoder(named ?? 'utf-8').decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

async function resolveBySystem(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function dialByNet({ address, port, secureHost }: DialTarget, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket =
      secureHost === undefined
        ? connectTcp({ host: address, port })
        : connectTls({ host: address, port, ...(isIP(secureHost) ? {} : { servername: secureHost }) });
    const end = () => socket.destroy(new Error('given up'));
    signal.addEventListener('abort', end, { once: true });
    socket.once(secureHost === undefined ? 'connect' : 'secureConnect', () => {
      signal.removeEventListener('abort', end);
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
