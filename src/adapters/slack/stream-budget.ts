import type { Clock } from '../../ports/clock.ts';

/** `chat.stopStream` takes about 20 a minute and workspace: above this many, messages grow by edits instead. */
const streamsAMinute = 15;
const minuteMs = 60_000;
/** Where Slack refuses streams (an older plan, a missing scope), they are tried again after this long. */
const refusedMs = 10 * minuteMs;

/** Whether another message may grow as a stream, by workspace. */
export function createStreamBudget(clock: Clock) {
  const begun = new Map<string, number[]>();
  const refusedUntil = new Map<string, number>();
  return {
    take(teamId: string): boolean {
      const now = clock.nowMs();
      if ((refusedUntil.get(teamId) ?? 0) > now) return false;
      const recent = (begun.get(teamId) ?? []).filter((at) => at > now - minuteMs);
      const mayBegin = recent.length < streamsAMinute;
      begun.set(teamId, mayBegin ? [...recent, now] : recent);
      return mayBegin;
    },
    refused(teamId: string): void {
      refusedUntil.set(teamId, clock.nowMs() + refusedMs);
    },
  };
}
