import { z } from 'zod';
import { defineTable } from './table.ts';

/** One choice of a person, a cohort or a workspace. `_id` is `<scope>:<owner>:<name>`. */
export const settingSchema = z.strictObject({
  _id: z.string(),
  scope: z.enum(['person', 'cohort', 'workspace']),
  ownerId: z.string(),
  name: z.string(),
  value: z.unknown(),
  updatedAt: z.number(),
});
export type Setting = z.infer<typeof settingSchema>;

export const settingsTable = defineTable({
  name: 'settings',
  purpose: 'Choices that outlive a restart.',
  schema: settingSchema,
  indexes: [{ name: 'by_owner', keys: { scope: 1, ownerId: 1 } }],
});
