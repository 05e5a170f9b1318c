import type { AuditEntry } from '../domain/audit-entry.ts';
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

/** Who leads the course, and the lines that tell who changed what (`audit`). */
export interface StaffStore {
  /** Undefined for somebody who has not written yet. */
  standingOf(surface: Surface, accountId: string): Promise<Standing | undefined>;
  /** Who is called so on that surface, by the id of their account or its display name; of Slack, in that workspace. */
  named(surface: Surface, workspace: string | undefined, name: string): Promise<Standing[]>;
  byPerson(personId: string): Promise<Pick<Standing, 'name' | 'role'> | undefined>;
  setRole(personId: string, role: string): Promise<void>;
  /** Notes what is about to be done; once, however often it is begun again. */
  note(entry: AuditEntry): Promise<void>;
}
