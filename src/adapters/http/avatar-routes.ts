import type { HttpRoute } from '../../ports/http-route.ts';

/** Their addresses stay the same when the pictures change, so they are asked for anew once a day. */
const maxAgeSeconds = 24 * 60 * 60;

/** `/avatars/writer.png` and the others, by file name: what is not among them is not looked for anywhere. */
export function avatarRoutes(avatars: ReadonlyMap<string, Uint8Array>): HttpRoute[] {
  return [
    {
      method: 'GET',
      path: '/avatars/:file',
      anyName: true,
      handle: async ({ params: { file = '' } }) => {
        const body = avatars.get(file);
        if (!body)
          return {
            kind: 'json',
            status: 404,
            body: { kind: 'sentence', sentence: 'There is no such picture.' },
          };
        const contentType = file.endsWith('.svg') ? 'image/svg+xml' : 'image/png';
        return {
          kind: 'content',
          status: 200,
          body,
          contentType,
          headers: { 'cache-control': `public, max-age=${maxAgeSeconds}` },
        };
      },
    },
  ];
}
