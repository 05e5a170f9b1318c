import type { ContextSnapshot } from '../../context/context-snapshot.ts';
import type { PlaybookPromptFile } from '../../domain/catalogue.ts';
import { foundationField, isFoundationPath } from '../../domain/foundation-fields.ts';
import { sectionsOf } from '../../domain/sections.ts';

/** One thing that a run was given to work with: a required Foundation field, or an answer to a required question. */
export interface Source {
  /** What people read, such as "Customer pains". */
  name: string;
  /** Words of it that only this shop's answer would have. */
  tellingWords: string[];
}

const voicePath = 'companyContext.brandVoiceAdjectives';

/**
 * What an answer to this prompt has to draw on. Voice words show in manner, not as words; a source whose every word the
 * template uses anyway tells nothing.
 */
export function sourcesOf(
  prompt: Pick<PlaybookPromptFile, 'requiredContext' | 'inputs' | 'template'>,
  snapshot: ContextSnapshot,
  inputs: Record<string, string>,
): Source[] {
  const common = new Set(stemsOf(withoutExamples(prompt.template)));
  const fields = prompt.requiredContext
    .filter(isFoundationPath)
    .filter((path) => path !== voicePath)
    .map((path) => ({ name: foundationField(path).label, value: [snapshot[path] ?? []].flat().join(' ') }));
  const answers = prompt.inputs
    .filter(({ required }) => required)
    .map(({ name, label }) => ({ name: label, value: inputs[name] ?? '' }));
  return [...fields, ...answers]
    .map(({ name, value }) => ({
      name,
      tellingWords: [...new Set(stemsOf(value))].filter((stem) => !common.has(stem)),
    }))
    .filter(({ tellingWords }) => tellingWords.length > 0);
}

/** The sources that left a word in an answer, and those that did not. */
export function sourcesUsed(
  answer: string,
  sources: readonly Source[],
): { used: Source[]; unused: Source[] } {
  const said = new Set(stemsOf(answer));
  const isUsed = ({ tellingWords }: Source) => tellingWords.some((stem) => said.has(stem));
  return { used: sources.filter(isUsed), unused: sources.filter((source) => !isUsed(source)) };
}

/**
 * Whether that is enough: half of the sources, rounded up. Some prompts are told a field to reason with and to leave
 * unsaid, so not every one has to show.
 */
export function usesEnough({ used, unused }: { used: Source[]; unused: Source[] }): boolean {
  return used.length >= Math.ceil((used.length + unused.length) / 2);
}

function withoutExamples(template: string): string {
  const examples = sectionsOf(template).get('EXAMPLES') ?? '';
  return template.replace(examples, ' ').replace(/\{\{[^{}]*\}\}/g, ' ');
}

/** Words of four letters or more, cut to five: "roasted" and "roasts" count as one. */
function stemsOf(text: string): string[] {
  return (text.toLowerCase().match(/\p{L}{4,}/gu) ?? [])
    .filter((word) => !fillers.has(word))
    .map((word) => word.slice(0, 5));
}

const fillers = new Set(
  'about after again also before been best bring could does done each else even ever every from good have here into just know less like long made make many more most much must need never nothing once only onto other over people product really right same should since some something still such take than that their them then there these they thing things this those time today very want well were what when where which while will with without work would year your'.split(
    ' ',
  ),
);
