import { schedule } from 'node-cron';
import type { Logger } from '../../ports/logger.ts';

/** Calls `work` by a cron expression, in UTC; a run that fails is logged and the next one comes as planned. */
export function scheduleJob(
  name: string,
  cron: string,
  work: () => Promise<unknown>,
  log: Logger,
): { stop(): Promise<void> } {
  const task = schedule(
    cron,
    async () => {
      try {
        await work();
      } catch (error) {
        log.error({ job: name, error }, 'a job failed');
      }
    },
    { name, timezone: 'UTC', noOverlap: true },
  );
  return { stop: async () => void (await task.destroy()) };
}
