import { DateTime } from 'luxon';

/** One lesson of a plan, and when it is announced. */
export interface PlannedLesson {
  moduleNumber: number;
  atMs: number;
}

/** In the morning of the cohort's zone, on the weekday of its first day. */
const hour = 9;

/** One module a week from the first day on, the Foundation first: a proposal. */
export function lessonPlan(startsAt: number, timeZone: string, modules: readonly number[]): PlannedLesson[] {
  const first = DateTime.fromMillis(startsAt, { zone: timeZone });
  return modules.map((moduleNumber, week) => ({
    moduleNumber,
    atMs: first.plus({ weeks: week }).set({ hour, minute: 0, second: 0, millisecond: 0 }).toMillis(),
  }));
}
