import type { FunnelMedian } from '../domain/funnel-median.ts';

/** The middles of the weeks. */
export interface FunnelMedianStore {
  /** Those of the rows that exist, in no order. */
  read(ids: readonly string[]): Promise<FunnelMedian[]>;
  /** Each in the place of the one with its id. */
  put(rows: readonly FunnelMedian[]): Promise<void>;
  /** Removes what was counted before then; returns how many went. */
  sweep(countedBeforeMs: number): Promise<number>;
}
