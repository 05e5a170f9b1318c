import { z } from 'zod';
import { defineTable } from './table.ts';

/** Who did what to whose data. Holds no content. */
export const auditEntrySchema = z.strictObject({
  _id: z.string(),
  actorPersonId: z.string(),
  /** Verb and noun, such as "export data". */
  action: z.string(),
  subjectPersonId: z.string().optional(),
  detail: z.string().optional(),
  at: z.number(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditTable = defineTable({
  name: 'audit',
  purpose: 'Who did what to whose data.',
  schema: auditEntrySchema,
  indexes: [
    { name: 'by_subject', keys: { subjectPersonId: 1, at: 1 } },
    { name: 'by_actor', keys: { actorPersonId: 1, at: 1 } },
  ],
});
