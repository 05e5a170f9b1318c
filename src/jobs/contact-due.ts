import type { ContactKind, ContactPlan, Reach } from '../domain/contact-plan.ts';
import type { JobMessage } from '../domain/job-message.ts';
import type { PersonSettings } from '../domain/person-settings.ts';
import type { ReplyPart } from '../domain/reply.ts';
import { readPersonSettings } from '../people/person-settings.ts';
import type { ContactPlanStore } from '../ports/contact-plan-store.ts';
import type { FunnelSnapshotStore } from '../ports/funnel-snapshot-store.ts';
import type { SettingStore } from '../ports/setting-store.ts';
import { type ContactState, decideContact } from './decide-contact.ts';
import { isQuiet, quietHoursOf } from './quiet-hours.ts';
import { spreadOf } from './spread.ts';

/** Read at once; more come at the next read. */
const readAtOnce = 200;
/** The clock looks each minute. */
const tickMs = 60_000;
/** Looked at side by side. */
const atOnce = 20;

export interface ContactDeps {
  plans: ContactPlanStore;
  settings: Pick<SettingStore, 'readAll'>;
  snapshots: Pick<FunnelSnapshotStore, 'newest'>;
  /** A person's zone, and whether it is known to be theirs. */
  zoneOf(plan: ContactPlan, settings: PersonSettings): Promise<{ timeZone: string; isTheirs: boolean }>;
  /** What is said: made when it is due, so that it is about what is still to do. */
  wordsFor(
    kind: ContactKind,
    to: { plan: ContactPlan; timeZone: string; slotAt: number },
  ): Promise<ReplyPart>;
  /** Until when their platform says that they are not to be disturbed; nothing where it does not. */
  notDisturbedUntil(reach: Reach, nowMs: number): Promise<number | undefined>;
  tell(message: JobMessage): Promise<void>;
  /** Says to those who lead somebody that they have answered none of the last ones. */
  tellOfSilence(plan: ContactPlan): Promise<void>;
  /** Says to those who run the program how many came too late to be sent. */
  tellOfLate(plans: readonly ContactPlan[], nowMs: number): Promise<void>;
}

/**
 * Writes to everybody for whom something is due, and plans them anew. Only those due are read. Run twice, on two
 * machines, or with a clock that goes back, nothing is said twice: what is said is kept under person and day first.
 */
export async function contactDue(
  nowMs: number,
  deps: ContactDeps,
  aheadMs = 0,
): Promise<{ sent: number; skipped: number }> {
  const count = { sent: 0, skipped: 0 };
  const late: ContactPlan[] = [];
  for (;;) {
    const due = await deps.plans.due(nowMs + aheadMs, readAtOnce);
    let moved = 0;
    for (let first = 0; first < due.length; first += atOnce) {
      const those = await Promise.all(
        due.slice(first, first + atOnce).map((plan) => contactOne(plan, nowMs, deps)),
      );
      for (const [index, { hasMoved, sent, skipped }] of those.entries()) {
        if (hasMoved) moved += 1;
        count.sent += sent;
        count.skipped += skipped;
        const plan = due[first + index];
        if (skipped > 0 && plan) late.push(plan);
      }
    }
    if (due.length < readAtOnce || moved === 0) break;
  }
  if (late.length > 0) await deps.tellOfLate(late, nowMs);
  return count;
}

async function contactOne(
  plan: ContactPlan,
  nowMs: number,
  deps: ContactDeps,
): Promise<{ hasMoved: boolean; sent: number; skipped: number }> {
  if (plan._id !== `plan:${plan.userId}`) {
    await deps.plans.settleStray(plan);
    return { hasMoved: true, sent: 0, skipped: 0 };
  }
  const state = await stateOf(plan, deps);
  let decision = decideContact(state, nowMs);
  const reach = plan.direct ?? plan.elsewhere;
  if (decision.send && reach) {
    const notBefore = await deps.notDisturbedUntil(reach, nowMs);
    if (notBefore !== undefined && notBefore > nowMs) decision = decideContact(state, nowMs, notBefore);
  }
  const { send } = decision;
  const part =
    send && reach
      ? await deps.wordsFor(send.kind, { plan, timeZone: state.quiet.timeZone, slotAt: send.slotAt })
      : undefined;
  if (send && reach && part) {
    await deps.tell({
      key: `${send.kind}:${plan.userId}:${send.day}`,
      thread: reach.thread,
      accountId: reach.accountId,
      personId: plan.personId,
      part: { ...part, audience: reach.thread.audience === 'channel' ? 'person' : 'thread' },
    });
  }
  if (decision.isSilent) await deps.tellOfSilence(plan);
  // After it is kept: dying in between says nothing twice, for the key is known then.
  const next = { ...decision.plan, nextDueAt: spread(decision.plan, state) };
  if (send && !part) next.sent = plan.sent;
  const hasMoved = await deps.plans.advance(plan, next);
  // Of two processes the one that moves the plan counts it.
  return { hasMoved, sent: hasMoved && part ? 1 : 0, skipped: hasMoved ? decision.skipped : 0 };
}

/** Some moments later, so that a cohort is not written to in one; never into quiet hours. */
function spread({ userId, nextDueAt }: ContactPlan, { quiet }: ContactState): number {
  const at = nextDueAt + spreadOf(userId);
  return at > Number.MAX_SAFE_INTEGER || isQuiet(at + tickMs, quiet) ? nextDueAt : at;
}

async function stateOf(plan: ContactPlan, deps: ContactDeps): Promise<ContactState> {
  const [settings, [newest]] = await Promise.all([
    readPersonSettings(plan.userId, deps.settings),
    deps.snapshots.newest(plan.userId, 1),
  ]);
  const { timeZone, isTheirs } = await deps.zoneOf(plan, settings);
  return {
    plan,
    settings,
    quiet: quietHoursOf(settings, timeZone, isTheirs),
    numbersAt: newest?.lastUpdatedAt ?? newest?.snapshotDate,
  };
}
