import type { Clock } from '../../ports/clock.ts';

/** Real time. Leases and model time-outs always keep it. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  // Not node:timers/promises: it makes an exception of every wait that is cut short, and most are.
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener('abort', end, { once: true });
    }),
};
