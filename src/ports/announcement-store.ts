import type { Announcement } from '../domain/announcement.ts';

/** What may be changed of an announcement; `undefined` takes a field away. */
export type AnnouncementChanges = {
  [Field in
    | 'moduleNumber'
    | 'text'
    | 'recordingUrl'
    | 'role'
    | 'dueAt'
    | 'state'
    | 'posts'
    | 'edition'
    | 'reach']?: Announcement[Field] | undefined;
};

/** What is posted to cohorts. */
export interface AnnouncementStore {
  /** Keeps it where its id is new, and returns what is kept under it. */
  create(announcement: Announcement): Promise<Announcement>;
  get(id: string): Promise<Announcement | undefined>;
  /** Changes it where it is in this state; true for one of several who try, if the change leaves that state. */
  change(id: string, from: Announcement['state'], changes: AnnouncementChanges): Promise<boolean>;
  /** Those scheduled up to then, the earliest first. */
  due(nowMs: number, limit: number): Promise<Announcement[]>;
  /** Those being posted or changed. */
  underWay(limit: number): Promise<Announcement[]>;
  /** Those of a cohort in these states, by their time. */
  ofCohort(cohortId: string, states: readonly Announcement['state'][]): Promise<Announcement[]>;
}
