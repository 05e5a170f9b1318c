import { costMinorUnits, type ModelPrice } from '../domain/model-price.ts';
import type { Budget, BudgetOwner, Budgets, ModelUsage, SpentBudget } from '../domain/model-usage.ts';
import type { Clock } from '../ports/clock.ts';
import type { LanguageModel } from '../ports/language-model.ts';
import type { Logger } from '../ports/logger.ts';
import type { ModelUsageStore } from '../ports/model-usage-store.ts';

/** Somebody who asks, as far as budgets go. */
interface Asker {
  userId: string;
  personId: string;
}

export interface BudgetDeps {
  budgets: Budgets;
  usage: ModelUsageStore;
  /** The organization of a person; asked only where organizations have a budget. */
  organizationOf(userId: string): Promise<string | undefined>;
  prices: readonly ModelPrice[];
  clock: Clock;
  log: Logger;
}

const dayMs = 86_400_000;

/**
 * The model as somebody may use it now, which counts what they ask; or which budget is used up. What is under way when a
 * budget ends is finished: half an answer would cost as much and help nobody.
 */
export async function modelWithin(
  model: LanguageModel,
  asker: Asker,
  deps: BudgetDeps,
): Promise<{ model: LanguageModel } | { spent: SpentBudget }> {
  const dayStartsAt = Math.floor(deps.clock.nowMs() / dayMs) * dayMs;
  const rows = await rowsOf(asker, dayStartsAt, deps);
  const used = new Map((await deps.usage.read(rows.map(({ _id }) => _id))).map((row) => [row._id, row]));
  const spent = rows.find(({ _id, budget }) => isSpent(budget, used.get(_id)));
  if (spent) return { spent: { whose: spent.whose, againAtMs: dayStartsAt + dayMs } };
  const counted = rows.map(({ _id, userId }) => ({
    _id,
    dayStartsAt,
    ...(userId === undefined ? {} : { userId }),
  }));
  return { model: counting(model, counted, deps) };
}

interface BudgetRow {
  whose: BudgetOwner;
  budget: Budget;
  _id: string;
  userId: string | undefined;
}

/** The widest first: when all is spent, nobody's own share matters. */
async function rowsOf(asker: Asker, dayStartsAt: number, deps: BudgetDeps): Promise<BudgetRow[]> {
  const { total, organization, person } = deps.budgets;
  const day = new Date(dayStartsAt).toISOString().slice(0, 10);
  const organizationId = organization ? await deps.organizationOf(asker.userId) : undefined;
  const { userId } = asker;
  return [
    ...(total
      ? [{ whose: 'total' as const, budget: total, _id: `total:all:${day}`, userId: undefined }]
      : []),
    ...(organization && organizationId !== undefined
      ? [
          {
            whose: 'organization' as const,
            budget: organization,
            _id: `organization:${organizationId}:${day}`,
            userId: undefined,
          },
        ]
      : []),
    ...(person ? [{ whose: 'person' as const, budget: person, _id: `person:${userId}:${day}`, userId }] : []),
  ];
}

function isSpent(budget: Budget, used: ModelUsage | undefined): boolean {
  if (!used) return false;
  return (
    (budget.tokens !== undefined && used.tokens >= budget.tokens) ||
    (budget.costMinorUnits !== undefined && (used.costMinorUnits ?? 0) >= budget.costMinorUnits)
  );
}

function counting(
  model: LanguageModel,
  rows: ReadonlyArray<Pick<ModelUsage, '_id' | 'userId' | 'dayStartsAt'>>,
  { usage, prices, log }: BudgetDeps,
): LanguageModel {
  return {
    name: model.name,
    complete: async (request, signal) => {
      const completion = await model.complete(request, signal);
      if (completion.kind === 'answered') {
        const { inputTokens, outputTokens } = completion.usage;
        const costs = costMinorUnits(prices, completion.model, completion.usage);
        // An answer that is there is not lost for what it cost.
        await usage
          .add(rows, { tokens: inputTokens + outputTokens, costMinorUnits: costs })
          .catch((error: unknown) => log.warn({ error }, 'what was asked of the model was not counted'));
      }
      return completion;
    },
  };
}
