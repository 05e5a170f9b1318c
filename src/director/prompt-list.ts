import { type ElevateStep, elevateSteps } from '../domain/elevate-step.ts';
import type { Button, ReplyPart } from '../domain/reply.ts';
import { button, runButton, say } from './reply-parts.ts';
import type { DirectorDeps, Turn } from './turn.ts';

/** The prompts that serve any step; the id of their button, where the others have a module's number. */
const anyStep = 'any';

/** The playbook by its steps: all its prompts in one message would be a wall on a phone. */
export function listSteps(turn: Turn): ReplyPart {
  const lists = [...elevateSteps.map(({ step }) => step), undefined].map((step) => ({
    step,
    codes: promptsOf(step, turn).map((prompt) => prompt.promptCode),
  }));
  const lines = lists.map(({ step, codes }) => `- **${step ?? 'Any step'}**: ${codes.join(', ')}`);
  const all = turn.deps.catalogue.prompts.size;
  return say('Director', `The playbook has ${all} prompts. Which step shall I open?\n${lines.join('\n')}`, {
    buttons: lists.map(({ step }) => button(step ?? 'Any step', 'step', stepId(step))),
  });
}

/** One step's prompts, good ones to begin with as buttons. Undefined for an id that no button of ours has. */
export function listPromptsOf(id: string, turn: Turn): ReplyPart | undefined {
  const info = elevateSteps.find(({ moduleNumber }) => String(moduleNumber) === id);
  if (!info && id !== anyStep) return undefined;
  const prompts = promptsOf(info?.step, turn);
  const lines = prompts.map(
    ({ promptCode, title, owner }) =>
      `- **${promptCode}** ${title} (${turn.deps.catalogue.agents.get(owner)?.name ?? owner})`,
  );
  const first = info ? firstRunsOf(info.step, turn) : prompts.map((prompt) => runButton(prompt));
  const heading = info ? `${info.step}, step ${info.moduleNumber}` : 'For any step';
  const good = info && first.length > 0 ? '\n\nGood ones to begin with:' : '';
  return say('Director', `**${heading}**\n${lines.join('\n')}${good}`, { buttons: first });
}

/** The id of a step's list, for its button. */
export function stepId(step: ElevateStep | undefined): string {
  return String(elevateSteps.find((info) => info.step === step)?.moduleNumber ?? anyStep);
}

/** All that lists of prompts need of a turn. */
type WithCatalogue = { deps: Pick<DirectorDeps, 'catalogue'> };

/** Good prompts to begin a step with (course-facts §3.4, kept in its module's file). */
export function firstRunsOf(step: ElevateStep, turn: WithCatalogue): Button[] {
  const { catalogue } = turn.deps;
  const module = catalogue.modules.find((one) => one.step === step);
  return runButtons(module?.firstRuns ?? [], turn);
}

/** What the chain of a prompt offers once its answer is saved (course-facts §3.5, kept in the prompt's file). */
export function nextRunsOf(promptCode: string, turn: Turn): Button[] {
  return runButtons(turn.deps.catalogue.prompts.get(promptCode)?.next ?? [], turn);
}

function runButtons(codes: readonly string[], turn: WithCatalogue): Button[] {
  return codes
    .flatMap((code) => turn.deps.catalogue.prompts.get(code) ?? [])
    .map((prompt) => runButton(prompt));
}

function promptsOf(step: ElevateStep | undefined, turn: Turn) {
  return [...turn.deps.catalogue.prompts.values()].filter((prompt) =>
    step === undefined ? prompt.asksStep === true : prompt.step === step && prompt.asksStep !== true,
  );
}
