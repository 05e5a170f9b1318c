import { priorCodes } from '../context/prior-work.ts';
import { formatButtonId } from '../domain/button-id.ts';
import type { PlaybookPromptFile } from '../domain/catalogue.ts';
import type { ElevateStep } from '../domain/elevate-step.ts';
import type { Reply, ReplyPart } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import { threadKeyOf } from '../domain/thread-ref.ts';
import type { UserFoundation } from '../domain/user-foundation.ts';
import type { UserPromptExecution } from '../domain/user-prompt-execution.ts';
import type { Tone } from '../playbook/render-prompt.ts';
import { plainNames, planRun, type RunPlan, runForm, typedFromFile } from '../playbook/run-plan.ts';
import { type RunOutcome, runPrompt } from '../playbook/run-prompt.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { whyNoModel } from '../sentences/why-no-model.ts';
import { keepRefinement } from './asset-refined.ts';
import { itemsToSave, shownAnswerOf, underAnswer } from './execution-answer.ts';
import { isWorthAFile } from './execution-file.ts';
import { placedSentence } from './file-turn.ts';
import { firstProposal } from './proposal-turn.ts';
import { button, say, underLead } from './reply-parts.ts';
import { recentOf, type Turn } from './turn.ts';

/** What the person asked for, and how it came to this prompt. */
export interface RunWish {
  prompt: PlaybookPromptFile;
  requestText: string;
  /** A line over the answer, where there is something to explain. */
  lead?: string;
  /** Buttons for what else was meant. */
  offers?: ReplyPart['buttons'];
}

/** A prompt is wanted: ask for what is missing, or run it. */
export async function startRun(wish: RunWish, turn: Turn): Promise<Reply> {
  const { deps, person, incoming } = turn;
  const foundation = await deps.foundations.read(person.userId);
  const plan = planRun(wish.prompt, foundation);
  const fromFile = typedFromFile(plan, turn.files);
  if (plan.needsForm || Object.keys(fromFile).length > 0) return askForMissing(wish, plan, foundation, turn);
  const run = { key: incoming.id, plan, inputs: plan.inputs, step: wish.prompt.step, ...wish };
  const aboutFile = placedSentence(plan, turn.files);
  const said = await runNow(run, turn);
  return aboutFile === '' ? said : [...said, say(wish.prompt.owner, aboutFile, { part: 'file-place' })];
}

async function askForMissing(
  wish: RunWish,
  plan: RunPlan,
  foundation: UserFoundation,
  turn: Turn,
): Promise<Reply> {
  const { prompt } = wish;
  const requestId = stableId('request', turn.incoming.id);
  await turn.deps.pending.put({
    _id: requestId,
    userId: turn.person.userId,
    text: wish.requestText,
    ...(turn.files.length > 0 ? { files: [...turn.files] } : {}),
    promptCode: prompt.promptCode,
    agentRole: prompt.owner,
    createdAt: turn.incoming.sentAtMs,
  });
  const form = runForm(plan, formatButtonId('fill', requestId), foundation, typedFromFile(plan, turn.files));
  const options = {
    form,
    promptCode: prompt.promptCode,
    buttons: [button('Fill in', 'fill', requestId), ...(wish.offers ?? [])],
  };
  const sentences = [missingSentence(plan), placedSentence(plan, turn.files)].filter(Boolean).join(' ');
  const text = underLead(wish.lead, sentences);
  // What someone has not written down yet is theirs: in a channel it goes to them alone.
  if (!turn.inChannel) return [say(prompt.owner, text, options)];
  return [
    say(
      prompt.owner,
      underLead(wish.lead, `Before ${prompt.promptCode} I need a few answers; I have asked you privately.`),
      {
        promptCode: prompt.promptCode,
      },
    ),
    say(prompt.owner, text, { ...options, part: 'private', audience: 'person' }),
  ];
}

function missingSentence(plan: RunPlan): string {
  const { prompt, missing, snapshot } = plan;
  const name = `${prompt.promptCode}, ${prompt.title}`;
  const have = prompt.requiredContext.length - missing.length;
  const questions = plan.open.length === 1 ? 'one question' : `${plan.open.length} questions`;
  if (missing.length === 0) return `${name}: ${questions} for this run, then I start.`;
  const needs = `${name}, needs from your Foundation: ${plainNames(missing)}.`;
  const has =
    have > 0
      ? ` I have ${plainNames(prompt.requiredContext.filter((path) => path in snapshot) as RunPlan['missing'])} already.`
      : '';
  const asks = plan.open.length > 0 ? ` The form asks for that and ${questions} for this run.` : '';
  return `${needs}${has}${asks} Then I go on by myself.`;
}

export interface ReadyRun extends RunWish {
  key: string;
  plan: RunPlan;
  inputs: Record<string, string>;
  step: ElevateStep;
  tone?: Tone;
  retryOf?: string;
  /** The asset whose text it rewrites: what comes of it is kept with that one, and told to its person alone. */
  refinesAssetId?: string;
  /** What the attempt before came to, where it came to anything. */
  earlierAnswer?: string;
}

/** Everything is there: run it and show what came out. */
export async function runNow(run: ReadyRun, turn: Turn): Promise<Reply> {
  const { prompt } = run;
  const thread = turn.deps.model ? await recentOf(turn) : [];
  /** A saved text is its person's own: where others read along, it does not grow before them. */
  const isAlone = run.refinesAssetId !== undefined && turn.inChannel;
  const outcome = await runPrompt(
    {
      key: run.key,
      userId: turn.person.userId,
      personId: turn.person.personId,
      conversationId: threadKeyOf(turn.incoming.thread),
      messageId: turn.incoming.id,
      plan: run.plan,
      inputs: run.inputs,
      step: run.step,
      requestText: run.requestText,
      thread,
      ...(run.tone ? { tone: run.tone } : {}),
      ...(run.retryOf ? { retryOf: run.retryOf } : {}),
      ...(run.refinesAssetId === undefined ? {} : { refinesAssetId: run.refinesAssetId }),
      ...(run.earlierAnswer === undefined ? {} : { earlierAnswer: run.earlierAnswer }),
    },
    turn.work,
    {
      status: turn.view.status,
      show: (textSoFar, executionId) => {
        if (isAlone) return;
        const text = underLead(run.lead, textSoFar);
        turn.view.show(say(prompt.owner, text, { promptCode: prompt.promptCode, executionId }), text);
      },
    },
    turn.deps,
  );
  if (outcome.kind === 'answered' && outcome.execution.refinesAssetId !== undefined)
    return keepRefinement(outcome.execution, turn);
  const heard = thread.flatMap(({ authorAgentRole, text }) => (authorAgentRole === undefined ? [text] : []));
  const shown = showOutcome(outcome, { ...run, heard }, turn);
  const said = isAlone ? forThemAlone(shown, turn) : shown;
  return outcome.kind === 'answered'
    ? [...said, ...(await firstProposal(outcome.execution, prompt, turn))]
    : said;
}

function forThemAlone(reply: Reply, turn: Turn): Reply {
  const own = reply.map((part) => ({ ...part, part: `own-${part.part}`, audience: 'person' as const }));
  const [first] = reply;
  return first && turn.incoming.kind === 'message'
    ? [say(first.agent, 'That is for you alone, so I have answered you privately.'), ...own]
    : own;
}

/** A run with what its person said before in the thread. */
type HeardRun = ReadyRun & { heard: readonly string[] };

function showOutcome(outcome: RunOutcome, run: HeardRun, turn: Turn): Reply {
  const { prompt } = run;
  if (outcome.kind === 'unfilled')
    return [say(prompt.owner, sentenceFor({ kind: 'template-broken', code: prompt.promptCode }))];
  const { execution } = outcome;
  const marks = { promptCode: prompt.promptCode, executionId: execution._id };
  const answer = (text: string, options = {}) =>
    say(prompt.owner, underLead(run.lead, text), { ...marks, ...options });
  switch (outcome.kind) {
    case 'answered': {
      const text = shownAnswerOf(execution, prompt).text;
      const cut = outcome.truncated
        ? '\n\n_The model stopped at its length limit; ask for the rest or for a shorter version._'
        : '';
      return [answer(`${text}${cut}`), usedPart(run, execution, turn, afterAnswer(execution, prompt))];
    }
    case 'prompt-ready': {
      const sentence = `${whyNoModel(turn.deps.modelAway, turn.deps.clock.nowMs())}, so here is the finished ${prompt.promptCode} prompt. Paste it into any chat model, then press **Paste the answer**.`;
      const text = `${sentence}\n\n${fenced(outcome.promptText)}`;
      const paste = [button('Paste the answer', 'paste', execution._id)];
      if (!turn.inChannel)
        return [answer(text, { buttons: paste }), usedPart(run, execution, turn, asFile(execution))];
      return [
        answer(
          `Your ${prompt.promptCode} prompt is ready. It holds words from your Foundation, so I have sent it to you privately.`,
        ),
        say(prompt.owner, text, { ...marks, part: 'private', audience: 'person', buttons: paste }),
        usedPart(run, execution, turn, asFile(execution)),
      ];
    }
    case 'refused':
      return [
        answer(sentenceFor({ kind: 'model-refused', why: outcome.why }), { buttons: again(execution) }),
      ];
    case 'failed': {
      const kept = outcome.partialText !== '';
      const sentence = sentenceFor(
        outcome.reason === 'stopped'
          ? { kind: 'model-stopped', kept }
          : { kind: 'model-failed', reason: outcome.reason, kept },
      );
      return [
        answer(kept ? `${outcome.partialText}\n\n_${sentence}_` : sentence, { buttons: again(execution) }),
      ];
    }
  }
}

/** Under every run, to the person alone: what it knew of their Foundation and what it lacked. */
function usedPart(
  run: HeardRun,
  execution: UserPromptExecution,
  turn: Turn,
  buttons: ReplyPart['buttons'],
): ReplyPart {
  const { snapshot, leftOut } = run.plan;
  const used = Object.keys(snapshot) as RunPlan['missing'];
  const under = execution.status === 'Success' ? underAnswer(execution, run.prompt, run.heard) : [];
  const builtOn = priorCodes(execution.inputContextSnapshot);
  const lines = [
    ...under,
    used.length > 0
      ? `Used from your Foundation: ${plainNames(used)}.`
      : 'This prompt uses nothing of your Foundation.',
    ...(builtOn.length > 0 ? [`Built on your saved ${builtOn.join(' and ')}.`] : []),
    leftOut.length > 0 ? `Still empty, and left out: ${plainNames(leftOut)}.` : 'Nothing was missing.',
    ...(execution.status === 'Success' ? ['A first draft: yours to change before you use it.'] : []),
  ];
  return say(run.prompt.owner, lines.join('\n'), {
    part: 'used',
    audience: turn.inChannel ? 'person' : 'thread',
    buttons: [...buttons, ...(run.offers ?? [])],
    promptCode: run.prompt.promptCode,
    executionId: execution._id,
  });
}

/** What can be done with an answer. */
export function afterAnswer(
  execution: UserPromptExecution,
  prompt: PlaybookPromptFile | undefined,
): ReplyPart['buttons'] {
  const save =
    itemsToSave(execution, prompt).length > 0
      ? [button('Save all', 'saveall', execution._id), button('Choose items', 'choose', execution._id)]
      : [button('Save', 'save', execution._id)];
  return [
    ...save,
    button('Another try', 'retry', execution._id),
    button('Different tone', 'tone', execution._id),
    ...asFile(execution),
  ];
}

function again(execution: UserPromptExecution): ReplyPart['buttons'] {
  return [button('Another try', 'retry', execution._id)];
}

/** For a text too long for a phone. */
function asFile(execution: UserPromptExecution): ReplyPart['buttons'] {
  return isWorthAFile(execution) ? [button('As a file', 'file', execution._id)] : [];
}

/** A block that can be copied whole: its fence is longer than any within. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
