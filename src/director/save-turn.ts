import { formatButtonId } from '../domain/button-id.ts';
import type { PlaybookPromptFile } from '../domain/catalogue.ts';
import type { Form, Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import { threadKeyOf } from '../domain/thread-ref.ts';
import type { UserGeneratedAsset } from '../domain/user-generated-asset.ts';
import type { UserPromptExecution } from '../domain/user-prompt-execution.ts';
import type { ListItem } from '../playbook/answers/list-items.ts';
import { needsOf } from '../playbook/answers/measure.ts';
import { assetName, titleOf } from '../playbook/assets/asset-name.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { itemsToSave } from './execution-answer.ts';
import { answerText } from './execution-file.ts';
import { nextRunsOf } from './prompt-list.ts';
import { say } from './reply-parts.ts';
import type { Turn } from './turn.ts';

/** The answer as one asset. Pressed twice it is the same one. */
export async function saveAnswer(execution: UserPromptExecution, turn: Turn): Promise<Reply> {
  const agent = execution.agentRole ?? 'Director';
  if (execution.status !== 'Success') {
    return [say(agent, sentenceFor({ kind: 'nothing-to-save' }), { audience: audienceOf(turn) })];
  }
  const asset = await keepAnswer(execution, turn);
  const saved = `Saved as a draft: **${asset.assetType}**, "${assetName(asset)}".${openIn([asset])}`;
  return savedReply(execution, saved, turn);
}

/** Keeps a whole answer, or finds it as it was kept. */
export function keepAnswer(execution: UserPromptExecution, turn: Turn): Promise<UserGeneratedAsset> {
  const content = answerText(execution);
  return turn.deps.executions.saveAsset(
    assetFrom(execution, stableId('asset', execution._id), content, turn),
  );
}

/** Every item as an asset of its own, or those at the positions given. Pressed twice they are the same ones. */
export async function saveItems(
  execution: UserPromptExecution,
  positions: ReadonlySet<number> | undefined,
  turn: Turn,
): Promise<Reply> {
  const prompt = turn.deps.catalogue.prompts.get(execution.promptCode);
  const items = itemsToSave(execution, prompt).filter(({ position }) => positions?.has(position) ?? true);
  if (items.length === 0) return saveAnswer(execution, turn);
  const assets = await turn.deps.executions.saveItems(
    execution.userId,
    execution._id,
    items.map(({ position, text }) =>
      assetFrom(execution, stableId('asset', execution._id, String(position)), text, turn),
    ),
  );
  const [first] = assets;
  const what = assets.length === 1 ? 'a draft' : `${assets.length} drafts`;
  const titles = assets.map((asset) => `- ${assetName(asset)}`);
  const saved = `Saved as ${what}: **${first?.assetType ?? execution.promptCode}**.${openIn(assets)}\n${titles.join('\n')}`;
  return savedReply(execution, saved, turn);
}

const itemsField = 'items';

/** Which items are worth keeping: all of them may be ticked. */
export function chooseForm(
  execution: UserPromptExecution,
  prompt: PlaybookPromptFile | undefined,
  error?: string,
): Form | undefined {
  const options = itemsToSave(execution, prompt).map(optionOf);
  if (options.length === 0) return undefined;
  return {
    id: formatButtonId('choose', execution._id),
    title: `${execution.promptCode} · Choose items`,
    fields: [
      {
        name: itemsField,
        label: 'Which ones do you keep?',
        type: 'checks',
        required: true,
        value: '',
        options,
        maxCharacters: 4_000,
        ...(error === undefined ? {} : { error }),
      },
    ],
  };
}

/** The positions that were ticked, also where only numbers were typed. Empty where none of them is an item's. */
export function chosenPositions(values: Record<string, string>): Set<number> {
  const lines = (values[itemsField] ?? '').split(/\n|[,;](?=\s*\d+(?:\D|$))/);
  return new Set(
    lines.flatMap((line) => (/^\s*(\d{1,3})(?:\.|\s*$)/.test(line) ? [Number.parseInt(line, 10)] : [])),
  );
}

/** Short enough for every platform's option; the number tells two alike apart. */
function optionOf({ position, text }: ListItem): string {
  return `${position}. ${titleOf(text, 64)}`;
}

function assetFrom(
  execution: UserPromptExecution,
  _id: string,
  content: string,
  { deps, incoming }: Turn,
): UserGeneratedAsset {
  const prompt = deps.catalogue.prompts.get(execution.promptCode);
  const now = deps.clock.nowMs();
  return {
    _id,
    userId: execution.userId,
    promptExecutionId: execution._id,
    elevateStep: execution.elevateStep,
    assetType: prompt?.assetType ?? execution.promptCode,
    content,
    ...(prompt ? { channel: prompt.defaultChannel } : {}),
    status: 'Draft',
    createdAt: now,
    lastUpdatedAt: now,
    title: titleOf(content),
    promptCode: execution.promptCode,
    threadKey: threadKeyOf(incoming.thread),
    openedAt: incoming.sentAtMs,
  };
}

/** A draft with gaps is kept with its marks, and never without a word about them. */
function openIn(assets: UserGeneratedAsset[]): string {
  const open = new Set(assets.flatMap(({ content }) => needsOf(content))).size;
  if (open === 0) return '';
  return ` ${open === 1 ? 'One thing is' : `${open} things are`} still open in it, marked [NEEDS: …].`;
}

function savedReply(execution: UserPromptExecution, saved: string, turn: Turn): Reply {
  const chain = nextRunsOf(execution.promptCode, turn);
  return [
    say(execution.agentRole ?? 'Director', chain.length > 0 ? `${saved}\nWhat it leads to:` : saved, {
      buttons: chain,
      audience: audienceOf(turn),
      promptCode: execution.promptCode,
      executionId: execution._id,
    }),
  ];
}

function audienceOf(turn: Turn) {
  return turn.inChannel ? ('person' as const) : ('thread' as const);
}
