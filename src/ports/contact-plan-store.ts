import type { ContactPlan, Reach } from '../domain/contact-plan.ts';

/** When who is looked at for something unasked. A person has one plan, from the day on which they chose to be written to. */
export interface ContactPlanStore {
  get(userId: string): Promise<ContactPlan | undefined>;
  /** Keeps a new plan; where there is one already, only wakes it. */
  open(plan: ContactPlan): Promise<void>;
  /**
   * Their choices have changed: they are looked at at once, and what lies before that time is settled. `snoozedTo` puts
   * the next nudge there.
   */
  wake(userId: string, nowMs: number, snoozedTo?: number): Promise<void>;
  /** They have done something. Nothing for whom there is no plan; an older moment changes nothing. */
  active(userId: string, reach: Reach, atMs: number): Promise<void>;
  /** They called that week quiet. */
  quietWeek(userId: string, week: string): Promise<void>;
  /** Due by then, the earliest first, at most `limit`. */
  due(nowMs: number, limit: number): Promise<ContactPlan[]>;
  /** Puts the plan in place of what was read. False where it has changed since: then nothing is written. */
  advance(read: ContactPlan, next: ContactPlan): Promise<boolean>;
  /** A plan that stands under another person's id, after two have become one: they are one again. */
  settleStray(plan: ContactPlan): Promise<void>;
}
