import type { Button, Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import type { UserGeneratedAsset } from '../domain/user-generated-asset.ts';
import { assetName } from '../playbook/assets/asset-name.ts';
import { type AssetQuery, findAssets, mostSearched } from '../playbook/assets/find-assets.ts';
import { readAssetQuery } from '../playbook/assets/read-asset-query.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { button } from './reply-parts.ts';
import { toThemAlone } from './to-them-alone.ts';
import { type DirectorDeps, type Turn, timeZoneOf } from './turn.ts';

/** As many as a list on a phone takes. */
const onePage = 6;
/** In the place of a search's id: all that is not archived. */
export const allSaved = 'all';

/** Saved work and drafts that words ask for, by pages. Said to their person alone. */
export async function showSavedWork(words: string, turn: Turn, offers: Button[] = []): Promise<Reply> {
  const query = await queryOf(words, turn);
  const searchId = isForAll(query) ? allSaved : stableId('asset-search', turn.incoming.id);
  if (searchId !== allSaved) {
    await turn.deps.pending.put({
      _id: searchId,
      userId: turn.person.userId,
      text: words.slice(0, 300),
      createdAt: turn.incoming.sentAtMs,
    });
  }
  return pageOf(searchId, query, 0, turn, offers);
}

/** Another page of it: `<search>~<page>`, pages from 0. */
export async function turnPage(id: string, turn: Turn): Promise<Reply> {
  const [searchId = '', page = '0'] = id.split('~');
  const query = await queryBehind(searchId, turn);
  if (!query) return toThemAlone('Sage', turn, sentenceFor({ kind: 'not-yours' }), []);
  return pageOf(searchId, query, Number(page), turn);
}

/** What a search's id stands for; undefined where it is another's. */
export async function queryBehind(searchId: string, turn: Turn): Promise<AssetQuery | undefined> {
  if (searchId === allSaved) return { terms: [] };
  const request = await turn.deps.pending.get(turn.person.userId, searchId);
  return request && queryOf(request.text, turn);
}

async function queryOf(words: string, turn: Turn): Promise<AssetQuery> {
  return readAssetQuery(words, turn.incoming.sentAtMs, await timeZoneOf(turn));
}

function isForAll({ terms, status, step, period }: AssetQuery): boolean {
  return terms.length === 0 && [status, step, period].every((one) => one === undefined);
}

async function pageOf(
  searchId: string,
  query: AssetQuery,
  page: number,
  turn: Turn,
  offers: Button[] = [],
): Promise<Reply> {
  const own = await turn.deps.assets.newest(turn.person.userId, mostSearched);
  const { assets, fits } = findAssets(own, query);
  const everything = button('All my saved work', 'assets', `${allSaved}~0`);
  if (assets.length === 0) {
    return own.length === 0 || isForAll(query)
      ? toThemAlone('Sage', turn, nothingSaved(own), offers)
      : toThemAlone('Sage', turn, `Nothing saved fits ${inWords(query)}.`, [everything, ...offers]);
  }
  const last = Math.ceil(assets.length / onePage) - 1;
  const at = Math.min(Math.max(0, Math.trunc(page) || 0), last);
  const shown = assets.slice(at * onePage, (at + 1) * onePage);
  const first = at * onePage + 1;
  const head = fits ? headOf(query) : `Nothing fits all of ${inWords(query)}. The nearest:`;
  const extent =
    last === 0
      ? assets.length === 1
        ? 'That is the only one.'
        : `Those are all ${assets.length}.`
      : `${first} to ${first + shown.length - 1} of ${assets.length}${at === last ? ', the end' : ''}.`;
  return toThemAlone('Sage', turn, `${head}\n${savedLines(shown, first)}\n\n${extent}`, [
    ...openButtons(shown, first),
    ...(at > 0 ? [button('Previous', 'assets', `${searchId}~${at - 1}`)] : []),
    ...(at < last ? [button('Next', 'assets', `${searchId}~${at + 1}`)] : []),
    ...fileButtons(searchId),
    ...offers,
  ]);
}

function fileButtons(searchId: string): Button[] {
  return [
    button('All as Markdown', 'copy', `${searchId}.md`),
    button('All as CSV', 'copy', `${searchId}.csv`),
  ];
}

const heads = {
  Draft: 'Your drafts:',
  Implemented: 'What you have put to use:',
  Archived: 'What you have archived:',
};

function headOf(query: AssetQuery): string {
  if (isForAll(query)) return 'Your saved work and drafts:';
  const { terms, period, status } = query;
  return status !== undefined && terms.length === 0 && !period
    ? heads[status]
    : `Saved work for ${inWords(query)}:`;
}

function nothingSaved(own: UserGeneratedAsset[]): string {
  return own.length === 0
    ? 'Nothing saved yet. Press Save under an answer that you like.'
    : 'All that you saved is archived. “archived assets” shows it.';
}

/** What is looked for, as one reads it. */
function inWords({ terms, status, period }: AssetQuery): string {
  const parts = [status?.toLowerCase(), ...terms, period?.name].filter((part) => part !== undefined);
  return `“${parts.join(' ')}”`;
}

export function savedLines(assets: readonly UserGeneratedAsset[], first: number): string {
  const lines = assets.map((asset, at) => {
    const { assetType, status } = asset;
    return `${first + at}. **${assetType}** (${status}): ${assetName(asset)}`;
  });
  return lines.join('\n');
}

function openButtons(assets: readonly UserGeneratedAsset[], first: number): Button[] {
  return assets.map((asset, at) =>
    button(`${first + at}. ${assetName(asset)}`.slice(0, 40), 'asset', asset._id),
  );
}

const newestAtHome = 5;
/** Among these the five are looked for that are not archived. */
const readAtHome = 50;

const newestInPanel = 10;

/** The newest saved work beside a conversation, without what can be done with it. */
export async function savedInPanel(
  userId: string,
  { assets }: Pick<DirectorDeps, 'assets'>,
): Promise<{ saved: Array<{ name: string; kind: string; status: string }>; more: boolean }> {
  const own = findAssets(await assets.newest(userId, readAtHome), { terms: [] }).assets;
  const saved = own.slice(0, newestInPanel).map((asset) => {
    const { assetType, status } = asset;
    return { name: assetName(asset), kind: assetType, status };
  });
  return { saved, more: own.length > saved.length };
}

/** The newest saved work in a person's home: a line and a button each, and one for all. */
export async function savedWorkAtHome(
  userId: string,
  { assets }: Pick<DirectorDeps, 'assets'>,
): Promise<{ text: string; buttons: Button[] }> {
  const own = await assets.newest(userId, readAtHome);
  const current = findAssets(own, { terms: [] }).assets.slice(0, newestAtHome);
  if (current.length === 0) return { text: nothingSaved(own), buttons: [] };
  const buttons = openButtons(current, 1);
  return {
    text: `Your ${own.length > newestAtHome ? 'newest ' : ''}saved work and drafts:\n${savedLines(current, 1)}`,
    buttons: [...buttons, button('All my saved work', 'assets', `${allSaved}~0`)],
  };
}
