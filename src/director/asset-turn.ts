import { dayInWords } from '../domain/day-in-words.ts';
import type { Reply } from '../domain/reply.ts';
import { threadKeyOf } from '../domain/thread-ref.ts';
import type { UserGeneratedAsset } from '../domain/user-generated-asset.ts';
import { assetName } from '../playbook/assets/asset-name.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { privateReply } from './private-reply.ts';
import { button } from './reply-parts.ts';
import { type Turn, timeZoneOf } from './turn.ts';

/** One saved asset with all that can be done with it. From now on "shorter" means it, here. */
export async function openAsset(assetId: string, turn: Turn): Promise<Reply> {
  const asset = await turn.deps.assets.get(turn.person.userId, assetId);
  return asset ? showAsset(asset, '', turn) : privateReply('Sage', sentenceFor({ kind: 'not-yours' }), turn);
}

/** The asset as it is now, under a line that says what has just been done. */
export async function showAsset(asset: UserGeneratedAsset, done: string, turn: Turn): Promise<Reply> {
  const { deps, incoming } = turn;
  await deps.assets.noteOpened(asset.userId, asset._id, threadKeyOf(incoming.thread), incoming.sentAtMs);
  const timeZone = await timeZoneOf(turn);
  const text = `${done === '' ? '' : `${done}\n\n`}${factsOf(asset, timeZone)}\n\n${asset.content}`;
  return privateReply('Sage', text, turn, { buttons: [button('All my saved work', 'assets', 'all~0')] });
}

function factsOf(asset: UserGeneratedAsset, timeZone: string): string {
  const { assetType, elevateStep, channel, status, implementedAt, createdAt } = asset;
  const since = implementedAt === undefined ? '' : `, live since ${dayInWords(implementedAt, { timeZone })}`;
  const facts = [assetType, elevateStep, channel, `${status}${since}`].filter(Boolean).join(' · ');
  return `**${assetName(asset)}**\n${facts}\nSaved on ${dayInWords(createdAt, { timeZone })}.`;
}
