import type { Clock } from '../../ports/clock.ts';

/** Slack takes about one message a second in a channel, and short bursts (docs.slack.dev, rate limits). */
const everyMs = 1_000;
const burst = 4;

/** Makes each message of a channel wait its turn, so that Slack need not refuse it. */
export function createPace(clock: Clock): (channel: string) => Promise<void> {
  const nextAtMs = new Map<string, number>();
  return async (channel) => {
    const now = clock.nowMs();
    const turn = Math.max(nextAtMs.get(channel) ?? 0, now - burst * everyMs);
    nextAtMs.set(channel, turn + everyMs);
    // Channels that are quiet again need not be remembered.
    if (nextAtMs.size > 10_000) {
      for (const [quiet, at] of nextAtMs) if (at < now - burst * everyMs) nextAtMs.delete(quiet);
    }
    if (turn > now) await clock.sleep(turn - now);
  };
}
