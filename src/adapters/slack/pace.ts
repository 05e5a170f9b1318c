import type { Clock } from '../../ports/clock.ts';

/** Slack takes about one message a second in a channel, and short bursts (docs.slack.dev, rate limits). */
const everyMs = 1_000;
const burst = 4;
/** A turn further off is not waited for: a delivery must end before the deliverer's claim on it does. */
const longestWaitMs = 5_000;

/**
 * Makes each message of a channel wait its turn, so that Slack need not refuse it. Resolves with undefined when it has
 * come, or at once with how far off it is where that is too long.
 */
export function createPace(clock: Clock): (channel: string) => Promise<number | undefined> {
  const nextAtMs = new Map<string, number>();
  return async (channel) => {
    const now = clock.nowMs();
    const turn = Math.max(nextAtMs.get(channel) ?? 0, now - burst * everyMs);
    if (turn - now > longestWaitMs) return turn - now;
    nextAtMs.set(channel, turn + everyMs);
    // Channels that are quiet again need not be remembered.
    if (nextAtMs.size > 10_000) {
      for (const [quiet, at] of nextAtMs) if (at < now - burst * everyMs) nextAtMs.delete(quiet);
    }
    if (turn > now) await clock.sleep(turn - now);
    return undefined;
  };
}
