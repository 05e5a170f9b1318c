import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { HttpAnswer, HttpRoute } from '../../ports/http-route.ts';

/** A year of weeks with notes is a few kilobytes. */
const bodyBytes = 64 * 1024;
/** For one address and process; a shop that sends each sale has room. */
const perMinute = 60;

export interface HookOutcome {
  status: number;
  body: unknown;
}

/** `POST /hooks/funnel/<token>`: numbers from Zapier, Make, a shop or a script. */
export function funnelHookRoutes(
  take: (token: string, body: unknown) => Promise<HookOutcome>,
  limit = perMinute,
): HttpRoute[] {
  const limiter = new RateLimiterMemory({ points: limit, duration: 60 });
  return [
    {
      method: 'POST',
      path: '/hooks/funnel/:token',
      anyName: true,
      bodyBytes,
      async handle({ params, body }) {
        const token = params.token ?? '';
        // Counted before the store is asked: a flood costs no look-up.
        const waitMs = await overLimit(limiter, createHash('sha256').update(token).digest('base64url'));
        if (waitMs !== undefined) return tooMany(waitMs);
        const { status, body: answer } = await take(token, body);
        return { kind: 'json', status, body: answer };
      },
    },
  ];
}

async function overLimit(limiter: RateLimiterMemory, key: string): Promise<number | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return refused.msBeforeNext;
    throw refused;
  }
}

function tooMany(waitMs: number): HttpAnswer {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return {
    kind: 'content',
    status: 429,
    contentType: 'application/json; charset=utf-8',
    headers: { 'retry-after': String(seconds) },
    body: JSON.stringify({
      kept: false,
      errors: [
        { field: 'request', value: null, expected: `at most so many a minute; try again in ${seconds} s` },
      ],
    }),
  };
}
