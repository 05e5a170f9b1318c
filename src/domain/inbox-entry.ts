import { z } from 'zod';
import { incomingSchema } from './incoming.ts';
import { defineTable } from './table.ts';

/** Something a person did, kept before its platform was told "received". `_id` is the platform event's id. */
export const inboxEntrySchema = z.strictObject({
  _id: z.string(),
  threadKey: z.string(),
  /** Order within the thread; sorts as text. */
  position: z.string(),
  incoming: incomingSchema,
  /** Finished entries leave `waiting`, so that the set which is searched stays small. */
  state: z.enum(['waiting', 'done', 'failed']),
  /** How often a worker has begun it. */
  attempts: z.number().int(),
  /** Not begun before this time, in milliseconds since the epoch. */
  nextAttemptAt: z.number(),
  /** The lease under which it is being worked on; writes of a worker that lost its lease match nothing. */
  leaseToken: z.string().optional(),
  receivedAt: z.number(),
  finishedAt: z.number().optional(),
});
export type InboxEntry = z.infer<typeof inboxEntrySchema>;

export const inboxTable = defineTable({
  name: 'inbox',
  purpose: 'What people did, kept until it is answered.',
  schema: inboxEntrySchema,
  indexes: [
    { name: 'by_thread', keys: { threadKey: 1, state: 1, position: 1 } },
    { name: 'by_state', keys: { state: 1, nextAttemptAt: 1 } },
    { name: 'by_finished', keys: { finishedAt: 1 } },
    { name: 'by_account', keys: { 'incoming.author.accountId': 1 } },
  ],
});
