import { z } from 'zod';
import { shownFileSchema } from './playground-file.ts';
import { replyPartSchema } from './reply.ts';
import { defineTable } from './table.ts';
import { threadRefSchema } from './thread-ref.ts';

/**
 * A message as the playground shows it. Slack and Discord keep their own messages; this is the playground's side of
 * the same thing. `_id` is the outbox key, or the event's id for what a person wrote: posting twice posts once.
 */
export const playgroundMessageSchema = z.strictObject({
  _id: z.string(),
  thread: threadRefSchema,
  /** The person who wrote it; absent for an agent's. */
  authorAccountId: z.string().optional(),
  /** Of an agent's message: whom it answers. */
  answersAccountId: z.string().optional(),
  /** Who can see it: one account, or everybody in the place. */
  visibleTo: z.string(),
  /** Without its files: their bytes are in `playgroundFiles`. */
  content: replyPartSchema.omit({ files: true }).optional(),
  text: z.string(),
  files: z.array(shownFileSchema).optional(),
  inReplyTo: z.string().optional(),
  cause: z.enum(['message', 'job']),
  /** False while the text still grows. */
  finished: z.boolean(),
  /** Rises with every change of any message; clients ask for what is newer than the last they saw. */
  revision: z.number(),
  postedAt: z.number(),
});
export type PlaygroundMessage = z.infer<typeof playgroundMessageSchema>;

export const playgroundMessagesTable = defineTable({
  name: 'playgroundMessages',
  purpose: 'The messages of the playground, as a platform keeps them.',
  schema: playgroundMessageSchema,
  indexes: [
    { name: 'by_revision', keys: { revision: 1 } },
    { name: 'by_reader', keys: { visibleTo: 1, revision: 1 } },
    { name: 'by_author', keys: { authorAccountId: 1 } },
    { name: 'by_answered', keys: { answersAccountId: 1 } },
    { name: 'by_thread', keys: { 'thread.place': 1, 'thread.root': 1, revision: 1 } },
  ],
});

/** Up to where a client has seen the playground's messages. `_id` is the client's name. */
export const playgroundReaderSchema = z.strictObject({ _id: z.string(), seenRevision: z.number() });
export type PlaygroundReader = z.infer<typeof playgroundReaderSchema>;

export const playgroundReadersTable = defineTable({
  name: 'playgroundReaders',
  purpose: 'Where a playground client goes on reading after a restart.',
  schema: playgroundReaderSchema,
  indexes: [],
});
