import type { PeopleStore } from '../ports/people-store.ts';
import type { SettingStore } from '../ports/setting-store.ts';
import { defaultTimeZone } from './period.ts';

export interface HabitDeps {
  settings: Pick<SettingStore, 'read'>;
  people: Pick<PeopleStore, 'toldTimeZone'>;
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

/** The person's own clock, an IANA name: what they chose, else what a platform tells, else the course's. */
export async function timeZoneOf(userId: string, { settings, people }: HabitDeps): Promise<string> {
  const chosen = await settings.read('person', userId, 'timeZone');
  return typeof chosen === 'string' ? chosen : ((await people.toldTimeZone(userId)) ?? defaultTimeZone);
}
