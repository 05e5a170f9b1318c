import { dayInWords } from '../domain/day-in-words.ts';
import type { IncomingForm } from '../domain/incoming.ts';
import type { Button, Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import { threadKeyOf } from '../domain/thread-ref.ts';
import type { UserGeneratedAsset } from '../domain/user-generated-asset.ts';
import type { UserPromptExecution } from '../domain/user-prompt-execution.ts';
import { type AssetFileFormat, assetsFile } from '../playbook/assets/asset-files.ts';
import { assetName } from '../playbook/assets/asset-name.ts';
import { findAssets, mostSearched } from '../playbook/assets/find-assets.ts';
import { readAssetQuery } from '../playbook/assets/read-asset-query.ts';
import {
  type AssetTarget,
  type AssetWish,
  readAssetWish,
  readLooseAssetWish,
} from '../playbook/assets/read-asset-wish.ts';
import { readLiveDay } from '../playbook/assets/read-live-day.ts';
import type { AssetChange } from '../ports/asset-store.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { channelCharacters, nameCharacters, readEditForm } from './asset-form.ts';
import { backButton, changeButtons, mostVersions, versionLine, whyButton } from './asset-refined.ts';
import { whyAnswer, whyAsset } from './asset-why.ts';
import { lastAnswer } from './last-answer.ts';
import { privateReply } from './private-reply.ts';
import { goalsIn, refine } from './refine-turn.ts';
import { button } from './reply-parts.ts';
import { keepAnswer } from './save-turn.ts';
import { allSaved, queryBehind, savedLines, showSavedWork } from './saved-work.ts';
import { type Turn, timeZoneOf } from './turn.ts';

/** As many as one question may offer. */
const mostOffered = 5;

type Found =
  | { kind: 'one'; asset: UserGeneratedAsset }
  | { kind: 'several'; assets: UserGeneratedAsset[] }
  /** The last answer of the thread, which nobody has saved yet. */
  | { kind: 'unsaved'; execution: UserPromptExecution }
  | { kind: 'none' };

/** What is plainly asked of saved work: done, asked about, or told why not. */
export async function answerAssetWish(words: string, turn: Turn): Promise<Reply> {
  const wish = readAssetWish(words);
  if (!wish) return showSavedWork(words, turn);
  return follow(wish, words, await find(wish, turn), turn);
}

/** What may be meant of saved work: undefined where none of it fits, or is open here. */
export async function mayAnswerAssetWish(words: string, turn: Turn): Promise<Reply | undefined> {
  const wish = readLooseAssetWish(words);
  if (!wish) return undefined;
  if (wish.kind === 'find') {
    const { assets, fits } = await search(wish.words, turn);
    return fits && assets.length > 0 ? showSavedWork(wish.words, turn) : undefined;
  }
  const found = await find(wish, turn);
  if (found.kind === 'none') return undefined;
  // What is not saved is its agent's: it goes on in the thread.
  if (found.kind === 'unsaved' && wish.kind !== 'why') return undefined;
  return follow(wish, words, found, turn);
}

/** The person chose which one was meant: `<request>~<asset>`. */
export async function chooseAsset(id: string, turn: Turn): Promise<Reply> {
  const [requestId = '', assetId = ''] = id.split('~');
  const { userId } = turn.person;
  const [request, asset] = await Promise.all([
    turn.deps.pending.get(userId, requestId),
    turn.deps.assets.get(userId, assetId),
  ]);
  const wish = request && (readAssetWish(request.text) ?? readLooseAssetWish(request.text));
  if (!wish || wish.kind === 'find' || !asset)
    return privateReply('Director', sentenceFor({ kind: 'not-yours' }), turn);
  return doWith(asset, wish, request.createdAt, turn);
}

async function search(words: string, turn: Turn) {
  const own = await turn.deps.assets.newest(turn.person.userId, mostSearched);
  return findAssets(own, readAssetQuery(words, turn.incoming.sentAtMs, await timeZoneOf(turn)));
}

async function find(wish: AssetWish, turn: Turn): Promise<Found> {
  if (wish.kind === 'find') return { kind: 'none' };
  return wish.target.kind === 'here' ? openHere(turn) : named(wish.target.words, wish, turn);
}

/** The asset that is open in this thread, unless an answer came after it; those saved at once are several. */
async function openHere(turn: Turn): Promise<Found> {
  const { userId } = turn.person;
  const [open, execution] = await Promise.all([
    turn.deps.assets.openedIn(userId, threadKeyOf(turn.incoming.thread), mostOffered + 1),
    lastAnswer(turn),
  ]);
  const [newest] = open;
  if (
    execution &&
    execution.refinedOutputAssetId === undefined &&
    (execution.aiResponseTimestamp ?? 0) > (newest?.openedAt ?? -1)
  )
    return { kind: 'unsaved', execution };
  if (!newest) return { kind: 'none' };
  const together = open.filter(({ openedAt }) => openedAt === newest.openedAt);
  return together.length > 1 ? { kind: 'several', assets: together } : { kind: 'one', asset: newest };
}

async function named(words: string, wish: AssetWish, turn: Turn): Promise<Found> {
  const { assets, fits } = await search(words, turn);
  if (!fits || assets.length === 0) return { kind: 'none' };
  const [first, ...more] = assets;
  const same = assets.filter((asset) => assetName(asset).toLowerCase() === words.toLowerCase());
  if (same.length === 1 && same[0]) return { kind: 'one', asset: same[0] };
  if (wish.kind === 'export') return { kind: 'several', assets };
  return first && more.length === 0 ? { kind: 'one', asset: first } : { kind: 'several', assets };
}

async function follow(wish: AssetWish, words: string, found: Found, turn: Turn): Promise<Reply> {
  if (wish.kind === 'find') return showSavedWork(wish.words, turn);
  if (wish.kind === 'export' && (found.kind === 'several' || isForAll(wish.target)))
    return exportAll(wish.target, wish.format, found, turn);
  switch (found.kind) {
    case 'one':
      return doWith(found.asset, wish, turn.incoming.sentAtMs, turn);
    case 'several':
      return askWhich(found.assets, words, turn);
    case 'unsaved': {
      if (wish.kind === 'why') return whyAnswer(found.execution, turn);
      return doWith(await keepAnswer(found.execution, turn), wish, turn.incoming.sentAtMs, turn);
    }
    case 'none':
      return privateReply('Director', notFound(wish.target), turn, { buttons: [everything] });
  }
}

const everything = button('All my saved work', 'assets', `${allSaved}~0`);

function notFound(target: AssetTarget): string {
  return target.kind === 'here'
    ? 'Nothing saved is open here. Open what you mean, then say it again.'
    : `I have nothing saved that is called “${target.words.slice(0, 60)}”. Open what you mean, or name it as your list does.`;
}

async function askWhich(assets: UserGeneratedAsset[], words: string, turn: Turn): Promise<Reply> {
  const requestId = stableId('asset-request', turn.incoming.id);
  await turn.deps.pending.put({
    _id: requestId,
    userId: turn.person.userId,
    text: words,
    createdAt: turn.incoming.sentAtMs,
  });
  const offered = assets.slice(0, mostOffered);
  const rest = assets.length > offered.length ? `\n\nOf ${assets.length}; a name tells them apart.` : '';
  return privateReply('Director', `Which one do you mean?\n${savedLines(offered, 1)}${rest}`, turn, {
    buttons: offered.map((asset, at) =>
      button(`${at + 1}. ${assetName(asset)}`.slice(0, 40), 'which', `${requestId}~${asset._id}`),
    ),
  });
}

/** `saidAtMs`: "on Monday" counts from there. */
async function doWith(
  asset: UserGeneratedAsset,
  wish: Exclude<AssetWish, { kind: 'find' }>,
  saidAtMs: number,
  turn: Turn,
): Promise<Reply> {
  switch (wish.kind) {
    case 'open':
      return showAsset(asset, '', turn);
    case 'name': {
      const title = wish.name.replace(/^["“'‘]+|["”'’]+$/g, '').trim();
      if (title === '' || title.length > nameCharacters)
        return privateReply(
          'Director',
          `A name has 1 to ${nameCharacters} characters. It is still called **${assetName(asset)}**.`,
          turn,
        );
      return changed(asset, { title }, `Called **${title}** now.`, turn);
    }
    case 'live':
      return goLive(asset, wish.when, saidAtMs, turn);
    case 'draft':
      return toDraft(asset, turn);
    case 'archive':
      return askToArchive(asset, turn);
    case 'unarchive':
      return unarchive(asset, turn);
    case 'channel': {
      const channel = wish.channel.slice(0, channelCharacters);
      return changed(asset, { channel }, `Its channel is ${channel} now.`, turn);
    }
    case 'export':
      return sendFiles([asset], wish.format, turn);
    case 'why':
      return whyAsset(asset, turn);
    case 'refine':
      return refine(asset, wish.goals, turn);
    case 'back':
      return bringBack(asset, wish.number, turn);
  }
}

async function goLive(asset: UserGeneratedAsset, when: string, saidAtMs: number, turn: Turn): Promise<Reply> {
  const timeZone = await timeZoneOf(turn);
  const day = readLiveDay(when, saidAtMs, timeZone);
  if (day.kind === 'unread')
    return privateReply(
      'Director',
      `“${when}” is no day that I can read. Say it like “that went live on Monday” or “on 12 May”.`,
      turn,
    );
  if (day.kind === 'to-come')
    return privateReply('Director', 'That day is still to come. Tell me when it is live.', turn);
  // Pressed again it keeps the day that it has.
  const implementedAt =
    when === '' && asset.status === 'Implemented' ? (asset.implementedAt ?? day.atMs) : day.atMs;
  const since = dayInWords(implementedAt, { timeZone });
  return changed(asset, { status: 'Implemented', implementedAt }, `Live since ${since}.`, turn);
}

async function toDraft(asset: UserGeneratedAsset, turn: Turn): Promise<Reply> {
  return changed(asset, { status: 'Draft', implementedAt: null }, 'A draft again.', turn);
}

/** Nothing goes without being asked for once. */
function askToArchive(asset: UserGeneratedAsset, turn: Turn): Reply {
  if (asset.status === 'Archived')
    return privateReply('Director', `**${assetName(asset)}** is archived already.`, turn, {
      buttons: [button('Take it back', 'unshelve', asset._id)],
    });
  return privateReply(
    'Director',
    `Archive **${assetName(asset)}**? It leaves your list; “archived assets” still finds it.`,
    turn,
    {
      buttons: [button('Archive it', 'shelve', asset._id), button('Keep it', 'asset', asset._id)],
    },
  );
}

async function unarchive(asset: UserGeneratedAsset, turn: Turn): Promise<Reply> {
  if (asset.status !== 'Archived') return showAsset(asset, 'It is not archived.', turn);
  const status = asset.implementedAt === undefined ? 'Draft' : 'Implemented';
  return changed(asset, { status }, 'Back in your list.', turn);
}

async function bringBack(asset: UserGeneratedAsset, number: number | undefined, turn: Turn): Promise<Reply> {
  const { assets, clock } = turn.deps;
  const versionId = stableId('asset-version', asset._id, turn.incoming.id);
  const versions = (await assets.versions(asset.userId, asset._id, mostVersions)).filter(
    ({ _id }) => _id !== versionId,
  );
  const wanted = number === undefined ? versions.at(-2) : versions.find((one) => one.number === number);
  if (!wanted) {
    const there =
      versions.length < 2
        ? 'It has only the one wording.'
        : `It has versions ${versions[0]?.number} to ${versions.at(-1)?.number}.`;
    return showAsset(asset, there, turn);
  }
  const { content, promptExecutionId } = wanted;
  const back = await assets.keepVersion({
    _id: versionId,
    userId: asset.userId,
    assetId: asset._id,
    content,
    ...(promptExecutionId === undefined ? {} : { promptExecutionId }),
    how: 'restored',
    wish: `version ${wanted.number}`,
    createdAt: clock.nowMs(),
  });
  return showAsset(back ?? asset, `Back to version ${wanted.number}.`, turn);
}

async function changed(
  asset: UserGeneratedAsset,
  change: AssetChange,
  done: string,
  turn: Turn,
): Promise<Reply> {
  const now = await turn.deps.assets.change(asset.userId, asset._id, change, turn.deps.clock.nowMs());
  return showAsset(now ?? asset, done, turn);
}

type AssetVerb = 'asset' | 'live' | 'draft' | 'archive' | 'shelve' | 'unshelve' | 'why' | 'restore';

/** A button of an asset was pressed. Again, it changes nothing more, but for going back one version further. */
export async function pressAsset(verb: AssetVerb, assetId: string, turn: Turn): Promise<Reply> {
  const asset = await turn.deps.assets.get(turn.person.userId, assetId);
  if (!asset) return privateReply('Director', sentenceFor({ kind: 'not-yours' }), turn);
  switch (verb) {
    case 'asset':
      return showAsset(asset, '', turn);
    case 'live':
      return goLive(asset, '', turn.incoming.sentAtMs, turn);
    case 'draft':
      return toDraft(asset, turn);
    case 'archive':
      return askToArchive(asset, turn);
    case 'shelve': {
      await turn.deps.assets.change(asset.userId, assetId, { status: 'Archived' }, turn.deps.clock.nowMs());
      return privateReply('Director', `Archived: **${assetName(asset)}**.`, turn, {
        buttons: [button('Take it back', 'unshelve', assetId), everything],
      });
    }
    case 'unshelve':
      return unarchive(asset, turn);
    case 'why':
      return whyAsset(asset, turn);
    case 'restore':
      return bringBack(asset, undefined, turn);
  }
}

/** The form of an asset was sent: its name, its text and its channel. */
export async function takeEditForm(assetId: string, form: IncomingForm, turn: Turn): Promise<Reply> {
  const { assets, clock } = turn.deps;
  const asset = await assets.get(turn.person.userId, assetId);
  if (!asset) return privateReply('Director', sentenceFor({ kind: 'not-yours' }), turn);
  const { edited, errors } = readEditForm(asset, form.values);
  if (Object.keys(errors).length > 0)
    return privateReply('Director', Object.values(errors).join('\n'), turn, {
      buttons: [button('Edit', 'edit', assetId)],
    });
  const versionId = stableId('asset-version', assetId, form.id);
  const { title, content, channel } = edited;
  const isNewText = content !== asset.content.trim();
  if (isNewText)
    await assets.keepVersion({
      _id: versionId,
      userId: asset.userId,
      assetId,
      content,
      ...(asset.promptExecutionId === undefined ? {} : { promptExecutionId: asset.promptExecutionId }),
      how: 'edited',
      createdAt: clock.nowMs(),
    });
  const now = await assets.change(asset.userId, assetId, { title, channel }, clock.nowMs());
  return showAsset(now ?? asset, isNewText ? await versionLine(asset, turn) : 'Kept.', turn);
}

export async function takeRefineForm(assetId: string, form: IncomingForm, turn: Turn): Promise<Reply> {
  const asset = await turn.deps.assets.get(turn.person.userId, assetId);
  return asset
    ? refine(asset, goalsIn(form.values), turn)
    : privateReply('Director', sentenceFor({ kind: 'not-yours' }), turn);
}

/** One asset, or all that a search finds, as a file: `<asset, search or all>.<format>`. */
export async function sendAssets(id: string, turn: Turn): Promise<Reply> {
  const [what = '', ending] = id.split('.');
  const format: AssetFileFormat = ending === 'csv' ? 'csv' : 'md';
  const asset = what === allSaved ? undefined : await turn.deps.assets.get(turn.person.userId, what);
  if (asset) return sendFiles([asset], format, turn);
  const query = await queryBehind(what, turn);
  if (!query) return privateReply('Director', sentenceFor({ kind: 'not-yours' }), turn);
  const own = await turn.deps.assets.newest(turn.person.userId, mostSearched);
  return sendFiles(findAssets(own, query).assets, format, turn);
}

function isForAll(target: AssetTarget): boolean {
  return (
    target.kind === 'named' && /^(?:all )?(?:of )?(?:my |the )?(?:assets|saved work)$/i.test(target.words)
  );
}

async function exportAll(
  target: AssetTarget,
  format: AssetFileFormat,
  found: Found,
  turn: Turn,
): Promise<Reply> {
  if (found.kind === 'several') return sendFiles(found.assets, format, turn);
  const { assets } = await search(target.kind === 'named' ? target.words : '', turn);
  return sendFiles(assets, format, turn);
}

function sendFiles(assets: readonly UserGeneratedAsset[], format: AssetFileFormat, turn: Turn): Reply {
  if (assets.length === 0)
    return privateReply('Director', 'Nothing saved yet. Press Save under an answer that you like.', turn);
  const { file, count } = assetsFile(assets, format);
  const what = count === 1 ? 'Here it is as a file' : `Your saved work as a file: ${count} texts`;
  const cut =
    count < assets.length ? ` Those are the first of ${assets.length}: a search makes it smaller.` : '';
  return privateReply('Director', `${what}.${cut}`, turn, { files: [file] });
}

/** The asset as it is now, under a line that says what has just been done. From now on "shorter" means it, here. */
async function showAsset(asset: UserGeneratedAsset, done: string, turn: Turn): Promise<Reply> {
  const { deps, incoming } = turn;
  await deps.assets.noteOpened(asset.userId, asset._id, threadKeyOf(incoming.thread), incoming.sentAtMs);
  const timeZone = await timeZoneOf(turn);
  const text = `${done === '' ? '' : `${done}\n\n`}${factsOf(asset, timeZone)}\n\n${asset.content}`;
  const isChanged = (await deps.assets.versions(asset.userId, asset._id, 1)).length > 0;
  return privateReply('Director', text, turn, { buttons: assetButtons(asset, isChanged), isCard: true });
}

function assetButtons(asset: UserGeneratedAsset, isChanged: boolean): Button[] {
  const { _id, status } = asset;
  const copies = [button('As a file', 'copy', `${_id}.md`), whyButton(asset)];
  if (status === 'Archived') return [button('Take it back', 'unshelve', _id), ...copies];
  return [
    ...changeButtons(asset),
    ...(status === 'Implemented' ? [button('Back to draft', 'draft', _id)] : []),
    ...(isChanged ? [backButton(asset)] : []),
    ...copies,
    button('Archive', 'archive', _id),
  ];
}

function factsOf(asset: UserGeneratedAsset, timeZone: string): string {
  const { assetType, elevateStep, channel, status, implementedAt, createdAt } = asset;
  const since = implementedAt === undefined ? '' : `, live since ${dayInWords(implementedAt, { timeZone })}`;
  const facts = [assetType, elevateStep, channel, `${status}${since}`].filter(Boolean).join(' · ');
  return `**${assetName(asset)}**\n${facts}\nSaved on ${dayInWords(createdAt, { timeZone })}.`;
}
