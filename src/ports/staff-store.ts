import type { AuditEntry } from '../domain/audit-entry.ts';
import type { Reach } from '../domain/contact-plan.ts';
import type { Surface } from '../domain/thread-ref.ts';

/** Somebody by an account of theirs. */
export interface Standing {
  personId: string;
  /** The platform's id of the account. */
  accountId: string;
  name: string;
  /** As in `persons`: "Student", "Facilitator". */
  role: string | undefined;
  /** The address that this account's platform tells. */
  email: string | undefined;
}

/** A facilitator, and where we can speak to them alone; without that they have never written to us so. */
export interface Leader {
  personId: string;
  name: string;
  reach?: Reach;
}

/** Who leads the course, and the lines that tell who changed what (`audit`). */
export interface StaffStore {
  /** Undefined for somebody who has not written yet. */
  standingOf(surface: Surface, accountId: string): Promise<Standing | undefined>;
  /** Who is called so on that surface, by the id of their account or its display name; of Slack, in that workspace. */
  named(surface: Surface, workspace: string | undefined, name: string): Promise<Standing[]>;
  byPerson(personId: string): Promise<Pick<Standing, 'name' | 'role'> | undefined>;
  /**
   * Who leads the running cohorts that they are in, or else those that are over; where they are in none, whoever is a
   * facilitator. At most five, each with where they were last written to alone.
   */
  leadersOf(personId: string): Promise<Leader[]>;
  /** Somebody who leads, with where they were last written to alone. */
  leaderOf(personId: string): Promise<Leader | undefined>;
  /** The zone of a cohort that they are in, of a running one first. */
  cohortZoneOf(personId: string): Promise<string | undefined>;
  setRole(personId: string, role: string): Promise<void>;
  /** Notes what is about to be done; once, however often it is begun again. */
  note(entry: AuditEntry): Promise<void>;
}
