import { isAdmin } from '../domain/admin.ts';
import type { Cohort } from '../domain/cohort.ts';
import type { Author } from '../domain/incoming.ts';
import { stableId } from '../domain/stable-id.ts';
import type { Standing } from '../ports/staff-store.ts';
import type { DirectorDeps, Turn } from './turn.ts';

export const facilitatorRole = 'Facilitator';

export type StaffDeps = Pick<DirectorDeps, 'staff' | 'people' | 'admins' | 'cohorts'>;

export interface StaffStanding {
  isAdmin: boolean;
  /** By their role: they may begin cohorts and set what holds for all. Who leads a cohort stands in the cohort. */
  isFacilitator: boolean;
}

/** What somebody may do for others, by any of their accounts. */
export async function standingOf(
  personId: string,
  { staff, people, admins }: StaffDeps,
): Promise<StaffStanding> {
  const [accounts, person] = await Promise.all([people.accountsOf(personId), staff.byPerson(personId)]);
  const isOne = accounts.some(({ surface, accountId, profile }) =>
    isAdmin(admins, { surface, accountId, email: profile?.email }),
  );
  return { isAdmin: isOne, isFacilitator: isOne || person?.role === facilitatorRole };
}

export const notALeader =
  'You lead no cohort yet. An administrator says who may: “make @name a facilitator”. Somebody who leads one can also name you in it.';

export async function mayBeginCohort(personId: string, deps: StaffDeps): Promise<boolean> {
  return (await standingOf(personId, deps)).isFacilitator || (await deps.cohorts.ledBy(personId)).length > 0;
}

/** The cohorts that somebody leads; all of them for an administrator. Running ones first, then the newest. */
export async function cohortsLedBy(personId: string, deps: StaffDeps): Promise<Cohort[]> {
  const standing = await standingOf(personId, deps);
  const led = await (standing.isAdmin ? deps.cohorts.all() : deps.cohorts.ledBy(personId));
  return led.toSorted(
    (one, other) => Number(one.endedAt !== undefined) - Number(other.endedAt !== undefined),
  );
}

/** The cohort of that id, where this person leads it. */
export async function ledCohort(id: string, personId: string, deps: StaffDeps): Promise<Cohort | undefined> {
  const cohort = await deps.cohorts.get(id);
  if (!cohort) return undefined;
  if (cohort.facilitatorPersonIds.includes(personId)) return cohort;
  return (await standingOf(personId, deps)).isAdmin ? cohort : undefined;
}

/** A line of the audit, before it is done; once for each event and action. */
export async function noteAct(
  action: string,
  turn: Turn,
  about: { subjectPersonId?: string; detail?: string },
): Promise<void> {
  await turn.deps.staff.note({
    _id: stableId('audit', turn.incoming.id, action),
    actorPersonId: turn.person.personId,
    action,
    ...about,
    at: turn.deps.clock.nowMs(),
  });
}

/** Who is called so where the asker writes, by name or by the id of an account; "me" is the asker. */
export async function peopleNamed(
  name: string,
  { surface, accountId }: Pick<Author, 'surface' | 'accountId'>,
  { staff }: Pick<StaffDeps, 'staff'>,
): Promise<Standing[]> {
  if (name.toLowerCase() === 'me') {
    const own = await staff.standingOf(surface, accountId);
    return own ? [own] : [];
  }
  return staff.named(surface, surface === 'slack' ? accountId.split(':')[0] : undefined, name);
}
