import type { UserGeneratedAsset } from '../domain/user-generated-asset.ts';

/** As many as a list on a phone takes. */
export const newestSaved = 10;

/** Saved work and drafts, newest first, a line each. */
export function savedWork(assets: readonly UserGeneratedAsset[]): string {
  if (assets.length === 0) return 'Nothing saved yet. Press Save under an answer that you like.';
  const lines = assets.map(
    ({ assetType, status, title, content }) =>
      `- **${assetType}** (${status}): ${title ?? content.slice(0, 60)}`,
  );
  const isMore = assets.length >= newestSaved;
  return `Your ${isMore ? 'newest ' : ''}saved work and drafts:\n${lines.join('\n')}`;
}
