import type { AnsweredHttpRoute } from '../../ports/http-route.ts';

/** `/metrics`, for Prometheus: counts and times, no names and no words. */
export function metricsRoute(read: () => Promise<{ text: string; contentType: string }>): AnsweredHttpRoute {
  return {
    method: 'GET',
    path: '/metrics',
    anyName: true,
    handle: async () => {
      const { text, contentType } = await read();
      return {
        kind: 'content',
        status: 200,
        body: text,
        contentType,
        headers: { 'cache-control': 'no-store' },
      };
    },
  };
}
