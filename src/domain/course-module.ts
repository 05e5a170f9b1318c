import { z } from 'zod';
import { elevateStepSchema } from './elevate-step.ts';
import { defineTable } from './table.ts';

/** One of the ten modules, the projection of a `module.md`. Links are set by facilitators and survive projection. */
export const courseModuleSchema = z.strictObject({
  _id: z.string(),
  /** 0 for Foundation, 1 to 9 for the steps. */
  moduleNumber: z.union([z.number(), z.literal(0)]),
  step: elevateStepSchema,
  title: z.string(),
  objective: z.string(),
  videoUrl: z.string().optional(),
  /** Markdown. */
  textContent: z.string().optional(),
  /** `{name, columns: string[], rows: [{name, cells: [{asks, field?}]}]}`, as in `docs/content.md`. */
  gridDefinition: z.unknown().optional(),
  checklistItems: z.array(z.string()).optional(),
  worksheetUrl: z.string().optional(),
  /** `{purpose, inputs: string[], parts: [{name, grid? | columns? | asks?}]}`, as in `docs/content.md`. */
  worksheet: z.unknown().optional(),
  exampleImageUrl: z.string().optional(),
  exampleText: z.string().optional(),
  implementationGuide: z.string().optional(),
  deliverable: z.string().optional(),
  /** Names of fields of `userFunnelSnapshots`. */
  metrics: z.array(z.string()).optional(),
  version: z.number().optional(),
  /** Of the file, so that an unchanged one is not written again. */
  hash: z.string().optional(),
  /** When the file was gone, milliseconds since the Unix epoch. */
  retiredAt: z.number().optional(),
});

export type CourseModule = z.infer<typeof courseModuleSchema>;

export const courseModulesTable = defineTable({
  name: 'courseModules',
  schema: courseModuleSchema,
  indexes: [{ name: 'by_moduleNumber', keys: { moduleNumber: 1 } }],
  purpose: 'The ten modules of the course, projected from the files, with links that facilitators set.',
});
