import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HttpRoute } from '../../ports/http-route.ts';

const folder = fileURLToPath(new URL('./page', import.meta.url));

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Nothing but what this server serves: no inline script, no other host, no frame around it. */
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** The page's libraries: the name that its modules import, and the file of the package. */
const packageFiles = { preact: 'preact.mjs', 'preact/hooks': 'hooks.mjs', htm: 'htm.mjs' };

/** The page, as files read once at start: no build step, and no network beyond this server. */
export async function pageRoutes(): Promise<HttpRoute[]> {
  const require = createRequire(import.meta.url);
  const libraries = await Promise.all(
    Object.entries(packageFiles).map(async ([name, file]) => {
      const folderOfPackage = dirname(require.resolve(name));
      // The package's folder holds its version; the file's name then may be kept for ever.
      const version = await versionOf(folderOfPackage);
      const source = await readFile(join(folderOfPackage, file), 'utf8');
      return { name, path: `/page/lib/${name.replace('/', '-')}-${version}.js`, source };
    }),
  );
  /** A browser finds modules by address alone: the packages' names are put in place of theirs here. */
  const addressed = (source: string) =>
    libraries.reduce(
      (text, { name, path }) =>
        text
          .replaceAll(`from '${name}'`, `from '${path}'`)
          .replaceAll(`from "${name}"`, `from '${path}'`)
          .replaceAll(`from"${name}"`, `from'${path}'`),
      source.replace(/^\/\/# sourceMappingURL=.*$/m, ''),
    );

  const files = await Promise.all(
    (await readdir(folder))
      .filter((name) => extname(name) in contentTypes)
      .map(async (name) => ({ name, source: await readFile(join(folder, name), 'utf8') })),
  );
  return [
    ...files.map(({ name, source }) =>
      served(
        name === 'index.html' ? '/' : `/page/${name}`,
        extname(name),
        extname(name) === '.js' ? addressed(source) : source,
        'no-cache',
      ),
    ),
    ...libraries.map(({ path, source }) =>
      served(path, '.js', addressed(source), 'public, max-age=31536000, immutable'),
    ),
  ];
}

function served(path: string, extension: string, body: string, caching: string): HttpRoute {
  const contentType = contentTypes[extension] ?? 'text/plain; charset=utf-8';
  const headers = { ...securityHeaders, 'cache-control': caching };
  return {
    method: 'GET',
    path,
    handle: async () => ({ kind: 'content', status: 200, contentType, body, headers }),
  };
}

/** The version in the nearest package.json above a file's folder that has one. */
async function versionOf(start: string): Promise<string> {
  for (let at = start; at !== dirname(at); at = dirname(at)) {
    const text = await readFile(join(at, 'package.json'), 'utf8').catch(() => '{}');
    const { version }: { version?: string } = JSON.parse(text);
    if (version !== undefined) return version;
  }
  return '0';
}
