import type { Cohort } from '../../src/domain/cohort.ts';

/** A cohort that nobody is in yet. */
export function cohortOf(fields: Partial<Cohort> = {}): Cohort {
  return {
    _id: 'c1',
    name: 'Spring 26',
    facilitatorPersonIds: [],
    memberPersonIds: [],
    leftPersonIds: [],
    places: [],
    timeZone: 'Europe/London',
    revision: 0,
    createdAt: 1,
    ...fields,
  };
}
