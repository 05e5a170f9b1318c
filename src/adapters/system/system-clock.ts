import { setTimeout as timeout } from 'node:timers/promises';
import type { Clock } from '../../ports/clock.ts';

/** Real time. Leases and model time-outs always keep it. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await timeout(ms, undefined, signal ? { signal } : {});
    } catch {
      // Aborted: the wait is over.
    }
  },
};
