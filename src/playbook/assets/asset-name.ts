import type { UserGeneratedAsset } from '../../domain/user-generated-asset.ts';

/** What an asset is called: the name it was given, else its first words. */
export function assetName({ title, content }: Pick<UserGeneratedAsset, 'title' | 'content'>): string {
  return title ?? titleOf(content);
}

/** The first line with words in it, without its list mark and without marks of emphasis, which a cut would leave open. */
export function titleOf(content: string, characters = 60): string {
  const line = content.split('\n').find((candidate) => /\p{L}/u.test(candidate)) ?? content;
  const bare = line
    .replace(/^[\s#>*\d.)-]+/, '')
    .replace(/(?<![\p{L}\d])[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}(?![\p{L}\d])/gu, '')
    .trim();
  return bare.length > characters ? `${bare.slice(0, characters - 1)}…` : bare;
}
