import type { Cohort } from '../domain/cohort.ts';
import type { Surface } from '../domain/thread-ref.ts';

/** What may be changed of a cohort; `undefined` takes a field away. Members come and go by `join` and `leave`. */
export type CohortChanges = {
  [Field in 'name' | 'facilitatorPersonIds' | 'places' | 'timeZone' | 'startsAt' | 'code' | 'endedAt']?:
    | Cohort[Field]
    | undefined;
};

/** Who takes the course together. Lists hold the newest first, at most a hundred. */
export interface CohortStore {
  /** Keeps it where its id is new, and returns what is kept under it. */
  create(cohort: Cohort): Promise<Cohort>;
  get(id: string): Promise<Cohort | undefined>;
  /** All there are, also those that are over. */
  all(): Promise<Cohort[]>;
  /** Those that somebody leads, also those that are over. */
  ledBy(personId: string): Promise<Cohort[]>;
  /** Those running that somebody is a member of. */
  ofMember(personId: string): Promise<Cohort[]>;
  /** The running cohort that meets in that channel. */
  inPlace(surface: Surface, place: string): Promise<Cohort | undefined>;
  /** The running cohort that this code opens. */
  byCode(code: string): Promise<Cohort | undefined>;
  /**
   * Changes it by what it is at that moment, as often as others change it in between; an empty change is none. Returns
   * it as it is then; undefined where it is gone.
   */
  change(id: string, changesOf: (cohort: Cohort) => CohortChanges): Promise<Cohort | undefined>;
  /**
   * Makes somebody a member of a running cohort; `untold` where they did not ask for it and are still to be told. False
   * where they are one, or it is over or gone.
   */
  join(id: string, personId: string, how?: 'by themselves' | 'untold'): Promise<boolean>;
  /** They have been told that they are in it. */
  told(id: string, personId: string): Promise<void>;
  /** Takes a member out; they are not brought back by writing in a channel. False where they were none. */
  leave(id: string, personId: string): Promise<boolean>;
}
