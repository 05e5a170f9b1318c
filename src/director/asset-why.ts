import { dayInWords } from '../domain/day-in-words.ts';
import { cleanFileName } from '../domain/file-name.ts';
import type { Reply, ReplyFile } from '../domain/reply.ts';
import type { UserGeneratedAsset } from '../domain/user-generated-asset.ts';
import type { UserPromptExecution } from '../domain/user-prompt-execution.ts';
import { usedFields } from '../foundation/worksheet.ts';
import { assetName } from '../playbook/assets/asset-name.ts';
import { mostVersions } from './asset-refined.ts';
import { privateReply } from './private-reply.ts';
import { button } from './reply-parts.ts';
import { type Turn, timeZoneOf } from './turn.ts';

const valueCharacters = 160;
const wishCharacters = 100;
const mostStepsShown = 8;

/** What a saved text came from: prompt, version, Foundation fields and what has happened to it since. */
export async function whyAsset(asset: UserGeneratedAsset, turn: Turn): Promise<Reply> {
  const { assets, executions } = turn.deps;
  const versions = await assets.versions(asset.userId, asset._id, mostVersions);
  // The first run is what it grew from; later ones rewrote it.
  const firstId = versions.find(({ how }) => how === 'saved')?.promptExecutionId ?? asset.promptExecutionId;
  const first = firstId === undefined ? undefined : await executions.get(asset.userId, firstId);
  const since = versions.filter(({ how }) => how !== 'saved');
  const steps = since.slice(-mostStepsShown).map(({ number, how, wish }) => {
    const what = {
      refined: 'rewritten by RW1',
      edited: 'changed by hand',
      restored: 'brought back',
      saved: '',
    };
    return `- Version ${number}: ${what[how]}${wish === undefined ? '' : `, “${shortened(wish, wishCharacters)}”`}`;
  });
  const last = asset.promptExecutionId;
  const rewriting =
    last === undefined || last === firstId ? undefined : await executions.get(asset.userId, last);
  const text = [
    first
      ? await originOf(first, turn)
      : 'An agent suggested it in a conversation: no prompt was run for it.',
    ...(steps.length > 0
      ? [
          `Since then${since.length > steps.length ? `, of ${since.length} changes the last` : ''}:\n${steps.join('\n')}`,
        ]
      : []),
  ].join('\n\n');
  return privateReply('Sage', `**${assetName(asset)}**\n${text}`, turn, {
    buttons: [button('Open it', 'asset', asset._id)],
    ...filesOf([first, rewriting]),
  });
}

/** The same for an answer that is not saved. */
export async function whyAnswer(execution: UserPromptExecution, turn: Turn): Promise<Reply> {
  return privateReply('Sage', await originOf(execution, turn), turn, filesOf([execution]));
}

async function originOf(execution: UserPromptExecution, turn: Turn): Promise<string> {
  const { promptCode, promptVersion, aiRequestTimestamp, agentRole, model, answerSource } = execution;
  const title = turn.deps.catalogue.prompts.get(promptCode)?.title;
  const timeZone = await timeZoneOf(turn);
  const by =
    answerSource === 'pasted'
      ? 'you pasted what your chat model answered'
      : model === undefined
        ? undefined
        : `written by ${model}`;
  const how = [
    `${promptCode}${title ? `, ${title}` : ''}`,
    ...(promptVersion === undefined ? [] : [`version ${promptVersion}`]),
    `run on ${dayInWords(aiRequestTimestamp, { timeZone })}`,
    ...(agentRole === undefined ? [] : [`by ${agentRole}`]),
    ...(by === undefined ? [] : [by]),
  ].join(', ');
  const used = usedOf(execution.inputContextSnapshot);
  const answers = Object.entries(execution.inputs ?? {}).filter(([, value]) => value.trim() !== '');
  return [
    `It came from ${how}.`,
    used.length > 0
      ? `From your Foundation, as it was then:\n${used.join('\n')}`
      : 'It used nothing of your Foundation.',
    ...(answers.length > 0
      ? [
          `You answered:\n${answers.map(([name, value]) => `- ${inputLabel(promptCode, name, turn)}: ${shortened(value, valueCharacters)}`).join('\n')}`,
        ]
      : []),
  ].join('\n\n');
}

function inputLabel(promptCode: string, name: string, { deps }: Turn): string {
  const input = deps.catalogue.prompts.get(promptCode)?.inputs.find((one) => one.name === name);
  return input?.label.replace(/[?:.]+$/, '') ?? name;
}

function usedOf(snapshot: unknown): string[] {
  return usedFields(snapshot).map(({ label, value }) => {
    const text = Array.isArray(value) ? value.join('; ') : value;
    return `- ${label}: ${shortened(text, valueCharacters)}`;
  });
}

function shortened(text: string, characters: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > characters ? `${line.slice(0, characters - 1)}…` : line;
}

/** The prompts as they were filled, whole. */
function filesOf(executions: Array<UserPromptExecution | undefined>): { files?: ReplyFile[] } {
  const files = executions.flatMap((execution): ReplyFile[] => {
    const content = execution?.renderedPrompt;
    if (execution === undefined || content === undefined) return [];
    return [
      {
        name: cleanFileName(`${execution.promptCode} prompt as it was filled.md`),
        mediaType: 'text/markdown',
        alt: `The ${execution.promptCode} prompt with what was filled in, ${content.length.toLocaleString('en-GB')} characters`,
        content: `${content.trimEnd()}\n`,
        encoding: 'utf-8',
      },
    ];
  });
  return files.length > 0 ? { files } : {};
}
