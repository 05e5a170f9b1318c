import type { Announcement } from '../../src/domain/announcement.ts';
import type { Cohort } from '../../src/domain/cohort.ts';
import type { OfficeHour } from '../../src/domain/office-hour.ts';

const reach = {
  thread: { surface: 'playground', place: 'dm:fay', root: 'r', audience: 'direct' },
  accountId: 'fay',
} as const;

/** A cohort that nobody is in yet. */
export function cohortOf(fields: Partial<Cohort> = {}): Cohort {
  return {
    _id: 'c1',
    name: 'Spring 26',
    facilitatorPersonIds: [],
    memberPersonIds: [],
    leftPersonIds: [],
    untoldPersonIds: [],
    places: [],
    timeZone: 'Europe/London',
    revision: 0,
    createdAt: 1,
    ...fields,
  };
}

/** A draft of fay's, written in her direct message of the playground. */
export function announcementOf(fields: Partial<Announcement> = {}): Announcement {
  return {
    _id: 'a1',
    cohortId: 'c1',
    authorPersonId: 'fay',
    moduleNumber: 3,
    text: '',
    dueAt: 5,
    timeZone: 'Europe/London',
    state: 'draft',
    posts: [],
    edition: 0,
    reach,
    createdAt: 1,
    ...fields,
  };
}

/** Fay's, not open yet. */
export function officeHourOf(fields: Partial<OfficeHour> = {}): OfficeHour {
  return {
    _id: 'o1',
    cohortId: 'c1',
    authorPersonId: 'fay',
    startsAt: 5,
    timeZone: 'Europe/London',
    state: 'draft',
    reminded: 'none',
    reach,
    createdAt: 1,
    ...fields,
  };
}
