import { createHash } from 'node:crypto';
import { rateRules, requestsPerSecond } from './limits.ts';

export interface RateVerdict {
  headers: Record<string, string>;
  /** Set where the request is refused. */
  refused?: { retryAfterMs: number; isGlobal: boolean };
}

export interface RateLimiter {
  take(route: string, majorParameter: string, options: { countsGlobally: boolean }): RateVerdict;
}

interface Window {
  resetMs: number;
  used: number;
}

/** Windows of fixed length that begin with their first request, as Discord's headers show them. */
export function createRateLimiter(nowMs: () => number): RateLimiter {
  const windows = new Map<string, Window>();

  const take = (key: string, limit: number, windowMs: number) => {
    const now = nowMs();
    let window = windows.get(key);
    if (!window || window.resetMs <= now) {
      window = { resetMs: now + windowMs, used: 0 };
      windows.set(key, window);
    }
    const isRefused = window.used >= limit;
    if (!isRefused) window.used += 1;
    return {
      isRefused,
      remaining: limit - window.used,
      resetMs: window.resetMs,
      leftMs: window.resetMs - now,
    };
  };

  return {
    take(route, majorParameter, { countsGlobally }) {
      const rule = rateRules.find(({ routes }) => routes.includes(route));
      const bucket = rule && take(`${rule.name}:${majorParameter}`, rule.requests, rule.windowMs);
      const headers =
        rule && bucket
          ? {
              'X-RateLimit-Limit': String(rule.requests),
              'X-RateLimit-Remaining': String(bucket.remaining),
              'X-RateLimit-Reset': String(bucket.resetMs / 1_000),
              'X-RateLimit-Reset-After': String(bucket.leftMs / 1_000),
              'X-RateLimit-Bucket': createHash('md5').update(rule.name).digest('hex'),
            }
          : {};
      if (bucket?.isRefused) return { headers, refused: { retryAfterMs: bucket.leftMs, isGlobal: false } };
      if (!countsGlobally) return { headers };
      const global = take('global', requestsPerSecond, 1_000);
      if (!global.isRefused) return { headers };
      return { headers, refused: { retryAfterMs: global.leftMs, isGlobal: true } };
    },
  };
}
