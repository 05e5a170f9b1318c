import { type ContactPlan, contactPlansTable } from '../../domain/contact-plan.ts';
import type { ContactPlanStore } from '../../ports/contact-plan-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

/** Weeks further back are asked about by nobody. */
const mostQuietWeeks = 12;

export function createMongoContactPlanStore(models: Pick<StoreModels, 'contactPlans'>): ContactPlanStore {
  const plans = storedTable(contactPlansTable, models.contactPlans);

  const wake: ContactPlanStore['wake'] = async (userId, nowMs, snoozedTo) => {
    await plans.update(
      { _id: idOf(userId) },
      {
        $set: {
          nextDueAt: nowMs,
          settledTo: { nudge: nowMs, numbers: nowMs },
          ...(snoozedTo === undefined ? {} : { snoozedTo }),
        },
      },
    );
  };

  return {
    get: (userId) => plans.first({ _id: idOf(userId) }),

    async open(plan) {
      const [isNew] = await plans.insertNew([plan]);
      if (!isNew) await wake(plan.userId, plan.nextDueAt);
    },

    wake,

    async active(userId, reach, atMs) {
      const where = reach.thread.audience === 'direct' ? 'direct' : 'elsewhere';
      await plans.update(
        { _id: idOf(userId), lastActiveAt: { $lt: atMs } },
        { $set: { lastActiveAt: atMs, [where]: reach } },
      );
    },

    async quietWeek(userId, week) {
      const plan = await plans.first({ _id: idOf(userId) });
      if (!plan || plan.quietWeeks.includes(week)) return;
      await plans.update(
        { _id: plan._id, quietWeeks: plan.quietWeeks },
        { $set: { quietWeeks: [...plan.quietWeeks, week].slice(-mostQuietWeeks) } },
      );
    },

    due: (nowMs, limit) =>
      plans.many({ nextDueAt: { $lte: nowMs } }, { sort: { nextDueAt: 1, _id: 1 }, limit }),

    advance: (read, { nextDueAt, settledTo, sent, snoozedTo, notBefore }) =>
      plans.claim(
        {
          _id: read._id,
          nextDueAt: read.nextDueAt,
          'settledTo.nudge': read.settledTo.nudge,
          'settledTo.numbers': read.settledTo.numbers,
        },
        {
          $set: {
            nextDueAt,
            settledTo,
            sent,
            ...(snoozedTo === undefined ? {} : { snoozedTo }),
            ...(notBefore === undefined ? {} : { notBefore }),
          },
          ...(snoozedTo === undefined ? { $unset: { snoozedTo: 1 } } : {}),
        },
      ),

    async settleStray(plan) {
      await plans.insertNew([{ ...plan, _id: idOf(plan.userId) }]);
      await plans.remove({ _id: plan._id });
    },
  };
}

function idOf(userId: string): ContactPlan['_id'] {
  return `plan:${userId}`;
}
