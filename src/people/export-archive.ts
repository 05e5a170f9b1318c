import { strToU8, zipSync } from 'fflate';
import { cleanFileName } from '../domain/file-name.ts';
import type { ReplyFile } from '../domain/reply.ts';
import type { OwnRows } from '../ports/own-data-store.ts';

/** Bytes of files, in base64, from this length on: the archive says how many there are instead. */
const contentCharacters = 100_000;

/** Everything of one person as one archive: each collection as JSON, each saved asset as Markdown besides. */
export function exportArchive(rows: readonly OwnRows[], name: string, nowMs: number): ReplyFile {
  const date = new Date(nowMs).toISOString().slice(0, 10);
  const files: Record<string, Uint8Array> = { 'README.md': strToU8(readMe(rows, name, date)) };
  for (const { collection, theirs, namedIn } of rows) {
    const shown = { yours: theirs, ...(namedIn.length > 0 ? { namesYou: namedIn } : {}) };
    files[`data/${collection}.json`] = strToU8(`${JSON.stringify(shown, withoutBytes, 2)}\n`);
    if (collection === 'userGeneratedAssets')
      for (const asset of theirs) files[assetName(asset, files)] = strToU8(assetText(asset));
  }
  const zip = zipSync(files, { mtime: nowMs, level: 6 });
  return {
    name: `Elevate data ${date}.zip`,
    mediaType: 'application/zip',
    alt: `Your data, ${Object.keys(files).length} files`,
    content: Buffer.from(zip).toString('base64'),
    encoding: 'base64',
  };
}

function withoutBytes(key: string, value: unknown): unknown {
  return key === 'content' && typeof value === 'string' && value.length > contentCharacters
    ? `(${value.length} characters, left out of this archive)`
    : value;
}

function readMe(rows: readonly OwnRows[], name: string, date: string): string {
  const lines = rows.map(({ collection, theirs }) => `- data/${collection}.json: ${theirs.length}`);
  return `# What Elevate keeps about ${name}, ${date}\n\nOne file for each collection; \`yours\` are whole documents, \`namesYou\` what names you in those of others.\nYour saved assets are in \`assets/\` as Markdown too. Bytes of large files are left out.\n\n${lines.join('\n')}\n`;
}

function assetName(asset: Record<string, unknown>, taken: Record<string, Uint8Array>): string {
  const title = cleanFileName(String(asset.title ?? asset.assetType).replace(/[/\\]/g, '-')).slice(0, 60);
  const code = typeof asset.promptCode === 'string' ? `${asset.promptCode} ` : '';
  for (let number = 1; ; number += 1) {
    const name = `assets/${code}${title}${number === 1 ? '' : ` (${number})`}.md`;
    if (!(name in taken)) return name;
  }
}

function assetText({
  title,
  assetType,
  elevateStep,
  channel,
  status,
  content,
}: Record<string, unknown>): string {
  const facts = [assetType, elevateStep, channel, status].filter((one) => typeof one === 'string');
  return `# ${String(title ?? assetType)}\n\n${facts.join(' · ')}\n\n${String(content).trimEnd()}\n`;
}
