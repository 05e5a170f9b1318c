import type { AdminChannel } from '../domain/admin.ts';
import { nobody } from '../domain/belonging.ts';
import type { JobMessage } from '../domain/job-message.ts';
import { channelPostOf } from '../domain/thread-ref.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';

export interface IncidentDeps {
  /** Where administrators read; without it the log alone tells. */
  channel: AdminChannel | undefined;
  tell(message: JobMessage): Promise<void>;
  clock: Clock;
  log: Logger;
}

export interface Incidents {
  /** Runs a job. Its first failure is told, those that follow are not, and neither is its end before it works again. */
  watch<Result>(job: string, work: () => Promise<Result>): Promise<Result>;
}

const hourMs = 3_600_000;

/**
 * Tells the administrators' channel of a job that fails, once for each incident, and when it works again. Several machines
 * whose job fails in the same hour tell it once between them. What an error says may hold what a person wrote, so only
 * its kind is told.
 */
export function createIncidents({ channel, tell, clock, log }: IncidentDeps): Incidents {
  /** By job, since when it fails. */
  const failing = new Map<string, number>();

  async function say(what: 'fails' | 'works', job: string, sinceMs: number, text: string): Promise<void> {
    if (!channel) return;
    const key = `incident:${job}:${Math.floor(sinceMs / hourMs)}:${what}`;
    try {
      await tell({
        key,
        thread: channelPostOf(channel.surface, channel.place, key),
        accountId: nobody,
        personId: nobody,
        part: { part: 'incident', audience: 'thread', agent: 'Director', text, buttons: [] },
      });
    } catch (error) {
      // The store is away, most likely, which is the incident.
      log.warn({ job, error }, 'an incident could not be told');
    }
  }

  return {
    watch: async (job, work) => {
      try {
        const result = await work();
        const sinceMs = failing.get(job);
        if (sinceMs !== undefined) {
          failing.delete(job);
          const minutes = Math.max(1, Math.round((clock.nowMs() - sinceMs) / 60_000));
          await say('works', job, sinceMs, `The job “${job}” works again, after ${minutes} min.`);
        }
        return result;
      } catch (error) {
        if (!failing.has(job)) {
          const sinceMs = clock.nowMs();
          failing.set(job, sinceMs);
          const kind = error instanceof Error ? error.name : 'an error';
          await say(
            'fails',
            job,
            sinceMs,
            `The job “${job}” fails (${kind}). It is tried again at its next turn; the log has more. I write here once more when it works.`,
          );
        }
        throw error;
      }
    },
  };
}
