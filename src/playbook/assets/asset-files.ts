import { csvCell } from '../../domain/csv-cell.ts';
import { cleanFileName } from '../../domain/file-name.ts';
import type { ReplyFile } from '../../domain/reply.ts';
import type { UserGeneratedAsset } from '../../domain/user-generated-asset.ts';
import { assetName } from './asset-name.ts';

export type AssetFileFormat = 'md' | 'csv';

/** What one message may carry with it; the newest assets are taken up to there. */
const mostCharacters = 4_000_000;

/** Saved work as one file, and how many of the assets are in it. */
export function assetsFile(
  assets: readonly UserGeneratedAsset[],
  format: AssetFileFormat,
): { file: ReplyFile; count: number } {
  const within: UserGeneratedAsset[] = [];
  let characters = 0;
  for (const asset of assets) {
    characters += asset.content.length + 400;
    if (characters > mostCharacters && within.length > 0) break;
    within.push(asset);
  }
  const [only, ...more] = within;
  const name = only && more.length === 0 ? assetName(only).replace(/[/\\]/g, '-') : 'Elevate saved work';
  const how = within.length === 1 ? 'one saved text' : `${within.length} saved texts`;
  return {
    file: {
      name: cleanFileName(`${name}.${format}`),
      mediaType: format === 'md' ? 'text/markdown' : 'text/csv',
      alt: `${format === 'md' ? 'A document' : 'A table'} with ${how}`,
      content: format === 'md' ? asMarkdown(within) : asCsv(within),
      encoding: 'utf-8',
    },
    count: within.length,
  };
}

function asMarkdown(assets: readonly UserGeneratedAsset[]): string {
  const parts = assets.map((asset) => {
    const { assetType, elevateStep, channel, status, implementedAt } = asset;
    const live = implementedAt === undefined ? undefined : `live since ${isoDay(implementedAt)}`;
    const facts = [assetType, elevateStep, channel, status, live].filter(Boolean).join(' · ');
    return `# ${assetName(asset)}\n\n${facts}\n\n${asset.content.trimEnd()}\n`;
  });
  return parts.join('\n---\n\n');
}

function asCsv(assets: readonly UserGeneratedAsset[]): string {
  const heads = [
    'name',
    'type',
    'step',
    'channel',
    'status',
    'liveSince',
    'saved',
    'changed',
    'prompt',
    'text',
  ];
  const rows = assets.map((asset) => [
    assetName(asset),
    asset.assetType,
    asset.elevateStep,
    asset.channel ?? '',
    asset.status,
    asset.implementedAt === undefined ? '' : isoDay(asset.implementedAt),
    isoDay(asset.createdAt),
    isoDay(asset.lastUpdatedAt),
    asset.promptCode ?? '',
    asset.content,
  ]);
  // The mark at the beginning tells spreadsheets that it is UTF-8.
  return `\ufeff${[heads, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

function isoDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
