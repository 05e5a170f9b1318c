import { z } from 'zod';
import { defineTable } from './table.ts';
import { threadRefSchema } from './thread-ref.ts';

/** What we write unasked: a nudge through the course, or the request for the week's numbers. */
export const contactKindSchema = z.enum(['nudge', 'numbers']);
export type ContactKind = z.infer<typeof contactKindSchema>;

/** Where somebody is written to. */
export const reachSchema = z.strictObject({
  thread: threadRefSchema,
  /** The platform's id of their account there. */
  accountId: z.string(),
});
export type Reach = z.infer<typeof reachSchema>;

const perKind = z.strictObject({ nudge: z.number(), numbers: z.number() });

/** When somebody who wants to hear from us is looked at next, and what they have been sent. */
export const contactPlanSchema = z.strictObject({
  /** `plan:<userId>`. */
  _id: z.string(),
  userId: z.string(),
  personId: z.string(),
  /** Read from then on, and not before. */
  nextDueAt: z.number(),
  /** Up to which appointment each kind is settled: sent, skipped or not wanted. It never goes back. */
  settledTo: perKind,
  /** Put off: one nudge comes then. */
  snoozedTo: z.number().optional(),
  /** Their platform says that they are not to be disturbed until then. */
  notBefore: z.number().optional(),
  /** What was sent last, oldest first. */
  sent: z.array(
    z.strictObject({
      kind: contactKindSchema,
      at: z.number(),
      /** When they had last done something by then: it is ignored while that stays so. */
      activeAt: z.number(),
    }),
  ),
  lastActiveAt: z.number(),
  /** Where they wrote to us alone, last; else where they wrote at all. */
  direct: reachSchema.optional(),
  elsewhere: reachSchema.optional(),
  /** Weeks that they called quiet, such as "2026-W49", the last ones. */
  quietWeeks: z.array(z.string()),
});
export type ContactPlan = z.infer<typeof contactPlanSchema>;

export const contactPlansTable = defineTable({
  name: 'contactPlans',
  purpose: 'Who is written to unasked, when next, and what they were sent.',
  schema: contactPlanSchema,
  indexes: [
    { name: 'by_due', keys: { nextDueAt: 1 } },
    { name: 'by_user', keys: { userId: 1 } },
    { name: 'by_person', keys: { personId: 1 } },
  ],
});
