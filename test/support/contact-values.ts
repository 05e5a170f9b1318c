import type { ContactPlan } from '../../src/domain/contact-plan.ts';
import type { ContactPlanStore } from '../../src/ports/contact-plan-store.ts';

/** The plan of somebody who chose at that moment, in a direct message. */
export function planOf(userId: string, atMs: number, values: Partial<ContactPlan> = {}): ContactPlan {
  return {
    _id: `plan:${userId}`,
    userId,
    personId: `p-${userId}`,
    nextDueAt: atMs,
    settledTo: { nudge: atMs, numbers: atMs },
    sent: [],
    lastActiveAt: atMs,
    direct: {
      thread: { surface: 'playground', place: `dm:${userId}`, root: 'r', audience: 'direct' },
      accountId: userId,
    },
    quietWeeks: [],
    ...values,
  };
}

/** Plans in memory, for the simulation of many weeks: the store itself is tested where it lives. */
export function plansInMemory(rows: Map<string, ContactPlan>): ContactPlanStore {
  const change = async (userId: string, values: Partial<ContactPlan>) => {
    const plan = rows.get(userId);
    if (plan) rows.set(userId, { ...plan, ...values });
  };
  return {
    get: async (userId) => rows.get(userId),
    open: async (plan) => void rows.set(plan.userId, plan),
    wake: (userId, nowMs, snoozedTo) =>
      change(userId, {
        nextDueAt: nowMs,
        settledTo: { nudge: nowMs, numbers: nowMs },
        ...(snoozedTo === undefined ? {} : { snoozedTo }),
      }),
    active: (userId, direct, atMs) => change(userId, { lastActiveAt: atMs, direct }),
    quietWeek: async () => {},
    due: async (nowMs, limit) =>
      [...rows.values()]
        .filter(({ nextDueAt }) => nextDueAt <= nowMs)
        .sort((one, other) => one.nextDueAt - other.nextDueAt)
        .slice(0, limit),
    advance: async (read, next) => {
      if (rows.get(read.userId)?.nextDueAt !== read.nextDueAt) return false;
      rows.set(read.userId, next);
      return true;
    },
    settleStray: async () => {},
  };
}
