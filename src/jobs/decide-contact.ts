import type { ContactKind, ContactPlan } from '../domain/contact-plan.ts';
import {
  numbersByDefault,
  type PersonSettings,
  wantsNudges,
  wantsRequests,
  weekdays,
} from '../domain/person-settings.ts';
import { dayAfter, daysBetween, type LocalDay, localDay, momentOf, weekdayOf } from './local-clock.ts';
import { firstPermitted, isQuiet, type QuietHours } from './quiet-hours.ts';

const hourMs = 3_600_000;
/** What is later than that is of no use any more. */
const latestMs = 2 * hourMs;
/** The clock looks each minute. */
const tickMs = 60_000;
/** Nobody is nudged who was here within a day. */
const restMs = 24 * hourMs;
/** All kinds together, on any seven days. */
const mostAWeek = 3;
/** After so many that nobody answered there is one a fortnight … */
const thenFortnightly = 2;
/** … and after so many none, until they come back. */
const thenNone = 4;
/** One that waited a day for its hour is followed thirteen days later. */
const fortnightDays = 13;
/** A person's appointments are looked for so many days ahead. */
const aheadDays = 15;
/** Appointments missed before that are not told one by one. */
const behindDays = 35;
/** Numbers given so shortly before are those that would be asked for. */
const freshMs = 72 * hourMs;
/** Nudges come on these days, at this time. Numbers are asked for on Mondays. */
const nudgeDays = { Weekly: ['Wednesday'], 'Twice a week': ['Tuesday', 'Thursday'] } as const;
const nudgeTime = '09:00';

export interface ContactState {
  plan: ContactPlan;
  settings: PersonSettings;
  quiet: QuietHours;
  /** When they last kept numbers. */
  numbersAt: number | undefined;
}

/** What is due to somebody, and what their plan is afterwards. */
export interface ContactDecision {
  send: { kind: ContactKind; slotAt: number; day: LocalDay } | undefined;
  /** How many came too late and are left out. */
  skipped: number;
  /** They have answered none of the last four: their facilitator is told. */
  isSilent: boolean;
  plan: ContactPlan;
}

/**
 * Decides from the time, the person's zone and choices, and what they were sent: the same for whoever asks, and nothing
 * that is settled comes again, also where a clock goes back. What would be said now waits until `heldUntilMs`, where their
 * platform says so. Source of the rules: course-facts §6.2, docs/clock.md.
 */
export function decideContact(state: ContactState, nowMs: number, heldUntilMs = 0): ContactDecision {
  const { settings, quiet } = state;
  const plan = { ...state.plan, settledTo: { ...state.plan.settledTo } };
  const pausedUntil = settings.pausedUntil ?? 0;
  const decision: ContactDecision = { send: undefined, skipped: 0, isSilent: false, plan };
  if (pausedUntil > nowMs) {
    plan.nextDueAt = pausedUntil;
    return decision;
  }
  const dues: number[] = [];
  // Numbers first: who is asked for them today is nudged on another day.
  for (const kind of ['numbers', 'nudge'] as const) {
    const slots = slotsOf(kind, { ...state, plan }, Math.max(plan.settledTo[kind], pausedUntil - 1), nowMs);
    for (const [index, slot] of slots.entries()) {
      const following = slots[index + 1] ?? Number.POSITIVE_INFINITY;
      let verdict = judge(kind, slot, following, { ...state, plan }, nowMs);
      if (verdict.kind === 'send' && heldUntilMs > nowMs) {
        // Only what would be said now is not late by it.
        plan.notBefore = heldUntilMs;
        verdict = { kind: 'wait', untilMs: heldUntilMs };
      }
      if (verdict.kind === 'wait') {
        dues.push(verdict.untilMs);
        break;
      }
      plan.settledTo[kind] = Math.max(plan.settledTo[kind], slot);
      if (slot === plan.snoozedTo) delete plan.snoozedTo;
      if (verdict.kind === 'late') decision.skipped += 1;
      if (verdict.kind === 'silent') decision.isSilent = true;
      if (verdict.kind === 'send') {
        decision.send = { kind, slotAt: slot, day: localDay(slot, quiet.timeZone) };
        const sent = { kind, at: nowMs, activeAt: plan.lastActiveAt };
        plan.sent = [...plan.sent, sent].slice(-10);
      }
    }
  }
  plan.nextDueAt = Math.min(...dues, Number.MAX_SAFE_INTEGER);
  return decision;
}

type Verdict = { kind: 'send' | 'late' | 'silent' | 'unwanted' } | { kind: 'wait'; untilMs: number };

/** What becomes of one appointment. */
function judge(kind: ContactKind, slot: number, next: number, state: ContactState, nowMs: number): Verdict {
  if (slot > nowMs) return { kind: 'wait', untilMs: slot };
  const { quiet, numbersAt } = state;
  const ignored = ignoredOf(state);
  if (ignored >= thenNone) return { kind: 'silent' };
  if (kind === 'numbers' && (ignored >= thenFortnightly || (numbersAt ?? 0) >= slot - freshMs))
    return { kind: 'unwanted' };
  if (kind === 'nudge' && ignored >= thenFortnightly && isWithinFortnight(slot, state))
    return { kind: 'unwanted' };
  const permittedAt = permitted(kind, slot, state);
  // By then the next one is as near: this one is not wanted any more.
  if (permittedAt >= next) return { kind: 'unwanted' };
  if (permittedAt > nowMs) return { kind: 'wait', untilMs: permittedAt };
  if (nowMs > permittedAt + latestMs) return { kind: 'late' };
  if (isQuiet(nowMs, quiet)) return { kind: 'wait', untilMs: firstPermitted(nowMs, quiet) };
  return { kind: 'send' };
}

/** The first minute at which it may be said. */
function permitted(kind: ContactKind, slot: number, { plan, quiet }: ContactState): number {
  const restedAt = kind === 'nudge' ? plan.lastActiveAt + restMs : 0;
  const begin = Math.max(slot, restedAt, plan.notBefore ?? 0);
  // With a tick to spare: the last seconds before quiet hours are over when the clock looks.
  let at = firstPermitted(isQuiet(begin + tickMs, quiet) ? begin + tickMs : begin, quiet);
  for (let steps = 0; steps < 14; steps += 1) {
    const day = localDay(at, quiet.timeZone);
    const days = plan.sent.map((one) => daysBetween(localDay(one.at, quiet.timeZone), day));
    const isFull = days.some((ago) => ago <= 0) || days.filter((ago) => ago < 7).length >= mostAWeek;
    if (!isFull) return at;
    at = firstPermitted(momentOf(dayAfter(day), nudgeTime, quiet.timeZone), quiet);
  }
  return at;
}

/** How many nudges (or, without those, requests) they have not answered by doing anything at all. */
function ignoredOf({ plan: { sent, lastActiveAt }, settings }: ContactState): number {
  const counted = wantsNudges(settings) ? 'nudge' : 'numbers';
  return sent.filter(({ kind, activeAt }) => kind === counted && activeAt >= lastActiveAt).length;
}

function isWithinFortnight(slot: number, { plan, quiet }: ContactState): boolean {
  const last = plan.sent.findLast(({ kind }) => kind === 'nudge');
  if (!last || slot === plan.snoozedTo) return false;
  return daysBetween(localDay(last.at, quiet.timeZone), localDay(slot, quiet.timeZone)) < fortnightDays;
}

/** Appointments after `afterMs`, the earliest first, up to the first one that is still to come. */
function slotsOf(kind: ContactKind, state: ContactState, afterMs: number, nowMs: number): number[] {
  const { settings, quiet, plan } = state;
  const wanted = kind === 'nudge' ? wantsNudges(settings) : wantsRequests(settings);
  const days: readonly string[] =
    kind === 'numbers'
      ? [settings.numbersDay ?? numbersByDefault.numbersDay]
      : nudgeDays[settings.nudges === 'Twice a week' ? 'Twice a week' : 'Weekly'];
  const time = kind === 'numbers' ? (settings.numbersTime ?? numbersByDefault.numbersTime) : nudgeTime;
  const slots: number[] = [];
  const today = localDay(nowMs, quiet.timeZone);
  const from = daysBetween(localDay(afterMs, quiet.timeZone), today);
  for (let ahead = -Math.min(Math.max(from, 0), behindDays); wanted && ahead <= aheadDays; ahead += 1) {
    const day = dayAfter(today, ahead);
    if (!days.includes(weekdays[weekdayOf(day) - 1] ?? '')) continue;
    const slot = momentOf(day, time, quiet.timeZone);
    if (slot > afterMs) slots.push(slot);
    if (slot > nowMs) break;
  }
  const { snoozedTo } = plan;
  if (kind === 'nudge' && snoozedTo !== undefined && snoozedTo > afterMs) slots.push(snoozedTo);
  slots.sort((one, other) => one - other);
  const next = slots.findIndex((slot) => slot > nowMs);
  return next < 0 ? slots : slots.slice(0, next + 1);
}
