import MiniSearch from 'minisearch';
import type { ElevateStep } from '../../domain/elevate-step.ts';
import type { AssetStatus, UserGeneratedAsset } from '../../domain/user-generated-asset.ts';

/** More than a person saves in a course: what is searched of theirs, the newest first. */
export const mostSearched = 2_000;

export interface AssetQuery {
  /** What to look for in name, kind, step, channel and text; empty for all. */
  terms: string[];
  status?: AssetStatus;
  step?: ElevateStep;
  /** Saved or gone live in that time, or bearing its name: "May" in "the headlines for May". */
  period?: { fromMs: number; toMs: number; name: string };
}

export interface FoundAssets {
  assets: UserGeneratedAsset[];
  /** False where nothing fits all that was asked, and these are the nearest. */
  fits: boolean;
}

/**
 * The one search of saved work. `assets` are a person's own, newest first, and so is the answer where nothing is looked
 * for by words; else the best come first. What is archived is left out unless it is asked for, or looked for by words.
 */
export function findAssets(assets: readonly UserGeneratedAsset[], query: AssetQuery): FoundAssets {
  const { status, step, terms, period } = query;
  const inAll = terms.length > 0 || period !== undefined;
  const wanted = assets.filter(
    (asset) =>
      (status === undefined ? inAll || asset.status !== 'Archived' : asset.status === status) &&
      (step === undefined || asset.elevateStep === step) &&
      (period === undefined || isOf(asset, period, status)),
  );
  if (terms.length === 0) return { assets: wanted, fits: true };
  const all = search(wanted, terms, 'AND');
  if (all.length > 0) return { assets: all, fits: true };
  return { assets: search(wanted, terms, 'OR'), fits: false };
}

function isOf(
  asset: UserGeneratedAsset,
  period: NonNullable<AssetQuery['period']>,
  status: AssetStatus | undefined,
): boolean {
  const within = (atMs: number | undefined) =>
    atMs !== undefined && atMs >= period.fromMs && atMs <= period.toMs;
  return (
    // What went live in May may have been written in March.
    (status !== 'Implemented' && within(asset.createdAt)) ||
    within(asset.implementedAt) ||
    wordsIn(asset.title ?? '').includes(period.name.toLowerCase())
  );
}

function search(assets: UserGeneratedAsset[], terms: string[], combineWith: 'AND' | 'OR') {
  const index = new MiniSearch<UserGeneratedAsset>({
    idField: '_id',
    fields: ['title', 'assetType', 'elevateStep', 'promptCode', 'channel', 'content'],
    processTerm: (term) => singular(term.toLowerCase()),
  });
  index.addAll(assets);
  const byId = new Map(assets.map((asset) => [asset._id, asset]));
  return index
    .search(terms.join(' '), {
      combineWith,
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 3 ? 0.25 : false),
      boost: { title: 4, assetType: 2 },
    })
    .flatMap(({ id }) => byId.get(String(id)) ?? []);
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().split(/[^\p{L}\d]+/u);
}

/** "headlines" finds "Ad Headline". */
function singular(word: string): string {
  return word.replace(/(?<=\p{L}{3})(?<!s)s$/u, '');
}
