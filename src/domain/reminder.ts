import { z } from 'zod';
import { defineTable } from './table.ts';
import { threadRefSchema } from './thread-ref.ts';

/** What somebody wants to be told once, at a time of theirs. `_id` follows from the request in which they agreed to it. */
export const reminderSchema = z.strictObject({
  _id: z.string(),
  userId: z.string(),
  personId: z.string(),
  /** The account that is told, in the thread in which they asked. */
  accountId: z.string(),
  thread: threadRefSchema,
  text: z.string(),
  dueAt: z.number(),
  /** `forgotten`: they took it back. */
  state: z.enum(['waiting', 'said', 'forgotten']),
  createdAt: z.number(),
});
export type Reminder = z.infer<typeof reminderSchema>;

export const remindersTable = defineTable({
  name: 'reminders',
  purpose: 'What people asked to be reminded of.',
  schema: reminderSchema,
  indexes: [
    { name: 'by_due', keys: { state: 1, dueAt: 1 } },
    { name: 'by_user', keys: { userId: 1, dueAt: 1 } },
  ],
});
