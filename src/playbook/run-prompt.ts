import { readPriorWork } from '../context/prior-work.ts';
import type { AgentCard, Catalogue, PlaybookPromptFile } from '../domain/catalogue.ts';
import type { ConversationMessage } from '../domain/conversation.ts';
import type { ElevateStep } from '../domain/elevate-step.ts';
import { costMinorUnits, type ModelPrice } from '../domain/model-price.ts';
import { stableId } from '../domain/stable-id.ts';
import type { UserPromptExecution } from '../domain/user-prompt-execution.ts';
import type { AssetStore } from '../ports/asset-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { ExecutionStore } from '../ports/execution-store.ts';
import type { LanguageModel } from '../ports/language-model.ts';
import { askForAnswer } from './ask-for-answer.ts';
import { renderPrompt, systemMessage, type Tone, threadAsData } from './render-prompt.ts';
import type { RunPlan } from './run-plan.ts';
import type { RunSlots } from './run-slots.ts';

/** The whole answer of a run, streaming included. */
export const runTimeoutMs = 90_000;

export interface RunDeps {
  catalogue: Catalogue;
  executions: ExecutionStore;
  assets: AssetStore;
  /** Absent: no model is set, and the run ends with the finished prompt. */
  model: LanguageModel | undefined;
  /** What models cost, as far as it was told. */
  modelPrices: readonly ModelPrice[];
  slots: RunSlots;
  clock: Clock;
}

export interface RunRequest {
  /** What the run is for: a second attempt with the same key finds the first one's work. */
  key: string;
  userId: string;
  personId: string;
  conversationId: string;
  messageId: string;
  plan: RunPlan;
  inputs: Record<string, string>;
  step: ElevateStep;
  requestText: string;
  tone?: Tone;
  retryOf?: string;
  refinesAssetId?: string;
  earlierAnswer?: string;
  thread: ConversationMessage[];
}

/** Where a run lets people watch. */
export interface RunView {
  status(text: string): void;
  show(textSoFar: string, executionId: string): void;
}

export type RunOutcome =
  | { kind: 'answered'; execution: UserPromptExecution; truncated: boolean }
  /** No model is set: the finished prompt, to be pasted into a chat model. */
  | { kind: 'prompt-ready'; execution: UserPromptExecution; promptText: string }
  | { kind: 'refused'; execution: UserPromptExecution; why: string }
  | { kind: 'failed'; execution: UserPromptExecution; reason: string; partialText: string }
  | { kind: 'unfilled'; paths: string[] };

/** Renders, keeps, runs and keeps again. Each step may be repeated after a crash without repeating its effect. */
export async function runPrompt(
  request: RunRequest,
  signals: { lost: AbortSignal; wish: AbortSignal },
  view: RunView,
  deps: RunDeps,
): Promise<RunOutcome> {
  const { prompt, snapshot } = request.plan;
  const agent = agentOf(prompt, deps.catalogue);
  const prior = await readPriorWork(request.userId, prompt.prior ?? [], deps.assets);
  const rendering = renderPrompt({
    prompt,
    snapshot,
    prior,
    inputs: { ...request.inputs, ...(prompt.asksStep ? { elevateStep: request.step } : {}) },
    requestText: request.requestText,
    ...(request.tone ? { tone: request.tone } : {}),
    ...(request.earlierAnswer === undefined ? {} : { earlierAnswer: request.earlierAnswer }),
  });
  if (rendering.kind === 'unfilled') return { kind: 'unfilled', paths: rendering.paths };

  const execution = await deps.executions.begin({
    _id: executionIdFor(request.key, prompt.promptCode),
    userId: request.userId,
    promptCode: prompt.promptCode,
    elevateStep: request.step,
    inputContextSnapshot: { ...snapshot, ...prior },
    aiRequestTimestamp: deps.clock.nowMs(),
    status: 'Pending',
    messageId: request.messageId,
    conversationId: request.conversationId,
    agentRole: prompt.owner,
    requestText: request.requestText,
    inputs: request.inputs,
    renderedPrompt: rendering.text,
    promptVersion: prompt.version,
    promptHash: prompt.hash,
    attempts: 1,
    ...(request.retryOf ? { retryOf: request.retryOf } : {}),
    ...(request.refinesAssetId === undefined ? {} : { refinesAssetId: request.refinesAssetId }),
    ...(request.tone ? { tone: request.tone } : {}),
  });
  const ended = outcomeOf(execution);
  if (ended) return ended;
  if (!deps.model)
    return { kind: 'prompt-ready', execution, promptText: execution.renderedPrompt ?? rendering.text };
  return runOnModel(execution, agent, request, signals, view, { ...deps, model: deps.model });
}

async function runOnModel(
  execution: UserPromptExecution,
  agent: AgentCard,
  request: RunRequest,
  signals: { lost: AbortSignal; wish: AbortSignal },
  view: RunView,
  deps: RunDeps & { model: LanguageModel },
): Promise<RunOutcome> {
  const { model, executions, clock } = deps;
  const either = AbortSignal.any([signals.lost, signals.wish]);
  const thread = threadAsData(request.thread, request.personId);
  const completion = await deps.slots.run(
    request.userId,
    (waitingBefore) => view.status(waitsBehind(waitingBefore)),
    () => {
      view.status(`${agent.name} is working on ${request.plan.prompt.promptCode}…`);
      return askForAnswer(
        model,
        {
          prompt: request.plan.prompt,
          messages: [
            systemMessage(agent),
            { role: 'user', content: [thread, execution.renderedPrompt].filter(Boolean).join('\n\n') },
          ],
          timeoutMs: runTimeoutMs,
          onText: (textSoFar) => view.show(textSoFar, execution._id),
          onWait: (afterMs) =>
            view.status(`The model needs a moment; trying again in ${Math.ceil(afterMs / 1_000)} s…`),
          onRepair: (parts) => view.status(`Shortening ${parts === 1 ? 'one part' : `${parts} parts`}…`),
        },
        either,
        clock,
      );
    },
    either,
  );
  // Handed back: whoever begins the entry again finds the execution as pending as it was.
  if (signals.lost.aborted) return { kind: 'failed', execution, reason: 'stopped', partialText: '' };
  const now = clock.nowMs();
  if (completion.kind === 'answered') {
    const cost = costMinorUnits(deps.modelPrices, completion.model, completion.usage);
    const done = await executions.finish(execution._id, {
      status: 'Success',
      aiResponse: completion.value,
      aiResponseTimestamp: now,
      usage: completion.usage,
      ...(cost === undefined ? {} : { costMinorUnits: cost }),
      model: completion.model,
      durationMs: completion.durationMs,
      answerSource: 'model',
    });
    return { kind: 'answered', execution: done, truncated: completion.truncated };
  }
  const done = await executions.finish(execution._id, {
    status: 'Error',
    ...(completion.kind === 'failed' && completion.partialText !== ''
      ? { aiResponse: completion.partialText }
      : {}),
    aiResponseTimestamp: now,
    model: model.name,
    durationMs: completion.durationMs,
    errorReason: completion.kind === 'refused' ? 'refused' : completion.reason,
  });
  return completion.kind === 'refused'
    ? { kind: 'refused', execution: done, why: completion.why }
    : { kind: 'failed', execution: done, reason: completion.reason, partialText: completion.partialText };
}

function waitsBehind(waitingBefore: number): string {
  const place =
    waitingBefore === 0
      ? 'this one is next'
      : `${waitingBefore} more ${waitingBefore === 1 ? 'waits' : 'wait'} before this one`;
  return `Three of your runs are under way; ${place}.`;
}

/** What an execution that has ended already came to: the answer of a first attempt is not asked for again. */
function outcomeOf(execution: UserPromptExecution): RunOutcome | undefined {
  if (execution.status === 'Pending') return undefined;
  if (execution.status === 'Success') return { kind: 'answered', execution, truncated: false };
  if (execution.errorReason === 'refused') return { kind: 'refused', execution, why: '' };
  const partialText = typeof execution.aiResponse === 'string' ? execution.aiResponse : '';
  return { kind: 'failed', execution, reason: execution.errorReason ?? 'server-error', partialText };
}

/** The execution of a request. The code is part of it: a model that routes a second attempt may choose another prompt. */
function executionIdFor(key: string, promptCode: string): string {
  return stableId('execution', key, promptCode);
}

function agentOf(prompt: PlaybookPromptFile, catalogue: Catalogue): AgentCard {
  const agent = catalogue.agents.get(prompt.owner);
  if (!agent)
    throw new Error(`${prompt.promptCode} is owned by ${prompt.owner}, which the catalogue does not have.`);
  return agent;
}
