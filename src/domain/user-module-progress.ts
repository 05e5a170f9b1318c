import { z } from 'zod';
import { defineTable } from './table.ts';

/** How far a user is in one module. Times are milliseconds since the Unix epoch. */
export const userModuleProgressSchema = z.strictObject({
  _id: z.string(),
  userId: z.string(),
  /** `courseModules._id`. */
  moduleId: z.string(),
  status: z.enum(['Not Started', 'In Progress', 'Completed']),
  completedAt: z.number().optional(),
  notes: z.string().optional(),
  /** Positions of the ticked items in the module's `checklistItems`, from 0. */
  checkedItems: z.array(z.number()).optional(),
  startedAt: z.number().optional(),
  /** The part of the lesson that was read last, from 0, and when. */
  lessonPart: z.number().optional(),
  lessonReadAt: z.number().optional(),
  /** Id in the inbox of what first completed it: that is celebrated, once. */
  firstCompletedBy: z.string().optional(),
  /** Counts the changes, so that two at once do not undo each other. */
  revision: z.number().optional(),
});

export type UserModuleProgress = z.infer<typeof userModuleProgressSchema>;

export const userModuleProgressTable = defineTable({
  name: 'userModuleProgress',
  schema: userModuleProgressSchema,
  indexes: [{ name: 'by_user_module', keys: { userId: 1, moduleId: 1 } }],
  purpose: 'How far each user is in each module.',
});
