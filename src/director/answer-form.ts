import type { ButtonId } from '../domain/button-id.ts';
import { parseButtonId } from '../domain/button-id.ts';
import type { PlaybookPromptFile } from '../domain/catalogue.ts';
import type { IncomingForm } from '../domain/incoming.ts';
import type { Form, Reply } from '../domain/reply.ts';
import { checkAnswer } from '../playbook/answers/check-answer.ts';
import { readAnswer } from '../playbook/answers/read-answer.ts';
import { planRun, readRunForm } from '../playbook/run-plan.ts';
import type { ExecutionStore } from '../ports/execution-store.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { takeAnnouncementForm } from './announcement-turn.ts';
import { keepRefinement } from './asset-refined.ts';
import { takeEditForm, takeRefineForm } from './asset-turn.ts';
import { takeCohortForm } from './cohort-form-turn.ts';
import { shownAnswerOf, underAnswer } from './execution-answer.ts';
import { keepFoundation } from './foundation-turn.ts';
import { takeHumanForm } from './human-turn.ts';
import { takePlanForm } from './lesson-plan-turn.ts';
import { takeCodeForm, takeSettleForm } from './link-turn.ts';
import { takeNumbersForm } from './numbers-press.ts';
import { takeQuestionForm } from './office-hours-turn.ts';
import { takeProfileForm } from './profile-turn.ts';
import { firstProposal, keepChange } from './proposal-turn.ts';
import { planRefining, refineNow } from './refine-turn.ts';
import { button, say } from './reply-parts.ts';
import { afterAnswer, runNow } from './run-turn.ts';
import { chosenPositions, saveItems } from './save-turn.ts';
import type { Turn } from './turn.ts';

/** Longest answer that can be pasted: what a chat model writes in one go. */
const pasteCharacters = 20_000;

/** The form for what a chat model answered. */
export function pasteForm(executionId: string, promptCode: string, typed = '', error?: string): Form {
  return {
    id: `1:paste:${executionId}`,
    title: `${promptCode} · Paste the answer`,
    fields: [
      {
        name: 'answer',
        label: 'What did your chat model answer?',
        type: 'text',
        required: true,
        value: typed,
        options: [],
        hint: 'All of it, as it came.',
        maxCharacters: pasteCharacters,
        ...(error === undefined ? {} : { error }),
      },
    ],
  };
}

/** What is wrong with a pasted answer; undefined when nothing is. A value for code must be of its prompt's shape. */
export function pasteError(answer: string, prompt: PlaybookPromptFile | undefined): string | undefined {
  if (answer.trim() === '') return 'The answer is still empty. Paste what your chat model wrote.';
  if (answer.length > pasteCharacters)
    return `The answer has ${answer.length.toLocaleString('en-GB')} characters, at most ${pasteCharacters.toLocaleString('en-GB')}.`;
  if (prompt?.outputType !== 'JSON') return undefined;
  const [first, ...more] = checkAnswer(prompt, readAnswer('JSON', answer)).filter(
    ({ kind }) => kind === 'unreadable',
  );
  if (!first) return undefined;
  const what =
    first.place === 'answer' ? first.value : `${first.place} is ${first.value}, expected ${first.expected}.`;
  const others = more.length > 0 ? ` ${more.length} more like it.` : '';
  return `${what}${others} Paste all of it, or ask your chat model to send the JSON once more.`;
}

/** A form was sent. What is wrong in it was said when it was sent (answer-now.ts); here it is worked. */
export async function answerForm(form: IncomingForm, turn: Turn): Promise<Reply> {
  const id = parseButtonId(form.formId);
  if (id.kind !== 'known') return privately(turn, sentenceFor({ kind: 'outdated-button' }));
  if (id.verb === 'fill') return goOn(id, form, turn);
  if (id.verb === 'paste') return keepPasted(id, form, turn);
  if (id.verb === 'change' || id.verb === 'numbers') return takeNumbersForm(id.verb, id.id, form, turn);
  if (id.verb === 'profile') return takeProfileForm(id.id, form, turn);
  if (id.verb === 'announce') return takeAnnouncementForm(id.id, form, turn);
  if (id.verb === 'askfirst') return takeQuestionForm(id.id, form, turn);
  if (id.verb === 'human' || id.verb === 'reply') return takeHumanForm(id.verb, id.id, form, turn);
  if (id.verb === 'replan') return takePlanForm(id.id, form, turn);
  if (id.verb === 'cohort') return takeCohortForm(id.id, form, turn);
  if (id.verb === 'code') return takeCodeForm(form, turn);
  if (id.verb === 'settle') return takeSettleForm(id.id, form, turn);
  if (id.verb === 'foundation') return keepFoundation(id.id, form.values, turn);
  if (id.verb === 'reword') return keepChange(id.id, form.values, turn);
  if (id.verb === 'edit') return takeEditForm(id.id, form, turn);
  if (id.verb === 'refine') return takeRefineForm(id.id, form, turn);
  if (id.verb === 'choose') return saveChosen(id, form, turn);
  return privately(turn, sentenceFor({ kind: 'outdated-button' }));
}

type KnownId = Extract<ButtonId, { kind: 'known' }>;

/** The missing answers are there: the run goes on with what was asked before. */
async function goOn(id: KnownId, form: IncomingForm, turn: Turn): Promise<Reply> {
  const { deps, person } = turn;
  const request = await deps.pending.get(person.userId, id.id);
  const prompt =
    request?.promptCode === undefined ? undefined : deps.catalogue.prompts.get(request.promptCode);
  if (!request || !prompt) return privately(turn, sentenceFor({ kind: 'not-yours' }));
  if (request.answeredBy !== undefined && request.answeredBy !== form.id) {
    return privately(turn, sentenceFor({ kind: 'already-run' }));
  }
  const foundation = await deps.foundations.read(person.userId);
  const asset =
    request.refinesAssetId === undefined
      ? undefined
      : await deps.assets.get(person.userId, request.refinesAssetId);
  const plan = asset ? planRefining(prompt, foundation) : planRun(prompt, foundation);
  const reading = readRunForm(plan, form.values);
  // A second attempt finds its answers noted, and perhaps the Foundation changed by the first one.
  if (reading.kind === 'errors' && request.inputs === undefined) {
    return privately(turn, Object.values(reading.errors).join('\n'), [
      button('Fill in', 'fill', request._id),
    ]);
  }
  const read = reading.kind === 'complete' ? reading : { changes: [], inputs: {}, step: undefined };
  const answered = await deps.pending.answer(request, {
    answeredBy: form.id,
    inputs: read.inputs,
    ...(read.step ? { elevateStep: read.step } : {}),
  });
  if (answered.answeredBy !== form.id) return privately(turn, sentenceFor({ kind: 'already-run' }));
  const kept =
    read.changes.length === 0
      ? foundation
      : (await deps.foundations.change(person.userId, form.id, read.changes, 'form', deps.clock.nowMs()))
          .foundation;
  if (asset) return refineNow(asset, request.text, `request:${request._id}`, prompt, kept, turn);
  return runNow(
    {
      key: `request:${request._id}`,
      prompt,
      plan: planRun(prompt, kept),
      inputs: answered.inputs ?? {},
      step: answered.elevateStep ?? prompt.step,
      requestText: request.text,
    },
    turn,
  );
}

async function keepPasted(id: KnownId, form: IncomingForm, turn: Turn): Promise<Reply> {
  const { executions, clock } = turn.deps;
  const execution = await executions.get(turn.person.userId, id.id);
  if (!execution) return privately(turn, sentenceFor({ kind: 'not-yours' }));
  const prompt = turn.deps.catalogue.prompts.get(execution.promptCode);
  const answer = (form.values.answer ?? '').replace(/\r\n?/g, '\n').trim();
  const read = readAnswer(prompt?.outputType ?? 'Message', answer);
  const response: unknown = read.form.kind === 'json' ? read.form.value : answer;
  const done = await finishPasted(executions, execution._id, response, clock.nowMs());
  const kept = JSON.stringify(done.aiResponse) === JSON.stringify(response);
  if (kept && done.refinesAssetId !== undefined) return keepRefinement(done, turn);
  const shown = kept && prompt ? shownAnswerOf(done, prompt) : undefined;
  const text = kept
    ? `Kept as the answer to ${done.promptCode}, ${answer.split('\n').length} lines. A first draft: yours to change before you use it.`
    : `${done.promptCode} has an answer already; I left it as it is. Another try takes a new one.`;
  // Only what reads otherwise than it was pasted is shown again: values, emails, and what is too long.
  const again = shown && shown.text !== answer ? shown.text : '';
  const lines = [again, text, ...(kept && prompt ? underAnswer(done, prompt, []) : [])].filter(Boolean);
  const proposal = kept && prompt ? await firstProposal(done, prompt, turn) : [];
  return [
    say(done.agentRole ?? 'Director', lines.join('\n\n'), {
      audience: turn.inChannel ? 'person' : 'thread',
      buttons: afterAnswer(done, prompt),
      promptCode: done.promptCode,
      executionId: done._id,
    }),
    ...proposal,
  ];
}

async function saveChosen(id: KnownId, form: IncomingForm, turn: Turn): Promise<Reply> {
  const execution = await turn.deps.executions.get(turn.person.userId, id.id);
  return execution
    ? saveItems(execution, chosenPositions(form.values), turn)
    : privately(turn, sentenceFor({ kind: 'not-yours' }));
}

function finishPasted(executions: ExecutionStore, executionId: string, answer: unknown, nowMs: number) {
  return executions.finish(executionId, {
    status: 'Success',
    aiResponse: answer,
    aiResponseTimestamp: nowMs,
    answerSource: 'pasted',
  });
}

function privately(turn: Turn, text: string, buttons: Reply[number]['buttons'] = []): Reply {
  return [say('Director', text, { audience: turn.inChannel ? 'person' : 'thread', buttons })];
}
