import { z } from 'zod';
import { reachSchema } from './contact-plan.ts';
import { defineTable } from './table.ts';
import { surfaceSchema } from './thread-ref.ts';

/** One channel's post of an announcement. */
const announcementPostSchema = z.strictObject({
  surface: surfaceSchema,
  place: z.string(),
  /** `waiting` while it is tried, also for a change of what is there. */
  state: z.enum(['waiting', 'said', 'failed']),
  /** Which try it is: one that failed is tried again under a key of its own. */
  attempt: z.number().int(),
  /** The platform's id of the message, once it is there: what is changed later changes it. */
  platformMessageId: z.string().optional(),
});
export type AnnouncementPost = z.infer<typeof announcementPostSchema>;

/** What is posted in the channels of a cohort, once, at a time that a facilitator chose. */
export const announcementSchema = z.strictObject({
  _id: z.string(),
  cohortId: z.string(),
  authorPersonId: z.string(),
  /** The lesson that it is about. */
  moduleNumber: z.number().int().optional(),
  /** The live hour that it invites to: its words and buttons follow from that. */
  officeHourId: z.string().optional(),
  /** The facilitator's own words; may be empty where there is a module. */
  text: z.string(),
  /** Where the lesson can be seen afterwards. */
  recordingUrl: z.string().optional(),
  /** A role of Discord by its name, whose members asked to be pinged. Nobody else ever is. */
  role: z.string().optional(),
  /** When it is to be posted; absent while that is not settled. */
  dueAt: z.number().optional(),
  /** IANA name by which the time was said. */
  timeZone: z.string(),
  /** `skipped`: it came more than two hours late, or had no channel. `changing`: what was posted is being changed. */
  state: z.enum(['draft', 'scheduled', 'sending', 'changing', 'sent', 'skipped', 'cancelled']),
  /** One for each channel, from the moment at which it is posted. */
  posts: z.array(announcementPostSchema),
  /** Rises with each change of what is posted. */
  edition: z.number().int(),
  /** Where its author is told what became of it. */
  reach: reachSchema,
  createdAt: z.number(),
});
export type Announcement = z.infer<typeof announcementSchema>;

export const announcementsTable = defineTable({
  name: 'announcements',
  purpose: 'What is posted to cohorts, when, and where it has arrived.',
  schema: announcementSchema,
  indexes: [
    { name: 'by_cohort', keys: { cohortId: 1, state: 1 } },
    { name: 'by_author', keys: { authorPersonId: 1 } },
    { name: 'by_due', keys: { state: 1, dueAt: 1 } },
  ],
});
