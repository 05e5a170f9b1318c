import type { PeopleStore } from '../ports/people-store.ts';
import type { SettingStore } from '../ports/setting-store.ts';
import type { StaffStore } from '../ports/staff-store.ts';
import { defaultTimeZone } from './period.ts';

export interface HabitDeps {
  settings: Pick<SettingStore, 'read'>;
  people: Pick<PeopleStore, 'toldTimeZone' | 'ofUser'>;
  staff: Pick<StaffStore, 'cohortZoneOf'>;
}

/** A person's choices that numbers are read by. */
export interface NumberHabits {
  timeZone: string;
  /** ISO 4217; absent until they chose one or kept numbers in one. */
  currency: string | undefined;
}

export async function habitsOf(userId: string, deps: HabitDeps): Promise<NumberHabits> {
  const [timeZone, currency] = await Promise.all([
    timeZoneOf(userId, deps),
    deps.settings.read('person', userId, 'currency'),
  ]);
  return { timeZone, currency: typeof currency === 'string' ? currency : undefined };
}

/** The person's own clock, an IANA name: what they chose, else what a platform tells, else their cohort's or the course's. */
export async function timeZoneOf(userId: string, { settings, people, staff }: HabitDeps): Promise<string> {
  const chosen = await settings.read('person', userId, 'timeZone');
  if (typeof chosen === 'string') return chosen;
  const told = await people.toldTimeZone(userId);
  if (told !== undefined) return told;
  const person = await people.ofUser(userId);
  return (person && (await staff.cohortZoneOf(person._id))) ?? defaultTimeZone;
}
