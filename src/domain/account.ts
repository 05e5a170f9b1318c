import { z } from 'zod';
import { defineTable } from './table.ts';
import { surfaceSchema } from './thread-ref.ts';

/** A chat account, joined to the person it belongs to. One person may have several. */
export const accountSchema = z.strictObject({
  /** `<surface>:<account id>`. */
  _id: z.string(),
  surface: surfaceSchema,
  accountId: z.string(),
  personId: z.string(),
  /** Repeated here, so that a message needs one read to know whose it is. */
  userId: z.string(),
  /** Display name when the account was first seen. */
  name: z.string(),
  createdAt: z.number(),
});
export type Account = z.infer<typeof accountSchema>;

export const accountsTable = defineTable({
  name: 'accounts',
  purpose: 'Joins a platform account to its person.',
  schema: accountSchema,
  indexes: [{ name: 'by_person', keys: { personId: 1 } }],
});
