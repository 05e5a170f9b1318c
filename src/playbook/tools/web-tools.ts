import { z } from 'zod';
import { addressesIn, normalAddress } from './known-addresses.ts';
import { defineTool, result } from './tool.ts';

/** A little more than the reader's own 10 s, whose sentence says more. */
const pageTimeoutMs = 12_000;
const shownCharacters = 12_000;
const shownLinks = 40;
const mostHits = 6;

export const fetchPage = defineTool({
  name: 'fetchPage',
  description:
    'Reads a public web page as text. Only addresses that the person gave, or that a search or a page read before named: nothing may be added to them.',
  parameters: z.strictObject({ url: z.string().min(1).max(2_000) }),
  status: 'Reading a web page…',
  timeoutMs: pageTimeoutMs,
  isAvailable: ({ pages }) => pages !== undefined,
  run: async ({ url }, { addresses, deps }, signal) => {
    // A page may talk a model into asking for an address that carries the person's own data away.
    if (!addresses.has(normalAddress(url)))
      return result(
        `${url} was not named by the person, by a search or by a page that was read, so it is not opened. Ask the person for the address.`,
      );
    const reading = await deps.pages?.read(/^[a-z]+:\/\//i.test(url) ? url : `https://${url}`, signal);
    if (reading === undefined) return result('Pages cannot be read here.');
    if (reading.kind === 'unread') return result(`${url} was not read: ${reading.why}`);
    const links = reading.links.slice(0, shownLinks);
    for (const known of [reading.url, ...links]) addresses.add(normalAddress(known));
    for (const known of addressesIn(reading.text.slice(0, shownCharacters))) addresses.add(known);
    const cut = reading.text.length > shownCharacters ? '\n[The page goes on.]' : '';
    const text = `${reading.url}\n${reading.title}\n\n${reading.text.slice(0, shownCharacters)}${cut}`;
    return result(links.length > 0 ? `${text}\n\nLinks:\n${links.join('\n')}` : text);
  },
});

export const webSearch = defineTool({
  name: 'webSearch',
  description: 'Searches the web: titles, addresses and excerpts, the best first.',
  parameters: z.strictObject({ query: z.string().min(1).max(300) }),
  status: 'Searching the web…',
  timeoutMs: 10_000,
  isAvailable: ({ search }) => search !== undefined,
  run: async ({ query }, { addresses, deps }, signal) => {
    const hits = (await deps.search?.search(query, mostHits, signal)) ?? [];
    for (const { url } of hits) addresses.add(normalAddress(url));
    return result(
      hits.length > 0
        ? hits.map(({ title, url, excerpt }) => `${title}\n${url}\n${excerpt}`).join('\n\n')
        : 'Nothing was found.',
    );
  },
});
