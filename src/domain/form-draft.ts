import { z } from 'zod';
import { defineTable } from './table.ts';

/** What somebody has typed into a form and not sent. `_id` is `<surface>:<account id>|<form id>`. */
export const formDraftSchema = z.strictObject({
  _id: z.string(),
  /** Pairs, because names of fields ("companyContext.industry") are no keys that a store takes. */
  values: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  /** Milliseconds since the Unix epoch. */
  savedAt: z.number(),
});
export type FormDraft = z.infer<typeof formDraftSchema>;

export const formDraftsTable = defineTable({
  name: 'formDrafts',
  purpose: 'Forms that were closed before they were sent, for platforms that keep no drafts themselves.',
  schema: formDraftSchema,
  indexes: [{ name: 'by_saved', keys: { savedAt: 1 } }],
});
