import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openModel } from '../../src/adapters/openai/open-model.ts';
import { systemClock } from '../../src/adapters/system/system-clock.ts';
import { loadConfig } from '../../src/config.ts';
import { snapshotContext } from '../../src/context/context-snapshot.ts';
import type { Catalogue, PlaybookPromptFile } from '../../src/domain/catalogue.ts';
import type { UserFoundation } from '../../src/domain/user-foundation.ts';
import {
  type AnswerJudgement,
  type AnswerRule,
  judgeAnswer,
} from '../../src/playbook/answers/answer-rules.ts';
import { askModel } from '../../src/playbook/ask-model.ts';
import { renderPrompt, systemMessage } from '../../src/playbook/render-prompt.ts';
import { runTimeoutMs } from '../../src/playbook/run-prompt.ts';
import type { LanguageModel } from '../../src/ports/language-model.ts';
import { type AnswerSample, readAnswerSamples } from './answer-samples.ts';
import { answerTables, describeRow } from './answer-tables.ts';

export interface AnswerOptions {
  samples: string;
  only?: string[];
  /** False with --no-model. */
  model: boolean;
  /** True with a bare --record. */
  record?: string | true;
  json: boolean;
}

/** One answer, judged. */
export interface AnswerRow {
  promptCode: string;
  source: 'good sample' | 'bad sample' | 'model';
  judgement: AnswerJudgement;
  /** What the bad sample says that it breaks; nothing for the others. */
  shouldBreak: readonly AnswerRule[];
  /** Why a model gave no answer. */
  unanswered?: string;
}

/** At most so many prompts at a model at once. */
const atOnce = 4;

/** What the command sees of its process. */
export interface Surroundings {
  catalogue: Catalogue;
  env: Record<string, string | undefined>;
  print(text: string): void;
  note(text: string): void;
}

/** Prints what the rules say. False where an answer is not as it should be. */
export async function evaluateAnswers(
  options: AnswerOptions,
  { catalogue, env, print, note }: Surroundings,
): Promise<boolean> {
  const { foundation, samples } = await readAnswerSamples(options.samples);
  const prompts = promptsToEvaluate(catalogue, options.only);
  const missing = prompts.filter(({ promptCode }) => !samples.has(promptCode));
  if (missing.length > 0)
    throw new Error(
      `No sample in ${options.samples} for ${missing.map(({ promptCode }) => promptCode).join(', ')}.`,
    );
  const pairs = prompts.flatMap((prompt) => {
    const sample = samples.get(prompt.promptCode);
    return sample ? [{ prompt, sample }] : [];
  });
  const rows = pairs.flatMap(({ prompt, sample }) => judgeSample(prompt, sample, foundation));
  const asked = options.model ? await askedOfModel(options, env) : undefined;
  if (asked) {
    if (!options.json) note(`Asking ${asked.model.name} ${pairs.length} times…`);
    rows.push(...(await rowsOfModel(asked, pairs, foundation, catalogue)));
  }
  if (options.json) for (const row of rows) print(JSON.stringify(describeRow(row)));
  else print(answerTables(rows, asked?.model.name));
  return rows.every((row) => describeRow(row).ok);
}

function promptsToEvaluate(catalogue: Catalogue, only: string[] | undefined): PlaybookPromptFile[] {
  if (!only) return [...catalogue.prompts.values()];
  return only.map((code) => {
    const prompt = catalogue.prompts.get(code);
    if (!prompt) throw new Error(`There is no prompt ${code}.`);
    return prompt;
  });
}

function judgeSample(
  prompt: PlaybookPromptFile,
  sample: AnswerSample,
  foundation: UserFoundation,
): AnswerRow[] {
  const judged = (answer: string) => judgeAnswer({ prompt, foundation, inputs: sample.inputs, answer });
  const { promptCode } = prompt;
  return [
    { promptCode, source: 'good sample', judgement: judged(sample.good), shouldBreak: [] },
    { promptCode, source: 'bad sample', judgement: judged(sample.bad), shouldBreak: sample.breaks },
  ];
}

interface AskedModel {
  model: LanguageModel;
  /** Where its answers are kept, if they are. */
  folder: string | undefined;
}

async function askedOfModel(
  { record }: AnswerOptions,
  env: Surroundings['env'],
): Promise<AskedModel | undefined> {
  const config = loadConfig(env);
  if (!config.model) {
    if (record)
      throw new Error(
        '--record keeps the answers of a model, and none is set (OPENAI_API_KEY or OPENAI_BASE_URL).',
      );
    return undefined;
  }
  const model = await openModel(config.model, systemClock);
  const folder = record === true ? join(config.dataDir, 'answers') : record;
  if (folder !== undefined) await mkdir(folder, { recursive: true });
  return model && { model, folder };
}

async function rowsOfModel(
  asked: AskedModel,
  pairs: ReadonlyArray<{ prompt: PlaybookPromptFile; sample: AnswerSample }>,
  foundation: UserFoundation,
  catalogue: Catalogue,
): Promise<AnswerRow[]> {
  const rows: AnswerRow[] = [];
  const waiting = pairs.entries();
  const work = async () => {
    for (const [at, { prompt, sample }] of waiting) {
      rows[at] = await rowOfModel(asked, prompt, sample, foundation, catalogue);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return rows;
}

async function rowOfModel(
  { model, folder }: AskedModel,
  prompt: PlaybookPromptFile,
  { inputs }: AnswerSample,
  foundation: UserFoundation,
  catalogue: Catalogue,
): Promise<AnswerRow> {
  const row = { promptCode: prompt.promptCode, source: 'model', shouldBreak: [] } as const;
  const nothing: AnswerJudgement = { findings: [], numbers: [] };
  const { snapshot } = snapshotContext(prompt, foundation);
  const rendering = renderPrompt({ prompt, snapshot, inputs, requestText: '' });
  const agent = catalogue.agents.get(prompt.owner);
  if (rendering.kind === 'unfilled' || !agent)
    return { ...row, judgement: nothing, unanswered: 'the prompt could not be filled from the sample' };
  const completion = await askModel(
    model,
    {
      messages: [systemMessage(agent), { role: 'user', content: rendering.text }],
      timeoutMs: runTimeoutMs,
    },
    new AbortController().signal,
    systemClock,
    () => undefined,
  );
  if (completion.kind === 'refused')
    return { ...row, judgement: nothing, unanswered: `refused: ${completion.why}` };
  if (completion.kind === 'failed') return { ...row, judgement: nothing, unanswered: completion.reason };
  const judgement = judgeAnswer({ prompt, foundation, inputs, answer: completion.text });
  if (folder !== undefined) {
    const front = JSON.stringify(
      { promptCode: prompt.promptCode, model: completion.model, inputs },
      undefined,
      2,
    );
    await writeFile(
      join(folder, `${prompt.promptCode}.md`),
      `---\n${front}\n---\n\n${completion.text.trim()}\n`,
    );
  }
  return { ...row, judgement };
}
