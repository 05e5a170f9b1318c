import { createHash, randomBytes } from 'node:crypto';
import { DateTime } from 'luxon';
import { hookCallsPerMinute } from '../domain/funnel-hook.ts';
import type { Clock } from '../ports/clock.ts';
import type { FunnelHookStore } from '../ports/funnel-hook-store.ts';
import type { FunnelSnapshotStore } from '../ports/funnel-snapshot-store.ts';
import { type HabitDeps, habitsOf } from './habits-of.ts';
import { type HookProblem, readHookBody } from './read-hook-body.ts';

/** 192 bits: nobody guesses one. */
const tokenBytes = 24;
const minuteMs = 60_000;

/** What was handed in, and what came of it. Money in another currency than the person's is refused, never converted. */
export type HookAnswer =
  | { kind: 'unknown-hook' }
  /** More than the hook takes in a minute; in `waitMs` there is room again. */
  | { kind: 'too-many'; waitMs: number }
  | { kind: 'wrong'; problems: HookProblem[] }
  | { kind: 'kept'; period: string; snapshotDate: string; fields: string[]; warnings: string[] };

export interface HookDeps extends HabitDeps {
  hooks: FunnelHookStore;
  snapshots: FunnelSnapshotStore;
  clock: Clock;
}

/** A new token, and the id under which its hook is kept. */
export function newHookToken(): { token: string; id: string } {
  const token = randomBytes(tokenBytes).toString('base64url');
  return { token, id: hookIdOf(token) };
}

function hookIdOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** Takes numbers that another program hands in. The same period again changes that period's one snapshot. */
export async function takeHook(token: string, body: unknown, deps: HookDeps): Promise<HookAnswer> {
  const hook = await deps.hooks.find(hookIdOf(token));
  if (!hook) return { kind: 'unknown-hook' };
  const nowMs = deps.clock.nowMs();
  const minute = Math.floor(nowMs / minuteMs);
  if (!(await deps.hooks.takesCall(hook._id, minute, hookCallsPerMinute)))
    return { kind: 'too-many', waitMs: (minute + 1) * minuteMs - nowMs };
  const owner = await habitsOf(hook.userId, deps);
  const first = readHookBody(body, nowMs, owner.timeZone);
  if (first.kind === 'wrong') return first;
  let userId: string | undefined = hook.userId;
  const { email } = first.numbers;
  if (hook.organizationId !== undefined) {
    userId = email === undefined ? undefined : await deps.hooks.memberOf(hook.organizationId, email);
    if (userId === undefined)
      return wrong(
        'email',
        email ?? null,
        'the e-mail address of a member of the organization whose hook this is',
      );
  } else if (email !== undefined) {
    return wrong('email', email, 'nothing: this hook takes the numbers of one person');
  }
  const habits = userId === hook.userId ? owner : await habitsOf(userId, deps);
  // The week ends by the clock of whoever reports it.
  const reading = readHookBody(body, nowMs, habits.timeZone);
  if (reading.kind === 'wrong') return reading;
  const { period, values, currency, scoreKind, notes, warnings } = reading.numbers;
  if (currency !== undefined && habits.currency !== undefined && currency !== habits.currency)
    return wrong('currency', currency, `${habits.currency}, in which the other numbers are kept`);
  const snapshot = await deps.snapshots.keep(
    {
      userId,
      period,
      values,
      removed: [],
      derived: [],
      approximate: [],
      notes,
      currency: currency ?? habits.currency ?? 'GBP',
      ...(scoreKind === undefined ? {} : { scoreKind }),
      source: 'hook',
    },
    undefined,
    nowMs,
  );
  const date = DateTime.fromMillis(snapshot.snapshotDate, { zone: period.timeZone }).toISODate();
  return {
    kind: 'kept',
    period: period.key,
    snapshotDate: date ?? '',
    fields: Object.keys(values),
    warnings,
  };
}

function wrong(field: string, value: unknown, expected: string): HookAnswer {
  return { kind: 'wrong', problems: [{ field, value, expected }] };
}
