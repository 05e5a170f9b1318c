import type { OfficeHour, OfficeHourGuest } from '../domain/office-hour.ts';

/** Live hours of cohorts, and who comes. */
export interface OfficeHourStore {
  /** Keeps it where its id is new, and returns what is kept under it. */
  create(hour: OfficeHour): Promise<OfficeHour>;
  get(id: string): Promise<OfficeHour | undefined>;
  /** Changes its state or its reminder where both are as given; true for one of several who try. */
  change(
    hour: Pick<OfficeHour, '_id' | 'state' | 'reminded'>,
    changes: Partial<Pick<OfficeHour, 'state' | 'reminded'>>,
  ): Promise<boolean>;
  /** Open ones of a cohort that begin after then, the next first. */
  coming(cohortId: string, afterMs: number): Promise<OfficeHour[]>;
  /** Open ones that begin by then, and those to be cancelled; at most `limit`. */
  due(untilMs: number, afterMs: number, limit: number): Promise<OfficeHour[]>;
  /** Notes what somebody said; what is not named stays. */
  answer(
    guest: Pick<OfficeHourGuest, 'officeHourId' | 'personId' | 'userId' | 'reach'> &
      Partial<Pick<OfficeHourGuest, 'isGoing' | 'question'>>,
  ): Promise<void>;
  guests(officeHourId: string): Promise<OfficeHourGuest[]>;
}
