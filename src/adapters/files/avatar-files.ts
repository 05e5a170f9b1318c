import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { avatarFiles, avatarFolder } from '../../domain/avatar.ts';

/** The twelve agents' pictures by file name. Half a megabyte in all, so they are kept at hand. */
export async function readAvatars(root: string): Promise<Map<string, Uint8Array>> {
  return new Map(
    await Promise.all(
      avatarFiles.map(async (file) => [file, await readFile(join(root, avatarFolder, file))] as const),
    ),
  );
}

/** Paths, within the repository, of the pictures that are not there. */
export async function missingAvatars(root: string): Promise<string[]> {
  const there = await readdir(join(root, avatarFolder)).catch((): string[] => []);
  return avatarFiles.filter((file) => !there.includes(file)).map((file) => `${avatarFolder}/${file}`);
}
