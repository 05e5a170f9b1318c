import { z } from 'zod';
import { elevateStepSchema } from '../../domain/elevate-step.ts';
import { systemRoleSchema } from '../../domain/system-role.ts';
import { defineTool, result } from './tool.ts';

const parts = ['lesson', 'grids', 'checklist', 'example', 'guide'] as const;

export const getModule = defineTool({
  name: 'getModule',
  description:
    'Reads one part of one module of the course: its lesson, grids, checklist, example or implementation guide. Modules are 0 (Foundation) to 9 (Share).',
  parameters: z.strictObject({ moduleNumber: z.number().int().min(0).max(9), part: z.enum(parts) }),
  status: 'Opening the module…',
  run: ({ moduleNumber, part }, { deps }) => {
    const module = deps.catalogue.modules.find((one) => one.moduleNumber === moduleNumber);
    if (!module) return result(`There is no module ${moduleNumber}.`);
    const text: Record<(typeof parts)[number], () => string> = {
      lesson: () => module.text,
      grids: () =>
        module.grids
          .map(({ name, columns, rows }) => {
            const lines = rows.flatMap((row) =>
              row.cells.map(
                (cell, index) =>
                  `- ${row.name}, ${[cell.code, cell.name ?? columns[index]].filter(Boolean).join(' ')}: ${cell.asks}`,
              ),
            );
            return `${name}\n${lines.join('\n')}`;
          })
          .join('\n\n'),
      checklist: () => module.checklistItems.map((item) => `- ${item}`).join('\n'),
      example: () => module.exampleText,
      guide: () => [module.implementationGuide].flat().join('\n'),
    };
    const head = `Module ${moduleNumber}, ${module.step}: ${module.title}\nObjective: ${module.objective}\nWhat is made: ${module.deliverable}`;
    return result(`${head}\n\n${text[part]()}`);
  },
});

const mostPassages = 4;

export const searchCourse = defineTool({
  name: 'searchCourse',
  description: 'Searches lessons, grids, checklists and prompts of the course. Each passage names its place.',
  parameters: z.strictObject({ query: z.string().min(1).max(300) }),
  status: 'Searching the course…',
  run: ({ query }, { deps }) => passages(deps.course.find(query, mostPassages)),
});

export const searchIntegrationDocs = defineTool({
  name: 'searchIntegrationDocs',
  description:
    'Searches our notes on connecting tools: Shopify, WooCommerce, Klaviyo, Mailchimp, GA4, the Meta pixel, UTM links.',
  parameters: z.strictObject({ query: z.string().min(1).max(300) }),
  status: 'Searching the integration notes…',
  run: ({ query }, { deps }) => passages(deps.course.findIntegration(query, mostPassages)),
});

function passages(found: ReadonlyArray<{ place: string; text: string }>) {
  return result(
    found.length > 0
      ? found.map(({ place, text }) => `${place}\n${text}`).join('\n\n')
      : 'Nothing there is about that.',
  );
}

export const listPrompts = defineTool({
  name: 'listPrompts',
  description: 'Lists the playbook prompts of a step or of an agent: code, title, whose it is.',
  parameters: z.strictObject({ step: elevateStepSchema.optional(), agent: systemRoleSchema.optional() }),
  status: 'Looking through the playbook…',
  run: ({ step, agent }, { deps }) => {
    const lines = [...deps.catalogue.prompts.values()]
      .filter((prompt) => step === undefined || prompt.step === step || prompt.asksStep === true)
      .filter((prompt) => agent === undefined || prompt.owner === agent)
      .map(
        ({ promptCode, title, owner, description }) => `${promptCode} ${title} (${owner}): ${description}`,
      );
    return result(lines.length > 0 ? lines.join('\n') : 'No prompt fits that.');
  },
});
