import type { AnsweredHttpRoute } from '../../ports/http-route.ts';

/** `/healthz`: the process is up, so there is no use in starting it again. `/readyz`: the store answers as well. */
export function healthRoutes(storeIsUp: () => boolean): AnsweredHttpRoute[] {
  return [
    {
      method: 'GET',
      path: '/healthz',
      anyName: true,
      handle: async () => ({ kind: 'json', status: 200, body: { process: true } }),
    },
    {
      method: 'GET',
      path: '/readyz',
      anyName: true,
      handle: async () => {
        const store = storeIsUp();
        return { kind: 'json', status: store ? 200 : 503, body: { store } };
      },
    },
  ];
}
