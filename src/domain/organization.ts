import { z } from 'zod';
import { defineTable } from './table.ts';

/** A team or company that persons belong to. */
export const organizationSchema = z.strictObject({
  _id: z.string(),
  name: z.string(),
  /** `users._id`. */
  ownerId: z.string(),
});

export type Organization = z.infer<typeof organizationSchema>;

export const organizationsTable = defineTable({
  name: 'organizations',
  schema: organizationSchema,
  indexes: [{ name: 'by_owner', keys: { ownerId: 1 } }],
  purpose: 'Teams and companies that persons belong to.',
});
