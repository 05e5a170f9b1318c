import { type ButtonId, parseButtonId, type Verb } from '../domain/button-id.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { IncomingForm, IncomingPress } from '../domain/incoming.ts';
import type { Form } from '../domain/reply.ts';
import type { UserGeneratedAsset } from '../domain/user-generated-asset.ts';
import { planRun, readRunForm, runForm, typedFromFile } from '../playbook/run-plan.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { checkAnnouncementForm, openAnnouncementForm } from './announcement-turn.ts';
import { pasteError, pasteForm } from './answer-form.ts';
import { editForm, readEditForm } from './asset-form.ts';
import { checkCohortForm, openCohortForm } from './cohort-form-turn.ts';
import { foundationForm, readFoundationForm } from './foundation-turn.ts';
import { makeHook } from './hook-turn.ts';
import { humanForm, mayAnswer, wrongHumanForm } from './human-turn.ts';
import { checkPlanForm, openPlanForm } from './lesson-plan-turn.ts';
import { checkCodeForm, checkSettleForm, codeForm, settleForm } from './link-turn.ts';
import { checkNumbersForm, openNumbersForm } from './numbers-press.ts';
import { checkQuestionForm, questionForm } from './office-hours-turn.ts';
import { checkProfileForm, profileForm } from './profile-turn.ts';
import { changeForm, wrongChange } from './proposal-turn.ts';
import { planRefining, refineForm, wrongRefineForm } from './refine-turn.ts';
import { chooseForm, chosenPositions } from './save-turn.ts';
import type { DirectorDeps } from './turn.ts';

/** What a platform must have at once. `queued`: nothing stands against working it; only then does it enter the inbox. */
export type AnswerNow =
  | { kind: 'form'; form: Form }
  | { kind: 'sentence'; sentence: string }
  | { kind: 'queued' };

type ReadDeps = Pick<
  DirectorDeps,
  | 'catalogue'
  | 'foundations'
  | 'executions'
  | 'assets'
  | 'pending'
  | 'snapshots'
  | 'funnelDrafts'
  | 'settings'
  | 'people'
  | 'staff'
  | 'cohorts'
  | 'announcements'
  | 'humanQuestions'
  | 'admins'
  | 'linkCodes'
  | 'merges'
  | 'clock'
  | 'hooks'
  | 'baseUrl'
>;

/**
 * Read-only (but for the token of a hook, hook-turn.ts), outside queue and outbox, meant to be over well within the platforms' 3 s: opens a form, or says what is
 * wrong in one that was sent, with everything typed still in it.
 */
export async function answerNow(
  interaction: IncomingPress | IncomingForm,
  userId: string,
  deps: ReadDeps,
): Promise<AnswerNow> {
  const id = parseButtonId(interaction.kind === 'press' ? interaction.buttonId : interaction.formId);
  if (id.kind !== 'known') return { kind: 'sentence', sentence: sentenceFor({ kind: 'outdated-button' }) };
  if (interaction.kind === 'press') {
    if (id.verb === 'hook') return { kind: 'sentence', sentence: await makeHook(id.id, userId, deps) };
    return opening.includes(id.verb) ? openForm(id, userId, deps) : { kind: 'queued' };
  }
  if (id.verb === 'announce')
    return (await checkAnnouncementForm(id.id, interaction.values, userId, deps)) ?? { kind: 'queued' };
  if (id.verb === 'human' || id.verb === 'reply') {
    const form = wrongHumanForm(id.verb, id.id, interaction.values);
    return form ? { kind: 'form', form } : { kind: 'queued' };
  }
  if (id.verb === 'askfirst') {
    const form = checkQuestionForm(id.id, interaction.values);
    return form ? { kind: 'form', form } : { kind: 'queued' };
  }
  if (id.verb === 'replan')
    return (await checkPlanForm(id.id, interaction.values, userId, deps)) ?? { kind: 'queued' };
  if (id.verb === 'cohort') {
    const { values, author } = interaction;
    return (await checkCohortForm(id.id, values, author, userId, deps)) ?? { kind: 'queued' };
  }
  return checkForm(id, interaction.values, userId, deps);
}

/** Verbs whose button opens a form. */
const opening: readonly Verb[] = [
  'fill',
  'paste',
  'foundation',
  'change',
  'numbers',
  'choose',
  'reword',
  'profile',
  'refine',
  'edit',
  'code',
  'cohort',
  'announce',
  'replan',
  'askfirst',
  'human',
  'reply',
  'settle',
];

type KnownId = Extract<ButtonId, { kind: 'known' }>;
type Opened = Extract<AnswerNow, { kind: 'form' | 'sentence' }>;

/** The form behind a button, filled with what is known. */
export async function openForm(id: KnownId, userId: string, deps: ReadDeps): Promise<Opened> {
  if (id.verb === 'change' || id.verb === 'numbers') return openNumbersForm(id.verb, id.id, userId, deps);
  if (id.verb === 'foundation') {
    const form = foundationForm(await deps.foundations.read(userId), id.id);
    return form
      ? { kind: 'form', form }
      : { kind: 'sentence', sentence: 'Your Foundation has all that most prompts need.' };
  }
  if (id.verb === 'reword') return changeForm(id.id, userId, deps);
  if (id.verb === 'choose') {
    const execution = await deps.executions.get(userId, id.id);
    const form = execution && chooseForm(execution, deps.catalogue.prompts.get(execution.promptCode));
    return form ? { kind: 'form', form } : { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
  }
  if (id.verb === 'refine' || id.verb === 'edit') {
    const form = await formOfAsset(id.verb, id.id, userId, deps);
    return form ? { kind: 'form', form } : { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
  }
  if (id.verb === 'profile') return { kind: 'form', form: await profileForm(id.id, userId, deps) };
  if (id.verb === 'announce') return openAnnouncementForm(id.id, userId, deps);
  if (id.verb === 'askfirst') return { kind: 'form', form: questionForm(id.id) };
  if (id.verb === 'human') return { kind: 'form', form: humanForm('human', id.id) };
  if (id.verb === 'reply')
    return (await mayAnswer(id.id, userId, deps))
      ? { kind: 'form', form: humanForm('reply', id.id) }
      : { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
  if (id.verb === 'replan') return openPlanForm(id.id, userId, deps);
  if (id.verb === 'cohort') return openCohortForm(id.id, userId, deps);
  if (id.verb === 'code') return { kind: 'form', form: codeForm() };
  if (id.verb === 'settle') return settleForm(id.id, userId, deps);
  if (id.verb === 'paste') {
    const execution = await deps.executions.get(userId, id.id);
    return execution
      ? { kind: 'form', form: pasteForm(execution._id, execution.promptCode) }
      : { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
  }
  const waiting = await waitingRun(id.id, userId, deps);
  if (!waiting) return { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
  if (waiting.answered) return { kind: 'sentence', sentence: sentenceFor({ kind: 'already-run' }) };
  const { plan, foundation, files } = waiting;
  return { kind: 'form', form: runForm(plan, `1:fill:${id.id}`, foundation, typedFromFile(plan, files)) };
}

async function checkForm(
  id: KnownId,
  values: Record<string, string>,
  userId: string,
  deps: ReadDeps,
): Promise<AnswerNow> {
  if (id.verb === 'paste') {
    const execution = await deps.executions.get(userId, id.id);
    if (!execution) return { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
    const error = pasteError(values.answer ?? '', deps.catalogue.prompts.get(execution.promptCode));
    return error === undefined
      ? { kind: 'queued' }
      : { kind: 'form', form: pasteForm(execution._id, execution.promptCode, values.answer ?? '', error) };
  }
  if (id.verb === 'refine' || id.verb === 'edit') {
    const asset = await deps.assets.get(userId, id.id);
    if (!asset) return { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
    const form =
      id.verb === 'refine' ? wrongRefineForm(asset, values) : wrongEditForm(asset, values, deps.catalogue);
    return form ? { kind: 'form', form } : { kind: 'queued' };
  }
  if (id.verb === 'profile' || id.verb === 'code' || id.verb === 'settle') {
    const form =
      id.verb === 'profile'
        ? await checkProfileForm(id.id, values, userId, deps)
        : id.verb === 'code'
          ? checkCodeForm(values)
          : await checkSettleForm(id.id, values, userId, deps);
    return form ? { kind: 'form', form } : { kind: 'queued' };
  }
  if (id.verb === 'change' || id.verb === 'numbers') {
    const form = await checkNumbersForm(id.verb, id.id, values, userId, deps);
    return form ? { kind: 'form', form } : { kind: 'queued' };
  }
  if (id.verb === 'reword') {
    const form = await wrongChange(id.id, values, userId, deps);
    return form ? { kind: 'form', form } : { kind: 'queued' };
  }
  if (id.verb === 'choose') {
    if (chosenPositions(values).size > 0) return { kind: 'queued' };
    const execution = await deps.executions.get(userId, id.id);
    const prompt = execution && deps.catalogue.prompts.get(execution.promptCode);
    const form = execution && chooseForm(execution, prompt, 'None is ticked yet. Tick at least one.');
    return form ? { kind: 'form', form } : { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
  }
  if (id.verb === 'foundation') {
    const foundation = await deps.foundations.read(userId);
    const { errors } = readFoundationForm(foundation, id.id, values);
    const form =
      Object.keys(errors).length > 0 ? foundationForm(foundation, id.id, values, errors) : undefined;
    return form ? { kind: 'form', form } : { kind: 'queued' };
  }
  const waiting = await waitingRun(id.id, userId, deps);
  if (!waiting) return { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
  // Nothing is checked that is not used: a form that was sent before gets its one sentence when it is worked.
  if (waiting.answered) return { kind: 'queued' };
  const reading = readRunForm(waiting.plan, values);
  return reading.kind === 'complete'
    ? { kind: 'queued' }
    : {
        kind: 'form',
        form: runForm(waiting.plan, `1:fill:${id.id}`, waiting.foundation, values, reading.errors),
      };
}

async function formOfAsset(
  verb: 'refine' | 'edit',
  assetId: string,
  userId: string,
  { assets, catalogue }: ReadDeps,
): Promise<Form | undefined> {
  const asset = await assets.get(userId, assetId);
  if (!asset) return undefined;
  return verb === 'refine' ? refineForm(asset) : editForm(asset, channelsOf(catalogue));
}

function wrongEditForm(
  asset: UserGeneratedAsset,
  values: Record<string, string>,
  catalogue: Catalogue,
): Form | undefined {
  const { errors } = readEditForm(asset, values);
  return Object.keys(errors).length > 0 ? editForm(asset, channelsOf(catalogue), values, errors) : undefined;
}

/** Where the playbook's texts are used. */
function channelsOf({ prompts }: Catalogue): string[] {
  return [...new Set([...prompts.values()].map(({ defaultChannel }) => defaultChannel))].sort();
}

async function waitingRun(requestId: string, userId: string, deps: ReadDeps) {
  const request = await deps.pending.get(userId, requestId);
  const prompt =
    request?.promptCode === undefined ? undefined : deps.catalogue.prompts.get(request.promptCode);
  if (!request || !prompt) return undefined;
  const foundation = await deps.foundations.read(userId);
  return {
    plan:
      request.refinesAssetId === undefined ? planRun(prompt, foundation) : planRefining(prompt, foundation),
    foundation,
    files: request.files,
    answered: request.answeredBy !== undefined,
  };
}
