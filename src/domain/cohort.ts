import { z } from 'zod';
import { defineTable } from './table.ts';
import { surfaceSchema } from './thread-ref.ts';

/** A channel where a cohort meets. */
const cohortPlaceSchema = z.strictObject({
  surface: surfaceSchema,
  /** The platform's id of the channel. */
  place: z.string(),
});
export type CohortPlace = z.infer<typeof cohortPlaceSchema>;

/** Whether two name one channel. */
export function isSamePlace(one: CohortPlace, other: CohortPlace): boolean {
  return one.surface === other.surface && one.place === other.place;
}

/** A group that takes the course together. */
export const cohortSchema = z.strictObject({
  _id: z.string(),
  name: z.string(),
  /** Persons who may announce lessons and see who is stuck. */
  facilitatorPersonIds: z.array(z.string()),
  memberPersonIds: z.array(z.string()),
  /** Members who took themselves out: writing in its channels does not bring them back. */
  leftPersonIds: z.array(z.string()),
  /** Members who came in by writing in a channel and have not been told yet: told privately with their next answer. */
  untoldPersonIds: z.array(z.string()),
  places: z.array(cohortPlaceSchema),
  /** IANA name, used until a person's own zone is known. */
  timeZone: z.string(),
  /** Midnight of its first day in that zone. */
  startsAt: z.number().optional(),
  /** What newcomers join with, while it is open; good for many. */
  code: z.string().optional(),
  /** When it was ended. Its people stay in it; it gets no announcements and nobody joins. */
  endedAt: z.number().optional(),
  /** Rises with every change of its fields; joining adds to its lists only. */
  revision: z.number().int(),
  createdAt: z.number(),
});
export type Cohort = z.infer<typeof cohortSchema>;

export const cohortsTable = defineTable({
  name: 'cohorts',
  purpose: 'Who takes the course together, where, and who leads it.',
  schema: cohortSchema,
  indexes: [
    { name: 'by_member', keys: { memberPersonIds: 1 } },
    { name: 'by_left', keys: { leftPersonIds: 1 } },
    { name: 'by_untold', keys: { untoldPersonIds: 1 } },
    { name: 'by_facilitator', keys: { facilitatorPersonIds: 1 } },
    { name: 'by_place', keys: { 'places.place': 1 } },
    { name: 'by_code', keys: { code: 1 } },
    { name: 'by_creation', keys: { createdAt: 1 } },
  ],
});
