import { type PersonSettings, untilTheySaySo } from '../domain/person-settings.ts';
import { keepPersonSettings, readPersonSettings } from '../people/person-settings.ts';
import type { Turn } from './turn.ts';

/** Keeps choices about what we send unasked, and plans by them from now on. */
export async function keepContactChoices(
  chosen: { [Name in keyof PersonSettings]?: PersonSettings[Name] },
  turn: Turn,
): Promise<void> {
  const { settings, plans, clock } = turn.deps;
  const { userId, personId, accountId } = turn.person;
  const before = await readPersonSettings(userId, settings);
  const now = clock.nowMs();
  // Who chooses anew how often they want to hear from us wants to hear from us.
  const isAnew = chosen.nudges !== undefined && chosen.nudges !== before.nudges;
  const paused = isAnew && before.pausedUntil === untilTheySaySo ? { pausedUntil: undefined } : {};
  await keepPersonSettings(userId, { ...chosen, ...paused }, settings, now);
  const { thread, sentAtMs } = turn.incoming;
  await plans.open({
    _id: `plan:${userId}`,
    userId,
    personId,
    nextDueAt: now,
    settledTo: { nudge: now, numbers: now },
    sent: [],
    lastActiveAt: sentAtMs,
    [turn.inChannel ? 'elsewhere' : 'direct']: { thread, accountId },
    quietWeeks: [],
  });
}
