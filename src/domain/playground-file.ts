import { z } from 'zod';
import { attachedFileSchema } from './attached-file.ts';
import { defineTable } from './table.ts';

/** What a playground message says of a file: enough to show it, and where its bytes are. */
export const shownFileSchema = attachedFileSchema
  .pick({ id: true, name: true, mediaType: true, bytes: true })
  .extend({ alt: z.string() });
export type ShownFile = z.infer<typeof shownFileSchema>;

/** A file of the playground, as a platform keeps it. `_id` is the file's id. */
export const playgroundFileSchema = z.strictObject({
  _id: z.string(),
  /** Whose it is: until it is sent, only they may read it. */
  accountId: z.string(),
  /** The playground's message that shows it: whoever may see that may read the file. */
  messageId: z.string().optional(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().int(),
  /** The bytes in base64: 10 MiB then fit into one document of MongoDB, which takes 16. */
  content: z.string(),
  storedAt: z.number(),
});
export type PlaygroundFile = z.infer<typeof playgroundFileSchema>;

export const playgroundFilesTable = defineTable({
  name: 'playgroundFiles',
  purpose: 'The bytes of files sent in the playground, kept for 30 days.',
  schema: playgroundFileSchema,
  indexes: [
    { name: 'by_stored', keys: { storedAt: 1 } },
    { name: 'by_account', keys: { accountId: 1 } },
  ],
});
