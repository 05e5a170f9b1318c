import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Every text file of `agents/`, `prompts/` and `integrations/`, by its path within the repository. */
export async function readContentFiles(root: string): Promise<Array<{ path: string; text: string }>> {
  const paths = (
    await Promise.all(
      ['agents', 'prompts', 'integrations'].map((folder) =>
        readdir(join(root, folder), { recursive: true, withFileTypes: true }),
      ),
    )
  )
    .flat()
    .filter((entry) => entry.isFile() && /\.(?:md|yaml)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(root, path).split(sep).join('/'),
      text: await readFile(path, 'utf8'),
    })),
  );
}
