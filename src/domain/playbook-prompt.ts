import { z } from 'zod';
import { promptInputSchema } from './catalogue.ts';
import { elevateStepSchema } from './elevate-step.ts';
import { systemRoleSchema } from './system-role.ts';
import { defineTable } from './table.ts';

/** A playbook prompt, the projection of a file in `prompts/`. */
export const playbookPromptSchema = z.strictObject({
  _id: z.string(),
  step: elevateStepSchema,
  /** Such as "H1" or "ED3". */
  promptCode: z.string(),
  title: z.string(),
  description: z.string(),
  /** The whole ROCKET prompt with its placeholders. */
  rocketTemplate: z.string(),
  /** Dotted Foundation paths, all needed for a run. */
  requiredContext: z.array(z.string()),
  outputType: z.string(),
  /** Dotted Foundation paths, used where they are filled. */
  optionalContext: z.array(z.string()).optional(),
  inputs: z.array(promptInputSchema).optional(),
  /** Who answers. */
  ownerRole: systemRoleSchema.optional(),
  assetType: z.string().optional(),
  defaultChannel: z.string().optional(),
  /** The form also offers the step this run is for. Cross-step prompts only. */
  asksStep: z.boolean().optional(),
  tags: z.array(z.string()).optional(),
  version: z.number().optional(),
  /** Of the file, so that an unchanged one is not written again. */
  hash: z.string().optional(),
  /** When the file was gone, milliseconds since the Unix epoch. */
  retiredAt: z.number().optional(),
});

export type PlaybookPrompt = z.infer<typeof playbookPromptSchema>;

export const playbookPromptsTable = defineTable({
  name: 'playbookPrompts',
  schema: playbookPromptSchema,
  indexes: [{ name: 'by_step', keys: { step: 1 } }],
  purpose: 'The playbook, projected from the files in prompts/ when the program starts.',
});
