import { z } from 'zod';
import type { WebHit, WebSearch } from '../../ports/web-search.ts';

interface WebSearchOptions {
  /** The query is put where `{query}` stands, else added as `q`. */
  url: string;
  apiKey: string;
}

const text = z.string().catch('');
/** What providers call the same things. */
const hitSchema = z
  .looseObject({
    title: text,
    url: text,
    link: text,
    description: text,
    snippet: text,
    content: text,
  })
  .transform(
    (hit): WebHit => ({
      title: hit.title,
      url: hit.url || hit.link,
      excerpt: plain(hit.description || hit.snippet || hit.content),
    }),
  );
const hits = z.array(hitSchema);
const answerSchema = z.union([
  // Brave.
  z.looseObject({ web: z.looseObject({ results: hits }) }).transform(({ web }) => web.results),
  // SearXNG.
  z.looseObject({ results: hits }).transform(({ results }) => results),
  // Google.
  z.looseObject({ items: hits }).transform(({ items }) => items),
]);

/** A provider that answers GET with JSON. The key goes along as Brave reads it, and as a bearer token. */
export function createWebSearch({ url, apiKey }: WebSearchOptions): WebSearch {
  return {
    async search(query, limit, signal) {
      const response = await fetch(addressFor(url, query, limit), {
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${apiKey}`,
          'x-subscription-token': apiKey,
        },
        // The key goes to the provider that was named, and nowhere else.
        redirect: 'error',
        signal,
      });
      if (!response.ok) throw new Error(`The search provider answered ${response.status}.`);
      const read = answerSchema.safeParse(await response.json());
      if (!read.success) throw new Error('The search provider answered in a form that is not known.');
      return read.data.filter((hit) => /^https?:\/\//.test(hit.url)).slice(0, limit);
    },
  };
}

function addressFor(url: string, query: string, limit: number): string {
  if (url.includes('{query}')) return url.replaceAll('{query}', encodeURIComponent(query));
  const address = new URL(url);
  address.searchParams.set('q', query);
  if (!address.searchParams.has('count')) address.searchParams.set('count', String(limit));
  return address.href;
}

/** Providers mark the words that were found. */
function plain(excerpt: string): string {
  return excerpt.replace(/<\/?(?:b|strong|em|mark)>/gi, '').trim();
}
