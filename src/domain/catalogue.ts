import { z } from 'zod';
import { answerLimitSchema, answerWriteSchema } from './answer-limits.ts';
import { directorTaskSchema } from './director-task.ts';
import { elevateStepSchema } from './elevate-step.ts';
import { systemRoleSchema } from './system-role.ts';
import { toolNameSchema } from './tool-name.ts';

/** Messages as people type them, that mean this agent or prompt: what the index learns from. */
const cuesSchema = z.array(z.string().min(2)).min(5);

/** `agents/director-tasks.yaml`: messages for each thing that the Director does itself. */
export const directorTasksSchema = z.record(directorTaskSchema, cuesSchema);

/** Front matter of `agents/<role>.md`; format in docs/content.md. */
export const agentFrontMatterSchema = z.strictObject({
  role: systemRoleSchema,
  name: z.string().min(1),
  emoji: z.string().min(1),
  description: z.string().min(1).max(120),
  introduction: z.string().min(1).max(200),
  cues: cuesSchema,
  needs: z.string().min(1),
  /** What it may use where no prompt covers a question; nothing else is offered to it or run for it. */
  tools: z.array(toolNameSchema),
});

export interface AgentCard extends z.infer<typeof agentFrontMatterSchema> {
  personality: string;
  /** The system prompt for what no playbook prompt covers. */
  instructions: string;
  hash: string;
}

export const outputTypeSchema = z.enum([
  'List',
  'Table',
  'Plan',
  'Outline',
  'Page section',
  'Email Draft',
  'Ad copy',
  'Message',
  'Script',
  'Report',
  'Summary',
  'JSON',
  'Rewrite',
]);

export const channelSchema = z.enum([
  'Website',
  'Website Chat',
  'Facebook Ads',
  'Google Ads',
  'Instagram',
  'TikTok',
  'Klaviyo',
  'Email',
  'Internal',
]);

export const promptInputSchema = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'is camelCase'),
  label: z.string().min(1).max(45),
  type: z.enum(['line', 'text']),
  required: z.boolean(),
  /** A Foundation list whose items are offered; one item alone is taken without asking. */
  optionsFrom: z.string().optional(),
  help: z.string().max(100).optional(),
  /** Pasted research: 20,000 characters instead of 4,000. */
  research: z.boolean().optional(),
});
export type PromptInput = z.infer<typeof promptInputSchema>;

/** Front matter of `prompts/<step>/<CODE>.md`; format in docs/content.md. */
export const promptFrontMatterSchema = z.strictObject({
  promptCode: z.string().regex(/^(ED|SH|GC|RW|OP|[FHGIESNU])[1-9]\d?$/, 'is a code such as H1 or ED2'),
  step: elevateStepSchema,
  title: z.string().min(1),
  description: z.string().min(1).max(120),
  owner: systemRoleSchema,
  outputType: outputTypeSchema,
  assetType: z.string().min(1),
  defaultChannel: channelSchema,
  requiredContext: z.array(z.string()),
  optionalContext: z.array(z.string()),
  inputs: z.array(promptInputSchema).max(3, 'a run asks at most three questions'),
  asksStep: z.boolean().optional(),
  tags: z.array(z.string()),
  /** Codes whose newest saved text of the person it builds on, where there is one: `{{prior.H5}}`. */
  prior: z.array(z.string()).min(1).max(2).optional(),
  /** Codes that its answer leads to, offered once it is saved. */
  next: z.array(z.string()).max(3).optional(),
  /** What code counts in its answers. */
  limits: z.array(answerLimitSchema).min(1).optional(),
  /** What its answers propose for the Foundation. Foundation prompts only. */
  writes: z.array(answerWriteSchema).min(1).optional(),
  cues: cuesSchema,
  version: z.number().int().positive(),
});

export interface PlaybookPromptFile extends z.infer<typeof promptFrontMatterSchema> {
  /** The ROCKET template with its placeholders. */
  template: string;
  hash: string;
}

export const gridSchema = z.strictObject({
  name: z.string().min(1),
  columns: z.array(z.string().min(1)).min(1),
  rows: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        cells: z.array(
          z.strictObject({
            code: z.string().optional(),
            name: z.string().optional(),
            asks: z.string().min(1),
            /** The Foundation path that the cell fills. */
            field: z.string().optional(),
            required: z.boolean().optional(),
          }),
        ),
      }),
    )
    .min(1),
});

/** One part of a worksheet: a grid of the module, an empty table, or a question with room below it. */
const worksheetPartSchema = z.union(
  [
    z.strictObject({ name: z.string().min(1), grid: z.string().min(1) }),
    z.strictObject({ name: z.string().min(1), columns: z.array(z.string().min(1)).min(2) }),
    z.strictObject({ name: z.string().min(1), asks: z.string().min(1) }),
  ],
  'has a name and one of grid, columns, asks',
);

const worksheetSchema = z.strictObject({
  purpose: z.string().min(1),
  /** What lies on the table before the work begins. */
  inputs: z.array(z.string().min(1)).min(1),
  /** In the order in which they are filled. */
  parts: z.array(worksheetPartSchema).min(3),
});

/** Front matter of `prompts/<step>/module.md`; format in docs/content.md. */
export const moduleFrontMatterSchema = z.strictObject({
  moduleNumber: z.number().int().min(0).max(9),
  step: elevateStepSchema,
  title: z.string().min(1),
  objective: z.string().min(1),
  deliverable: z.string().min(1),
  metrics: z.array(z.string()),
  /** Codes of good prompts to begin the step with, in order. */
  firstRuns: z.array(z.string()).max(3),
  grids: z.array(gridSchema).min(1),
  checklistItems: z.array(z.string().min(1)).min(1),
  exampleText: z.string().min(1),
  implementationGuide: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
  worksheet: worksheetSchema,
});

export interface ModuleFile extends z.infer<typeof moduleFrontMatterSchema> {
  /** The lesson's text in Markdown, its sections headed `##`. */
  text: string;
  hash: string;
}

/** Front matter of `integrations/<tool>.md`; format in docs/content.md. */
export const integrationFrontMatterSchema = z.strictObject({
  /** As people call it, such as "Shopify". */
  tool: z.string().min(1),
  title: z.string().min(1).max(60),
});

/** How a tool is connected and what goes wrong with it, in sections by their headings. */
export interface IntegrationNote extends z.infer<typeof integrationFrontMatterSchema> {
  sections: ReadonlyMap<string, string>;
}

/** Everything that people reviewed as text, checked as a whole. */
export interface Catalogue {
  agents: ReadonlyMap<z.infer<typeof systemRoleSchema>, AgentCard>;
  /** Messages that ask for what the Director does itself. */
  tasks: Readonly<z.infer<typeof directorTasksSchema>>;
  /** By code, in the course's order. */
  prompts: ReadonlyMap<string, PlaybookPromptFile>;
  /** In order of their numbers. */
  modules: readonly ModuleFile[];
  /** In the order of their tools' names. */
  integrations: readonly IntegrationNote[];
}
