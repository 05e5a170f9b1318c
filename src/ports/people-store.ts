import type { Account } from '../domain/account.ts';
import type { Author } from '../domain/incoming.ts';
import type { Person } from '../domain/person.ts';
import type { Surface } from '../domain/thread-ref.ts';
import type { OnboardingStatus } from '../domain/user.ts';

/** Whom the program talks to: one person, whatever account they write from. */
export interface KnownPerson {
  personId: string;
  userId: string;
  accountId: string;
  name: string;
  /** Where they are and how they write dates, as their platform tells; absent where it does not. */
  timeZone?: string;
  locale?: string;
}

export interface PeopleStore {
  /**
   * The person of an account. On first contact the user, the person and the account are made, under ids that follow
   * from the account, so that two first messages at once, or a crash in between, make one of each. Later, what has
   * changed on the platform (a name, an address, a picture) is taken over, except where the person's own row says
   * something else meanwhile.
   */
  recognise(author: Author, nowMs: number): Promise<KnownPerson>;
  /** The user behind an account; undefined for somebody who has not written yet. Makes nothing. */
  userIdOf(surface: Surface, accountId: string): Promise<string | undefined>;
  ofUser(userId: string): Promise<Person | undefined>;
  /** The users behind these persons, in no order; those who have none are left out. */
  userIdsOf(personIds: readonly string[]): Promise<string[]>;
  /** The zone that a platform tells of the user: of several, the one of the account that wrote first. */
  toldTimeZone(userId: string): Promise<string | undefined>;
  /** From the oldest on. */
  accountsOf(personId: string): Promise<Account[]>;
  /** What the person is called from now on, whatever their platforms say. */
  rename(personId: string, name: string): Promise<void>;
  /**
   * Gives an account to a new person of its own, whose ids follow from the event. Nothing else moves. False where it is
   * not that person's, or their only one.
   */
  unlink(accountRowId: string, personId: string, eventId: string): Promise<boolean>;
  /** Keeps how far a user has come (`users.onboardingStatus`). */
  noteOnboarding(userId: string, status: OnboardingStatus): Promise<void>;
}
