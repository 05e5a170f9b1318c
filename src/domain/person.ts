import { z } from 'zod';
import { defineTable } from './table.ts';

/** A human, with or without an account: student, facilitator, contact or stakeholder. */
export const personSchema = z.strictObject({
  _id: z.string(),
  /** `users._id`, when the person uses the program. */
  userId: z.string().optional(),
  name: z.string(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  email: z.string().optional(),
  /** Such as "Student", "Admin" or "Prospect Contact". */
  role: z.string().optional(),
  organizationId: z.string().optional(),
  avatarUrl: z.string().optional(),
  metadata: z.unknown().optional(),
});

export type Person = z.infer<typeof personSchema>;

export const personsTable = defineTable({
  name: 'persons',
  schema: personSchema,
  indexes: [
    { name: 'by_userId', keys: { userId: 1 } },
    { name: 'by_email', keys: { email: 1 } },
    { name: 'by_organization', keys: { organizationId: 1 } },
    { name: 'by_role', keys: { role: 1 } },
  ],
  purpose: 'One row for each human the program knows of, whether or not they use it themselves.',
});
