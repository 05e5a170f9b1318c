import { z } from 'zod';
import { replyPartSchema } from './reply.ts';
import { defineTable } from './table.ts';
import { threadRefSchema } from './thread-ref.ts';

/** One message to be said. `_id` is `reply:<message id>:<part>`, or a job's own key: the same thing is kept once. */
export const outboxEntrySchema = z.strictObject({
  _id: z.string(),
  threadKey: z.string(),
  thread: threadRefSchema,
  /** Order within the thread; sorts as text. */
  position: z.string(),
  /** The account answered: the reader of a part whose audience is `person`. */
  accountId: z.string(),
  personId: z.string(),
  /** The event that caused it. */
  inReplyTo: z.string().optional(),
  cause: z.enum(['message', 'job']),
  content: replyPartSchema,
  /** `growing`: visible, its text still being written. `unknown`: sent, and the answer was lost; read back first. */
  state: z.enum(['growing', 'waiting', 'unknown', 'delivered', 'failed']),
  /** The lease of the worker that lets it grow. */
  leaseToken: z.string().optional(),
  /** Held by one deliverer until then, in milliseconds since the epoch. 0: free. */
  claimedUntil: z.number(),
  claimToken: z.string().optional(),
  /** The process of that deliverer, so that a machine can free what a dead process of its own had claimed. */
  claimHolder: z.string().optional(),
  attempts: z.number().int(),
  nextAttemptAt: z.number(),
  /** Stored at once when the platform names it, so that growing and repeating edit instead of posting. */
  platformMessageId: z.string().optional(),
  createdAt: z.number(),
  finishedAt: z.number().optional(),
});
export type OutboxEntry = z.infer<typeof outboxEntrySchema>;

export const outboxTable = defineTable({
  name: 'outbox',
  purpose: 'What is to be said, kept until it is delivered.',
  schema: outboxEntrySchema,
  indexes: [
    { name: 'by_state', keys: { state: 1, nextAttemptAt: 1 } },
    { name: 'by_thread', keys: { threadKey: 1, state: 1, position: 1 } },
    { name: 'by_cause', keys: { inReplyTo: 1 } },
    { name: 'by_finished', keys: { finishedAt: 1 } },
    { name: 'by_person', keys: { personId: 1 } },
  ],
});
