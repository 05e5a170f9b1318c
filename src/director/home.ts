import type { HomeSection } from '../domain/home-section.ts';
import type { Button } from '../domain/reply.ts';
import { filledFields, missingMinimum } from '../foundation/recall.ts';
import { plainNames } from '../playbook/run-plan.ts';
import { nextButton, placeText, viewCourse } from './progress-turn.ts';
import { firstRunsOf } from './prompt-list.ts';
import { button } from './reply-parts.ts';
import { savedWorkAtHome } from './saved-work.ts';
import type { DirectorDeps } from './turn.ts';

type HomeDeps = Pick<DirectorDeps, 'catalogue' | 'foundations' | 'executions' | 'assets' | 'progress'>;

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
    { title: 'Good next steps', text: '', buttons: nextStepsOf(deps) },
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

/** Good prompts to begin with. */
export function nextStepsOf(deps: Pick<DirectorDeps, 'catalogue'>): Button[] {
  return firstRunsOf('Hook', { deps });
}
