import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPageReader } from '../../../src/adapters/web/page-reader.ts';
import { isPublicAddress } from '../../../src/adapters/web/public-address.ts';
import type { PageReader } from '../../../src/ports/page-reader.ts';
import { type PretendInternet, startPretendInternet } from '../../support/pretend-internet.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

const publicAddress = '93.184.215.14';
const never = new AbortController().signal;

let internet: PretendInternet;
let clock: TestClock;
let reader: PageReader;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked: string[];

beforeEach(async () => {
  asked = [];
  answer = html('<title>Bags</title><p>Coffee.</p>');
  internet = await startPretendInternet((request, response) => {
    asked.push(`${request.headers.host}${request.url}`);
    answer(request, response);
  });
  internet.host('shop.example', [publicAddress]);
  clock = createTestClock();
  reader = createPageReader({ clock, resolve: internet.resolve, dial: internet.dial });
});
afterEach(() => internet.close());

function html(body: string, headers: Record<string, string> = {}) {
  return (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
    response.end(body);
  };
}

function redirect(location: string) {
  return (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(302, { location });
    response.end();
  };
}

const whyNot = async (url: string) => {
  const reading = await reader.read(url, never);
  return reading.kind === 'unread' ? reading.why : `read: ${reading.text}`;
};

describe('a public page', () => {
  it('is read as its words, title and links', async () => {
    answer = html(`<!doctype html><html><head><title>Our  bags</title><style>p{}</style></head><body>
      <script>alert("no")</script><h1>Harbour&nbsp;Lane</h1><p>250 g for <b>£11.50</b>.<br>Roasted&amp;posted</p>
      <table><tr><th>Size</th><td>250 g</td></tr></table>
      <a href="/about#us">About</a> <a href="mailto:a@shop.example">Mail</a> <a href="javascript:x()">x</a></body></html>`);
    expect(await reader.read('http://shop.example/bags?size=1', never)).toEqual({
      kind: 'page',
      url: 'http://shop.example/bags?size=1',
      title: 'Our bags',
      text: 'Harbour Lane\n\n250 g for £11.50.\n\nRoasted&posted\n\n| Size | 250 g\n\nAbout Mail x',
      links: ['http://shop.example/about#us'],
    });
    expect(asked).toEqual(['shop.example/bags?size=1']);
  });

  it('is dialled at the address that was checked, which is looked up once', async () => {
    // The second answer would be this machine: DNS rebinding.
    internet.host('shop.example', [publicAddress], ['127.0.0.1']);
    expect(await whyNot('http://shop.example/')).toBe('read: Coffee.');
    expect(internet.dialled).toEqual([{ address: publicAddress, port: 80 }]);
    expect(internet.resolved).toEqual(['shop.example']);
    expect(await whyNot('http://shop.example/')).toBe('it is not on the public internet.');
    expect(internet.dialled).toHaveLength(1);
  });

  it('is dialled with its own name for the certificate where it is https', async () => {
    await reader.read('https://shop.example/', never);
    expect(internet.dialled).toEqual([{ address: publicAddress, port: 443, secureHost: 'shop.example' }]);
  });

  it('is followed to where it moved, each host looked up and checked anew', async () => {
    internet.host('www.shop.example', ['93.184.215.15']);
    answer = (request, response) =>
      request.headers.host === 'shop.example'
        ? redirect('http://www.shop.example/new')(request, response)
        : html('<p>Here</p>')(request, response);
    expect(await reader.read('http://shop.example/', never)).toMatchObject({
      url: 'http://www.shop.example/new',
      text: 'Here',
    });
    expect(internet.dialled.map(({ address }) => address)).toEqual([publicAddress, '93.184.215.15']);
  });

  it('is read in its own encoding', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(Buffer.from('<meta charset="windows-1252"><p>caf\xe9</p>', 'latin1'));
    };
    expect(await whyNot('http://shop.example/')).toBe('read: café');
  });
});

describe('never reached is', () => {
  it.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[fd00:ec2::254]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.8/',
    'http://0.0.0.0/',
  ])('%s', async (url) => {
    internet.host('localhost', ['127.0.0.1']);
    expect(await whyNot(url)).toBe('it is not on the public internet.');
    expect(internet.dialled).toEqual([]);
  });

  it('a metadata server that a public page leads to', async () => {
    answer = redirect('http://169.254.169.254/latest/meta-data/iam/');
    expect(await whyNot('http://shop.example/')).toBe('it is not on the public internet.');
    expect(internet.dialled.map(({ address }) => address)).toEqual([publicAddress]);
  });

  it('a name that leads to a private address only at the redirect', async () => {
    internet.host('shop.example', [publicAddress], ['192.168.1.1']);
    answer = redirect('/again');
    expect(await whyNot('http://shop.example/')).toBe('it is not on the public internet.');
    expect(internet.dialled).toHaveLength(1);
  });

  it('a name that is public and private at once', async () => {
    internet.host('shop.example', [publicAddress, '10.0.0.8']);
    expect(await whyNot('http://shop.example/')).toBe('it is not on the public internet.');
    expect(internet.dialled).toEqual([]);
  });

  it.each([
    ['ftp://shop.example/', 'only http and https pages are read.'],
    ['file:///etc/passwd', 'only http and https pages are read.'],
    ['http://ana:secret@shop.example/', 'addresses with a password are not read.'],
    ['http://shop.example:25/', 'only the usual ports, 80 and 443, are read.'],
    ['http://', 'it is no address.'],
    ['http://gone.example/', 'the site was not found.'],
  ])('%s', async (url, why) => {
    expect(await whyNot(url)).toBe(why);
    expect(internet.dialled).toEqual([]);
  });
});

describe('told in a sentence is', () => {
  it('a page of more than 2 MB, by one byte', async () => {
    const limit = 2 * 1024 * 1024;
    answer = html('x'.repeat(limit));
    expect(await whyNot('http://shop.example/')).toMatch(/^read: x{99}/);
    answer = html('x'.repeat(limit + 1));
    expect(await whyNot('http://shop.example/')).toBe('it is longer than 2 MB.');
  });

  it('a page that never ends, which is not read on', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      closed = new Promise((resolve) => response.once('close', resolve));
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', more);
      };
      more();
    };
    expect(await whyNot('http://shop.example/')).toBe('it is longer than 2 MB.');
    await closed;
  });

  it('a page that takes longer than 10 s', async () => {
    const begun = new Promise<void>((resolve) => {
      answer = (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.write('<p>slowly', () => resolve());
      };
    });
    const reading = whyNot('http://shop.example/');
    await begun;
    clock.advance(9_999);
    clock.advance(1);
    expect(await reading).toBe('it took longer than 10 s.');
  });

  it.each([
    ['a picture', { 'content-type': 'image/png' }],
    ['what is packed', { 'content-encoding': 'gzip' }],
  ])('%s', async (_, headers) => {
    answer = html('<p>x</p>', headers);
    expect(await whyNot('http://shop.example/')).toBe('it is no page of text.');
  });

  it('a page that is not there, or leads round in a ring', async () => {
    answer = (_request, response) => response.writeHead(404).end();
    expect(await whyNot('http://shop.example/')).toBe('the site answered 404.');
    answer = redirect('/round');
    expect(await whyNot('http://shop.example/')).toBe(
      'it leads from one address to the next without an end.',
    );
  });

  it('a site that hangs up', async () => {
    answer = (request) => request.socket.destroy();
    expect(await whyNot('http://shop.example/')).toBe('the site could not be reached.');
  });
});

describe('an address is public', () => {
  it.each(['8.8.8.8', '93.184.215.14', '2606:4700::1111', '::ffff:8.8.8.8'])('%s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  it.each([
    ...['0.1.2.3', '10.1.1.1', '100.64.0.1', '127.1.1.1', '169.254.169.254', '172.16.0.1', '192.168.0.1'],
    ...['192.0.0.8', '198.18.0.1', '203.0.113.9', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
    ...[
      '::',
      '::1',
      '::7f00:1',
      '::ffff:10.0.0.1',
      '::ffff:7f00:1',
      'fe80::1',
      'fc00::1',
      'fec0::1',
      'ff02::1',
    ],
    ...[
      '64:ff9b::a9fe:a9fe',
      '2002:7f00:1::',
      '2001:0:4136:e378::',
      '2001:db8::1',
      '4000::1',
      '',
      'localhost',
    ],
  ])('and not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
