import type { PlaybookPromptFile } from '../domain/catalogue.ts';
import { nearest } from '../domain/nearest.ts';
import { sectionsOf } from '../domain/sections.ts';
import { pathsIn, readTemplate, type TemplatePiece } from './placeholders.ts';
import type { ReportProblem } from './report-problem.ts';
import { checkRocketRules, rocketHeadings } from './rocket-rules.ts';

/** What a template is checked against: its own front matter. */
type DeclaredPrompt = Omit<PlaybookPromptFile, 'template' | 'hash'>;

/** Whether a template can be filled, and whether it is a good one: its parts, its placeholders, the course's nine rules. */
export function checkTemplate(prompt: DeclaredPrompt, template: string, problem: ReportProblem): void {
  const headings = [...template.matchAll(/^## (.+)$/gm)].map((match) => match[1]?.trim() ?? '');
  const hasItsParts = headings.join('|') === rocketHeadings.join('|');
  if (!hasItsParts) {
    problem(
      `headings are ${headings.join(', ') || 'missing'}; expected ## ${rocketHeadings.join(', ## ')} in this order`,
    );
  }
  const reading = readTemplate(template);
  if (reading.kind === 'problems') {
    for (const issue of reading.problems) problem(`template: ${issue}`);
    return;
  }
  checkPlaceholders(prompt, reading.pieces, problem);
  if (hasItsParts) checkRocketRules(prompt, sectionsOf(template), problem);
}

function checkPlaceholders(prompt: DeclaredPrompt, pieces: TemplatePiece[], problem: ReportProblem): void {
  const required = new Set([
    ...prompt.requiredContext,
    ...prompt.inputs.filter((input) => input.required).map((input) => `input.${input.name}`),
  ]);
  const optional = new Set([
    ...prompt.optionalContext,
    ...prompt.inputs.filter((input) => !input.required).map((input) => `input.${input.name}`),
    ...(prompt.prior ?? []).map((code) => `prior.${code}`),
    ...(prompt.asksStep === true ? ['input.elevateStep'] : []),
  ]);
  const used = pathsIn(pieces);
  for (const { path, under } of used) {
    if (!required.has(path) && !optional.has(path)) {
      const near = nearest(path, [...required, ...optional]);
      problem(
        `{{${path}}} is not declared.${near ? ` Did you mean {{${near}}}?` : ' Add it to requiredContext, optionalContext, inputs or prior.'}`,
      );
    } else if (optional.has(path) && under !== path) {
      problem(`{{${path}}} is optional: put it inside {{#if ${path}}} … {{/if}}`);
    }
  }
  for (const path of [...required, ...optional]) {
    if (!used.some((use) => use.path === path))
      problem(`${path} is declared and the template does not use it; remove one or add the other`);
  }
}
