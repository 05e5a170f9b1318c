import { elevateSteps } from '../src/domain/elevate-step.ts';
import { ContentError, loadCatalogue } from '../src/load-catalogue.ts';
import { nearDuplicates } from '../src/playbook/near-duplicates.ts';

// Beside what every start checks: 60 ms that say nothing about whether the content can run.
try {
  const { agents, prompts, modules } = await loadCatalogue();
  const folders = new Map(elevateSteps.map(({ step, folder }) => [step, folder]));
  const templates = [...prompts.values()].map(
    ({ promptCode, step, asksStep, template }) =>
      [`prompts/${asksStep ? 'x-cross-step' : folders.get(step)}/${promptCode}.md`, template] as const,
  );
  const problems = nearDuplicates(new Map(templates)).map(
    ({ first, second, sharedShare, longestPassage }) =>
      `${second}: says ${(100 * sharedShare).toFixed(1)} % of its runs of four words as ${first} does; longest: "${longestPassage}". Reword one of the two`,
  );
  if (problems.length > 0) throw new ContentError(problems);
  console.log(`Content is sound: ${agents.size} agents, ${prompts.size} prompts, ${modules.length} modules.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
