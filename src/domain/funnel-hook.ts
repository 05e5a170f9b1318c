import { z } from 'zod';
import { defineTable } from './table.ts';

/** What one address takes; a shop that sends each sale has room. */
export const hookCallsPerMinute = 60;

/** An address that takes numbers from elsewhere. The token in it is shown once; its hash is all that is kept. */
export const funnelHookSchema = z.strictObject({
  /** SHA-256 of the token, base64url. */
  _id: z.string(),
  /** Whose numbers it takes, and who may revoke it. */
  userId: z.string(),
  /** Where it takes those of all members, each named by `email`. */
  organizationId: z.string().optional(),
  createdAt: z.number(),
  revokedAt: z.number().optional(),
  /** The minute of its newest call, in minutes since 1970 … */
  calledInMinute: z.int().optional(),
  /** … and how many were taken in it, over all processes. */
  callsTaken: z.int().optional(),
});
export type FunnelHook = z.infer<typeof funnelHookSchema>;

export const funnelHooksTable = defineTable({
  name: 'funnelHooks',
  purpose: 'Addresses by which other programs hand in weekly numbers.',
  schema: funnelHookSchema,
  indexes: [{ name: 'by_user', keys: { userId: 1 } }],
});
