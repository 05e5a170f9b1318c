import { z } from 'zod';
import { defineTable } from './table.ts';

/**
 * A code that joins somebody to what its maker has: their own account elsewhere, or their organization. `_id` is the
 * code's hash, so that nobody reads a code in the store.
 */
export const linkCodeSchema = z.strictObject({
  _id: z.string(),
  kind: z.enum(['account', 'organization']),
  /** Who asked for it. */
  personId: z.string(),
  /** For an organization's code. */
  organizationId: z.string().optional(),
  /** The event that asked for it. */
  issuedFor: z.string(),
  /** `used` by the first who enters it. */
  state: z.enum(['open', 'used']),
  /** The event that used it. */
  usedBy: z.string().optional(),
  expiresAt: z.number(),
});
export type LinkCode = z.infer<typeof linkCodeSchema>;

export const linkCodesTable = defineTable({
  name: 'linkCodes',
  purpose: 'Codes that join accounts and organizations, hashed, until they are used or over.',
  schema: linkCodeSchema,
  indexes: [
    { name: 'by_person', keys: { personId: 1, kind: 1 } },
    { name: 'by_expiry', keys: { expiresAt: 1 } },
  ],
});

/** One code that somebody entered. `_id` is the event: a second attempt at it is one try. */
export const codeTrySchema = z.strictObject({ _id: z.string(), personId: z.string(), at: z.number() });
export type CodeTry = z.infer<typeof codeTrySchema>;

export const codeTriesTable = defineTable({
  name: 'codeTries',
  purpose: 'Who entered codes lately, so that nobody can guess one.',
  schema: codeTrySchema,
  indexes: [
    { name: 'by_person', keys: { personId: 1, at: 1 } },
    { name: 'by_time', keys: { at: 1 } },
  ],
});
