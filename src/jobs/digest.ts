import type { Cohort } from '../domain/cohort.ts';
import type { JobMessage } from '../domain/job-message.ts';
import type { ReplyPart } from '../domain/reply.ts';
import type { CohortStore } from '../ports/cohort-store.ts';
import type { Logger } from '../ports/logger.ts';
import type { SettingStore } from '../ports/setting-store.ts';
import type { StaffStore } from '../ports/staff-store.ts';
import { dayAfter, localDay, momentOf, weekdayOf } from './local-clock.ts';

const digestTime = '09:00';
const monday = 1;
/** Later than this it is left out: the next Monday comes. */
const lateMs = 7_200_000;
const settledName = 'digestSettledTo';

export interface DigestDeps {
  cohorts: Pick<CohortStore, 'all'>;
  settings: Pick<SettingStore, 'read' | 'write'>;
  staff: Pick<StaffStore, 'leaderOf'>;
  wordsFor(cohort: Cohort, nowMs: number): Promise<ReplyPart>;
  tell(message: JobMessage): Promise<void>;
  log: Logger;
}

/**
 * On Monday at nine, by the cohort's clock, each who leads it is told how it is. Run twice, on two machines or with a clock
 * that goes back, it says nothing twice: what is said is kept under person, cohort and day first.
 */
export async function digestDue(nowMs: number, deps: DigestDeps): Promise<number> {
  let said = 0;
  for (const cohort of await deps.cohorts.all()) {
    const slot = cohort.endedAt === undefined ? slotOf(cohort, nowMs) : undefined;
    if (slot === undefined) continue;
    const settledTo = await deps.settings.read('cohort', cohort._id, settledName);
    if (typeof settledTo === 'number' && settledTo >= slot) continue;
    if (nowMs > slot + lateMs)
      deps.log.warn({ cohort: cohort._id }, 'a weekly digest came too late and was left out');
    else if (cohort.memberPersonIds.length > 0) said += await tellLeaders(cohort, slot, nowMs, deps);
    // After it is kept: dying in between says nothing twice.
    await deps.settings.write('cohort', cohort._id, settledName, slot, nowMs);
  }
  return said;
}

/** Today's moment where it is Monday there and the hour has come. */
function slotOf({ timeZone, startsAt }: Cohort, nowMs: number): number | undefined {
  const today = localDay(nowMs, timeZone);
  if (weekdayOf(today) !== monday) return undefined;
  const slot = momentOf(today, digestTime, timeZone);
  // The first digest has a week to tell of.
  const first =
    startsAt === undefined ? 0 : momentOf(dayAfter(localDay(startsAt, timeZone), 7), '00:00', timeZone);
  return slot <= nowMs && slot >= first ? slot : undefined;
}

async function tellLeaders(cohort: Cohort, slot: number, nowMs: number, deps: DigestDeps): Promise<number> {
  const part = await deps.wordsFor(cohort, nowMs);
  let said = 0;
  for (const personId of cohort.facilitatorPersonIds) {
    const reach = (await deps.staff.leaderOf(personId))?.reach;
    if (!reach) continue;
    await deps.tell({
      key: `digest:${cohort._id}:${localDay(slot, cohort.timeZone)}:${personId}`,
      ...reach,
      personId,
      part: { ...part, audience: reach.thread.audience === 'channel' ? 'person' : 'thread' },
    });
    said += 1;
  }
  return said;
}
