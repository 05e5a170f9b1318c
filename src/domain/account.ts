import { z } from 'zod';
import { authorSchema } from './incoming.ts';
import { defineTable } from './table.ts';
import { surfaceSchema } from './thread-ref.ts';

/** What a platform tells of somebody. */
export const profileSchema = authorSchema
  .pick({ firstName: true, lastName: true, email: true, avatarUrl: true, timeZone: true, locale: true })
  .extend({ name: z.string().optional() });
export type Profile = z.infer<typeof profileSchema>;

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
  /** What the person wants to be called, where they said so. */
  chosenName: z.string().optional(),
  /** What the platform told last: by it a change there is told from what the person has changed here. */
  profile: profileSchema.optional(),
  createdAt: z.number(),
});
export type Account = z.infer<typeof accountSchema>;

/** The zone that a platform tells of somebody: of their accounts, as given, the first that tells one. */
export function zoneTold(accounts: readonly Account[]): string | undefined {
  return accounts.find(({ profile }) => profile?.timeZone !== undefined)?.profile?.timeZone;
}

export const accountsTable = defineTable({
  name: 'accounts',
  purpose: 'Joins a platform account to its person.',
  schema: accountSchema,
  indexes: [
    { name: 'by_person', keys: { personId: 1 } },
    { name: 'by_name', keys: { surface: 1, 'profile.name': 1 } },
  ],
});
