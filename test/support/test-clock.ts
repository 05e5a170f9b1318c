import type { Clock } from '../../src/ports/clock.ts';

export interface TestClock extends Clock {
  /** Moves on, and ends every sleep that is then over. */
  advance(ms: number): void;
}

/**
 * A clock that stands still until a test moves it, or, `running`, goes with real time from where it was set. Only a
 * running one lets sleeps end by themselves.
 */
export function createTestClock(options: { startMs?: number; running?: boolean } = {}): TestClock {
  const { running = false } = options;
  let offsetMs = (options.startMs ?? Date.UTC(2026, 10, 24, 9)) - (running ? Date.now() : 0);
  const nowMs = () => offsetMs + (running ? Date.now() : 0);
  let sleepers: Array<{ atMs: number; wake(): void }> = [];
  const wakeThoseDue = () => {
    for (const sleeper of sleepers.filter((one) => one.atMs <= nowMs())) sleeper.wake();
  };
  return {
    nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        let timer: NodeJS.Timeout | undefined;
        const sleeper = { atMs: nowMs() + ms, wake };
        function wake(): void {
          clearTimeout(timer);
          signal?.removeEventListener('abort', wake);
          sleepers = sleepers.filter((other) => other !== sleeper);
          resolve();
        }
        sleepers.push(sleeper);
        signal?.addEventListener('abort', wake, { once: true });
        // Itself, whatever the clock says: a timer may end a millisecond early, and there is no other.
        if (running) timer = setTimeout(wake, ms);
      }),
    advance: (ms) => {
      offsetMs += ms;
      wakeThoseDue();
    },
  };
}
