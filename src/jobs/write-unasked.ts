import { zoneTold } from '../domain/account.ts';
import type { ContactPlan } from '../domain/contact-plan.ts';
import type { JobMessage } from '../domain/job-message.ts';
import type { PersonSettings } from '../domain/person-settings.ts';
import type { ReplyPart } from '../domain/reply.ts';
import type { Logger } from '../ports/logger.ts';
import type { PeopleStore } from '../ports/people-store.ts';
import type { Leader, StaffStore } from '../ports/staff-store.ts';

/** How what befalls a person's plan reaches those who lead them, by the same door as everything else. */
export function createLeaderNotes(deps: {
  staff: Pick<StaffStore, 'leadersOf' | 'byPerson'>;
  tell(message: JobMessage): Promise<void>;
  silenceWords(name: string): ReplyPart;
  lateWords(people: number, nowMs: number): ReplyPart;
  log: Logger;
}) {
  async function toLeader({ personId, reach }: Leader, key: string, part: ReplyPart): Promise<void> {
    if (!reach) return;
    await deps.tell({ key: `${key}:${personId}`, ...reach, personId, part });
  }

  return {
    async tellOfSilence(plan: ContactPlan): Promise<void> {
      const [leaders, person] = await Promise.all([
        deps.staff.leadersOf(plan.personId),
        deps.staff.byPerson(plan.personId),
      ]);
      // Once for each time that they fell silent.
      for (const leader of leaders)
        await toLeader(
          leader,
          `silence:${plan.userId}:${plan.lastActiveAt}`,
          deps.silenceWords(person?.name ?? 'Somebody'),
        );
    },

    async tellOfLate(plans: readonly ContactPlan[], nowMs: number): Promise<void> {
      deps.log.warn({ people: plans.length }, 'messages that came more than two hours late were left out');
      const led = new Map<string, { leader: Leader; people: number }>();
      for (const { personId } of plans)
        for (const leader of await deps.staff.leadersOf(personId)) {
          const people = (led.get(leader.personId)?.people ?? 0) + 1;
          led.set(leader.personId, { leader, people });
        }
      // One word for each hour of being late, however many ticks it takes.
      const hour = new Date(nowMs).toISOString().slice(0, 13);
      for (const { leader, people } of led.values())
        await toLeader(leader, `late:${hour}`, deps.lateWords(people, nowMs));
    },
  };
}

/** What people chose; else what their platform tells; else their cohort's zone, which is not known to be theirs. */
export function createZoneOf(deps: {
  people: Pick<PeopleStore, 'accountsOf'>;
  staff: Pick<StaffStore, 'cohortZoneOf'>;
  otherwise: string;
}) {
  return async (
    plan: Pick<ContactPlan, 'personId'>,
    { timeZone }: PersonSettings,
  ): Promise<{ timeZone: string; isTheirs: boolean }> => {
    if (timeZone !== undefined) return { timeZone, isTheirs: true };
    const told = zoneTold(await deps.people.accountsOf(plan.personId));
    if (told !== undefined) return { timeZone: told, isTheirs: true };
    return {
      timeZone: (await deps.staff.cohortZoneOf(plan.personId)) ?? deps.otherwise,
      isTheirs: false,
    };
  };
}
