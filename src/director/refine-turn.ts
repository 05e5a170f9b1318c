import { formatButtonId } from '../domain/button-id.ts';
import type { PlaybookPromptFile } from '../domain/catalogue.ts';
import type { Form, Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import type { UserFoundation } from '../domain/user-foundation.ts';
import type { UserGeneratedAsset } from '../domain/user-generated-asset.ts';
import { assetName } from '../playbook/assets/asset-name.ts';
import { plainNames, planRun, type RunPlan, runForm } from '../playbook/run-plan.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { privateReply } from './private-reply.ts';
import { button } from './reply-parts.ts';
import { runNow } from './run-turn.ts';
import type { Turn } from './turn.ts';

/** The prompt that rewrites. */
const rewriter = 'RW1';
const goalsCharacters = 400;

/** Rewrites a saved text towards what was said of it; without a wish, asks for one. */
export async function refine(asset: UserGeneratedAsset, goals: string, turn: Turn): Promise<Reply> {
  const prompt = turn.deps.catalogue.prompts.get(rewriter);
  if (!prompt) return privateReply('Director', sentenceFor({ kind: 'outdated-button' }), turn);
  if (goals.trim() === '') {
    const text = `What should get better in **${assetName(asset)}**? Say it here, such as “shorter, less salesy”, or press Refine.`;
    return privateReply('Writer', text, turn, { buttons: [button('Refine', 'refine', asset._id)] });
  }
  const foundation = await turn.deps.foundations.read(turn.person.userId);
  const plan = planRefining(prompt, foundation);
  return plan.missing.length > 0
    ? askForMissing(asset, goals, plan, foundation, turn)
    : refineNow(asset, goals, turn.incoming.id, prompt, foundation, turn);
}

/** Only what the Foundation lacks is asked for: text, kind and step are the asset's own. */
export function planRefining(prompt: PlaybookPromptFile, foundation: UserFoundation): RunPlan {
  return { ...planRun({ ...prompt, asksStep: false }, foundation), open: [] };
}

async function askForMissing(
  asset: UserGeneratedAsset,
  goals: string,
  plan: RunPlan,
  foundation: UserFoundation,
  turn: Turn,
): Promise<Reply> {
  const requestId = stableId('request', turn.incoming.id);
  await turn.deps.pending.put({
    _id: requestId,
    userId: turn.person.userId,
    text: goals,
    promptCode: rewriter,
    agentRole: plan.prompt.owner,
    refinesAssetId: asset._id,
    createdAt: turn.incoming.sentAtMs,
  });
  const text = `To rewrite in your own voice I need from your Foundation: ${plainNames(plan.missing)}. Then I go on by myself.`;
  return privateReply('Writer', text, turn, {
    form: runForm(plan, formatButtonId('fill', requestId), foundation),
    buttons: [button('Fill in', 'fill', requestId)],
    promptCode: rewriter,
  });
}

/** Everything is there. A second attempt with the same key finds the first one's rewrite. */
export function refineNow(
  asset: UserGeneratedAsset,
  goals: string,
  key: string,
  prompt: PlaybookPromptFile,
  foundation: UserFoundation,
  turn: Turn,
): Promise<Reply> {
  const { content, assetType, channel, elevateStep } = asset;
  const plan = planRun(prompt, foundation);
  const textType = channel === undefined ? assetType : `${assetType} for ${channel}`;
  return runNow(
    {
      key,
      prompt,
      plan,
      inputs: { ...plan.inputs, originalText: content, textType, goals: goals.slice(0, goalsCharacters) },
      step: elevateStep,
      requestText: goals,
      refinesAssetId: asset._id,
    },
    turn,
  );
}

const goalsField = 'goals';

/** One line: what should get better. */
export function refineForm(asset: UserGeneratedAsset, typed = '', error?: string): Form {
  return {
    id: formatButtonId('refine', asset._id),
    title: `Refine ${assetName(asset)}`.slice(0, 45),
    fields: [
      {
        name: goalsField,
        label: 'What should get better?',
        type: 'line',
        required: true,
        value: typed,
        options: ['shorter', 'clearer', 'warmer', 'less salesy', 'stronger benefit'],
        hint: 'One to three wishes, such as “shorter, less salesy”.',
        maxCharacters: goalsCharacters,
        ...(error === undefined ? {} : { error }),
      },
    ],
  };
}

/** The form again where nothing is asked for in it. */
export function wrongRefineForm(asset: UserGeneratedAsset, values: Record<string, string>): Form | undefined {
  const goals = goalsIn(values);
  if (goals === '') return refineForm(asset, '', 'What should get better is still empty. A word is enough.');
  return goals.length > goalsCharacters
    ? refineForm(asset, goals, `That is ${goals.length} characters, at most ${goalsCharacters}.`)
    : undefined;
}

export function goalsIn(values: Record<string, string>): string {
  return (values[goalsField] ?? '').replace(/\s+/g, ' ').trim();
}
