import type { HttpRoute } from '../../ports/http-route.ts';

/** Content changes with the program: asked for anew once an hour. */
const maxAgeSeconds = 60 * 60;

/** `/worksheets/gift-worksheet.md` and the others, blank, by file name: what is not among them is looked for nowhere. */
export function worksheetRoutes(
  worksheets: ReadonlyMap<string, { mediaType: string; content: string }>,
): HttpRoute[] {
  return [
    {
      method: 'GET',
      path: '/worksheets/:file',
      anyName: true,
      handle: async ({ params: { file = '' } }) => {
        const worksheet = worksheets.get(file);
        if (!worksheet)
          return {
            kind: 'json',
            status: 404,
            body: { kind: 'sentence', sentence: 'There is no such worksheet.' },
          };
        return {
          kind: 'content',
          status: 200,
          body: worksheet.content,
          contentType: `${worksheet.mediaType}; charset=utf-8`,
          headers: {
            'cache-control': `public, max-age=${maxAgeSeconds}`,
            'content-disposition': `attachment; filename="${file}"`,
          },
        };
      },
    },
  ];
}
