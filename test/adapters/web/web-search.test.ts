import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWebSearch } from '../../../src/adapters/web/web-search.ts';

const apiKey = 'the-search-key';
const never = new AbortController().signal;
let server: Server;
let origin: string;
let asked: Array<{ url: string; headers: IncomingMessage['headers'] }>;
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  origin = `http://127.0.0.1:${address.port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function says(body: unknown, status = 200, headers: Record<string, string> = {}): void {
  answer = (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

const search = (path = '/search?lang=en', limit = 5) =>
  createWebSearch({ url: `${origin}${path}`, apiKey }).search('sour coffee & milk', limit, never);

describe('a web search', () => {
  const hit = { title: 'Beans', url: 'https://a.example/', excerpt: 'Sour coffee.' };
  it.each([
    [
      'Brave',
      { web: { results: [{ title: 'Beans', url: hit.url, description: '<strong>Sour</strong> coffee.' }] } },
    ],
    ['SearXNG', { results: [{ title: 'Beans', url: hit.url, content: 'Sour coffee.' }] }],
    ['Google', { items: [{ title: 'Beans', link: hit.url, snippet: 'Sour coffee.' }] }],
  ])('reads what %s answers', async (_, body) => {
    says(body);
    expect(await search()).toEqual([hit]);
  });

  it('asks with the query and the key, which stands in no address', async () => {
    says({ results: [] });
    await search();
    await search('/find/{query}');
    expect(asked.map(({ url }) => url)).toEqual([
      '/search?lang=en&q=sour+coffee+%26+milk&count=5',
      '/find/sour%20coffee%20%26%20milk',
    ]);
    expect(asked[0]?.headers).toMatchObject({
      authorization: `Bearer ${apiKey}`,
      'x-subscription-token': apiKey,
    });
    expect(asked.map(({ url }) => url).join()).not.toContain(apiKey);
  });

  it('gives the best up to the limit, and only pages', async () => {
    says({
      results: [{ url: 'javascript:x' }, { url: 'https://b.example/' }, { url: 'https://c.example/' }],
    });
    expect((await search('/', 1)).map(({ url }) => url)).toEqual(['https://b.example/']);
  });

  it.each([
    ['a fault', { error: 'no' }, 500, /answered 500/],
    ['another form', { hits: 1 }, 200, /a form that is not known/],
  ])('rejects on %s', async (_, body, status, why) => {
    says(body, status);
    await expect(search()).rejects.toThrow(why);
  });

  it('takes its key to no other host', async () => {
    says({}, 302, { location: `${origin}/elsewhere` });
    await expect(search()).rejects.toThrow();
    expect(asked).toHaveLength(1);
  });
});
