import type { Button, Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import { threadKeyOf } from '../domain/thread-ref.ts';
import type { UserGeneratedAsset } from '../domain/user-generated-asset.ts';
import type { UserPromptExecution } from '../domain/user-prompt-execution.ts';
import { assetName } from '../playbook/assets/asset-name.ts';
import { readRewrite } from '../playbook/assets/rewritten-text.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { answerText } from './execution-file.ts';
import { privateReply } from './private-reply.ts';
import { button } from './reply-parts.ts';
import type { Turn } from './turn.ts';

/** Versions that are counted; of more than these the number is not said. */
export const mostVersions = 200;

/** The rewrite becomes the asset's text, the one before is kept. Done again it is the same one. */
export async function keepRefinement(execution: UserPromptExecution, turn: Turn): Promise<Reply> {
  const { assets } = turn.deps;
  const { text, notes } = readRewrite(answerText(execution));
  const asset = await assets.keepVersion({
    _id: stableId('asset-version', execution._id),
    userId: execution.userId,
    assetId: execution.refinesAssetId ?? '',
    content: text,
    promptExecutionId: execution._id,
    how: 'refined',
    ...(execution.inputs?.goals === undefined ? {} : { wish: execution.inputs.goals }),
    createdAt: execution.aiResponseTimestamp ?? execution.aiRequestTimestamp,
  });
  if (!asset) return privateReply('Writer', sentenceFor({ kind: 'not-yours' }), turn);
  await assets.noteOpened(asset.userId, asset._id, threadKeyOf(turn.incoming.thread), turn.incoming.sentAtMs);
  const changed = notes === '' ? '' : `\n\n**What changed**\n${notes}`;
  const kept = await versionLine(asset, turn);
  return privateReply('Writer', `**${assetName(asset)}**\n\n${text}${changed}\n\n_${kept}_`, turn, {
    buttons: afterChange(asset),
    promptCode: execution.promptCode,
    executionId: execution._id,
  });
}

/** "Kept as version 3; the others are kept too." */
export async function versionLine({ userId, _id }: UserGeneratedAsset, { deps }: Turn): Promise<string> {
  const number = (await deps.assets.versions(userId, _id, 1))[0]?.number ?? 1;
  return `Kept as version ${number}; what it was before is kept too. Say what else should change, or go back.`;
}

/** What can be done with a text that has just changed. */
function afterChange(asset: UserGeneratedAsset): Button[] {
  return [backButton(asset), ...changeButtons(asset), whyButton(asset)];
}

export function backButton({ _id }: UserGeneratedAsset): Button {
  return button('Version before', 'restore', _id);
}

export function changeButtons({ _id, status }: UserGeneratedAsset): Button[] {
  return [
    button('Refine', 'refine', _id),
    button('Edit', 'edit', _id),
    ...(status === 'Draft' ? [button('It is live', 'live', _id)] : []),
  ];
}

export function whyButton({ _id }: UserGeneratedAsset): Button {
  return button('Why this?', 'why', _id);
}
