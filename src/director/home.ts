import { type ElevateStep, elevateSteps } from '../domain/elevate-step.ts';
import type { HomeSection } from '../domain/home-section.ts';
import { filledFields, missingMinimum } from '../foundation/recall.ts';
import { plainNames } from '../playbook/run-plan.ts';
import type { NextStep } from '../progress/next-step.ts';
import { nextButton, placeText, viewCourse } from './progress-turn.ts';
import { firstRunsOf } from './prompt-list.ts';
import { button, runButton } from './reply-parts.ts';
import { savedWorkAtHome } from './saved-work.ts';
import type { DirectorDeps } from './turn.ts';

type HomeDeps = Pick<
  DirectorDeps,
  'catalogue' | 'foundations' | 'executions' | 'assets' | 'progress' | 'log'
>;

/** Where somebody is, what comes next and what they have saved. An account that never wrote has an empty Foundation. */
export async function homeOf(userId: string, deps: HomeDeps): Promise<HomeSection[]> {
  const [foundation, saved, view] = await Promise.all([
    deps.foundations.read(userId),
    savedWorkAtHome(userId, deps),
    viewCourse(userId, deps),
  ]);
  const open = missingMinimum(foundation);
  const begun = filledFields(foundation).length > 0;
  return [
    {
      title: 'Where you are',
      text: placeText(view),
      // The section below has that button already.
      buttons: view.next.does.kind === 'foundation' ? [] : nextButton(view.next, deps),
    },
    {
      title: 'Your Foundation',
      text:
        open.length === 0
          ? 'All that most prompts need is written down.'
          : `Still open: ${plainNames(open)}.`,
      buttons:
        open.length === 0
          ? []
          : [button(begun ? 'Go on with my Foundation' : 'Start my Foundation', 'foundation', 'minimum')],
    },
    { title: 'Good next steps', text: '', buttons: firstRunsOf('Hook', { deps }) },
    {
      title: 'Your drafts and saved work',
      ...saved,
    },
    {
      title: 'How to ask',
      text: 'Mention an agent and say what you need, or name a prompt by its code, such as H1. “list prompts” shows them all.',
      buttons: [],
    },
  ];
}

const mostSuggested = 4;

/**
 * What somebody may say next, in words that they may also type: what brings them on most, good prompts for that step, and
 * where they are. To whoever never wrote, and where their progress cannot be read, good prompts to begin with.
 */
export async function suggestionsFor(userId: string | undefined, deps: HomeDeps): Promise<string[]> {
  const runs = (step: ElevateStep) => firstRunsOf(step, { deps }).map(({ label }) => label);
  if (userId === undefined) return runs('Hook').slice(0, mostSuggested);
  try {
    const { does } = (await viewCourse(userId, deps)).next;
    const { words, step } = inWords(does, deps);
    const first = [...new Set([words, ...runs(step)])].slice(0, mostSuggested - 1);
    return [...first, 'Where am I?'];
  } catch (error) {
    deps.log.warn({ error }, 'the next steps of a person could not be read');
    return runs('Hook').slice(0, mostSuggested);
  }
}

/** What asks for a step, and which step of the course it is of. */
function inWords(
  does: NextStep['does'],
  { catalogue }: Pick<DirectorDeps, 'catalogue'>,
): { words: string; step: ElevateStep } {
  if (does.kind === 'foundation') return { words: 'Start with Sage', step: 'Hook' };
  if (does.kind === 'run') {
    const prompt = catalogue.prompts.get(does.promptCode);
    return { words: prompt ? runButton(prompt).label : does.promptCode, step: prompt?.step ?? 'Hook' };
  }
  const step = elevateSteps.find(({ moduleNumber }) => moduleNumber === does.moduleNumber)?.step ?? 'Hook';
  if (does.kind === 'checklist') return { words: `Checklist for ${step}`, step };
  return { words: does.part === 0 ? `Teach me ${step}` : 'Read on', step };
}
