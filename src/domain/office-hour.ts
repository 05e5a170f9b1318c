import { z } from 'zod';
import { reachSchema } from './contact-plan.ts';
import { defineTable } from './table.ts';

/** A live hour of a cohort, to which people come who said so. */
export const officeHourSchema = z.strictObject({
  _id: z.string(),
  cohortId: z.string(),
  authorPersonId: z.string(),
  startsAt: z.number(),
  /** IANA name by which the time was said. */
  timeZone: z.string(),
  /** Where it is held. */
  link: z.string().optional(),
  /** `cancelling`: those who wanted to come are still to be told. */
  state: z.enum(['draft', 'open', 'cancelling', 'cancelled']),
  /** Up to which reminder it is settled. It never goes back. */
  reminded: z.enum(['none', 'day', 'hour']),
  /** Where its author gets the questions. */
  reach: reachSchema,
  createdAt: z.number(),
});
export type OfficeHour = z.infer<typeof officeHourSchema>;

export const officeHoursTable = defineTable({
  name: 'officeHours',
  purpose: 'Live hours of cohorts.',
  schema: officeHourSchema,
  indexes: [
    { name: 'by_cohort', keys: { cohortId: 1, startsAt: 1 } },
    { name: 'by_start', keys: { state: 1, startsAt: 1 } },
    { name: 'by_author', keys: { authorPersonId: 1 } },
  ],
});

/** What somebody said about one: that they come, or what they want to ask. `_id` is `<office hour>|<person>`. */
export const officeHourGuestSchema = z.strictObject({
  _id: z.string(),
  officeHourId: z.string(),
  personId: z.string(),
  userId: z.string(),
  isGoing: z.boolean(),
  /** Asked before, also by somebody who cannot come. */
  question: z.string().optional(),
  /** Where they are reminded: where they pressed. */
  reach: reachSchema,
});
export type OfficeHourGuest = z.infer<typeof officeHourGuestSchema>;

export const officeHourGuestsTable = defineTable({
  name: 'officeHourGuests',
  purpose: 'Who comes to which live hour, and what they want to ask there.',
  schema: officeHourGuestSchema,
  indexes: [
    { name: 'by_hour', keys: { officeHourId: 1 } },
    { name: 'by_person', keys: { personId: 1 } },
    { name: 'by_user', keys: { userId: 1 } },
  ],
});
