import { z } from 'zod';
import { defineTable } from './table.ts';
import { threadRefSchema } from './thread-ref.ts';

/** The working side of a thread: who works on it now, and what was asked of that work. `_id` is the thread key. */
export const threadSchema = z.strictObject({
  _id: z.string(),
  thread: threadRefSchema,
  leaseToken: z.string().optional(),
  /** The process that holds the lease, so that a machine can free what a dead process of its own held. */
  leaseHolder: z.string().optional(),
  /** 0: free. Milliseconds since the epoch. */
  leaseExpiresAt: z.number(),
  /** When a person asked the work under way to stop, by the platform's clock: work that they asked for earlier is meant. */
  abortRequestedAt: z.number().optional(),
  /** The account that asked; only its own work stops. */
  abortRequestedBy: z.string().optional(),
});
export type Thread = z.infer<typeof threadSchema>;

export const threadsTable = defineTable({
  name: 'threads',
  purpose: 'One worker per thread: its lease and the wish to stop.',
  schema: threadSchema,
  indexes: [{ name: 'by_holder', keys: { leaseHolder: 1 } }],
});
