import { z } from 'zod';
import { defineTable } from './table.ts';

/** What somebody, an organization or everybody asked of models on one day (UTC). */
export const modelUsageSchema = z.strictObject({
  /** `<whose>:<id>:<day>`, such as `person:u1:2026-12-01`. */
  _id: z.string(),
  /** `users._id`, of a person's own row. */
  userId: z.string().optional(),
  /** First millisecond of the day. */
  dayStartsAt: z.number(),
  /** Read and written, as providers counted them. */
  tokens: z.number(),
  /** Hundredths of the currency of the prices; absent while no model with a price was asked. */
  costMinorUnits: z.number().optional(),
});
export type ModelUsage = z.infer<typeof modelUsageSchema>;

export const modelUsageTable = defineTable({
  name: 'modelUsage',
  purpose: 'What was asked of models on each day, kept where a budget is set.',
  schema: modelUsageSchema,
  indexes: [
    { name: 'by_user', keys: { userId: 1 } },
    { name: 'by_day', keys: { dayStartsAt: 1 } },
  ],
});

/** Whose budget. */
export type BudgetOwner = 'person' | 'organization' | 'total';

/** At most so much a day; absent: as much as they like. */
export interface Budget {
  tokens?: number;
  /** In hundredths of the currency of the prices. */
  costMinorUnits?: number;
}
export type Budgets = Partial<Record<BudgetOwner, Budget>>;

/** A budget that is used up until then. */
export interface SpentBudget {
  whose: BudgetOwner;
  againAtMs: number;
}
