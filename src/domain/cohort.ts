import { z } from 'zod';
import { defineTable } from './table.ts';
import { surfaceSchema } from './thread-ref.ts';

/** A group that takes the course together. */
export const cohortSchema = z.strictObject({
  _id: z.string(),
  name: z.string(),
  /** Persons who may announce lessons and see who is stuck. */
  facilitatorPersonIds: z.array(z.string()),
  memberPersonIds: z.array(z.string()),
  /** Channels where the cohort meets. */
  places: z.array(z.strictObject({ surface: surfaceSchema, place: z.string() })),
  /** IANA name, used until a person's own zone is known. */
  timeZone: z.string(),
  startsAt: z.number().optional(),
  createdAt: z.number(),
});
export type Cohort = z.infer<typeof cohortSchema>;

export const cohortsTable = defineTable({
  name: 'cohorts',
  purpose: 'Who takes the course together, where, and who leads it.',
  schema: cohortSchema,
  indexes: [
    { name: 'by_member', keys: { memberPersonIds: 1 } },
    { name: 'by_facilitator', keys: { facilitatorPersonIds: 1 } },
  ],
});

/** A lesson announced to a cohort by a facilitator. */
export const announcementSchema = z.strictObject({
  _id: z.string(),
  cohortId: z.string(),
  authorPersonId: z.string(),
  moduleNumber: z.number().int(),
  text: z.string(),
  createdAt: z.number(),
});
export type Announcement = z.infer<typeof announcementSchema>;

export const announcementsTable = defineTable({
  name: 'announcements',
  purpose: 'Lessons announced to cohorts.',
  schema: announcementSchema,
  indexes: [
    { name: 'by_cohort', keys: { cohortId: 1, createdAt: 1 } },
    { name: 'by_author', keys: { authorPersonId: 1 } },
  ],
});
