import type { ModelUsage } from '../domain/model-usage.ts';

/** What was asked of models, by day. */
export interface ModelUsageStore {
  /** Those of the rows that exist, in no order. */
  read(ids: readonly string[]): Promise<ModelUsage[]>;
  /** Adds to each row, making those that are new. Safe from several processes at once. */
  add(
    rows: ReadonlyArray<Pick<ModelUsage, '_id' | 'userId' | 'dayStartsAt'>>,
    used: { tokens: number; costMinorUnits: number | undefined },
  ): Promise<void>;
  /** Removes days that began before then; returns how many rows went. */
  sweep(beforeMs: number): Promise<number>;
}
