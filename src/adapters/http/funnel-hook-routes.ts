import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { hookCallsPerMinute } from '../../domain/funnel-hook.ts';
import type { HttpAnswer, HttpRoute } from '../../ports/http-route.ts';

/** A year of weeks with notes is a few kilobytes. */
const bodyBytes = 64 * 1024;

/** An answer as JSON, or for how long nothing more is taken. */
type HookOutcome = { status: number; body: unknown } | { waitMs: number };

/** `POST /hooks/funnel/<token>`: numbers from Zapier, Make, a shop or a script. */
export function funnelHookRoutes(take: (token: string, body: unknown) => Promise<HookOutcome>): HttpRoute[] {
  const limiter = new RateLimiterMemory({ points: hookCallsPerMinute, duration: 60 });
  return [
    {
      method: 'POST',
      path: '/hooks/funnel/:token',
      anyName: true,
      bodyBytes,
      async handle({ params, body }) {
        const token = params.token ?? '';
        // Counted in this process before the store is asked, which counts over all: a flood costs no look-up.
        const waitMs = await overLimit(limiter, createHash('sha256').update(token).digest('base64url'));
        if (waitMs !== undefined) return tooMany(waitMs);
        const outcome = await take(token, body);
        return 'waitMs' in outcome ? tooMany(outcome.waitMs) : { kind: 'json', ...outcome };
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
