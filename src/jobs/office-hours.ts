import type { ContactPlan } from '../domain/contact-plan.ts';
import type { JobMessage } from '../domain/job-message.ts';
import type { OfficeHour, OfficeHourGuest } from '../domain/office-hour.ts';
import type { PersonSettings } from '../domain/person-settings.ts';
import type { ReplyPart } from '../domain/reply.ts';
import type { OfficeHourStore } from '../ports/office-hour-store.ts';
import { isQuiet, quietHoursOf } from './quiet-hours.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Nearer than this the reminder of a day before says nothing that the one of an hour before does not. */
const dayIsOverMs = 3 * hourMs;
const readAtOnce = 50;

/** What is said about a live hour, unasked. */
export type OfficeHourNews = 'day' | 'hour' | 'cancelled' | 'questions';

export interface OfficeHourDeps {
  officeHours: Pick<OfficeHourStore, 'due' | 'guests' | 'change'>;
  settingsOf(userId: string): Promise<PersonSettings>;
  zoneOf(
    plan: Pick<ContactPlan, 'personId'>,
    settings: PersonSettings,
  ): Promise<{ timeZone: string; isTheirs: boolean }>;
  wordsFor(
    news: OfficeHourNews,
    hour: OfficeHour,
    timeZone: string,
    guests: readonly OfficeHourGuest[],
  ): ReplyPart;
  tell(message: JobMessage): Promise<void>;
}

/**
 * Reminds those who said that they come, a day and an hour before, and nobody else; gives its author the questions with the
 * second. Whoever wants to hear nothing unasked is not reminded; in quiet hours only the second one comes, for they have
 * chosen that hour themselves. Run twice, or on two machines, each is said once.
 */
export async function officeHoursDue(nowMs: number, deps: OfficeHourDeps): Promise<void> {
  for (const hour of await deps.officeHours.due(nowMs + dayMs, nowMs, readAtOnce)) {
    const guests = await deps.officeHours.guests(hour._id);
    const left = hour.startsAt - nowMs;
    if (hour.state === 'cancelling') {
      await tellAll('cancelled', hour, guests, nowMs, deps);
      await deps.officeHours.change(hour, { state: 'cancelled' });
    } else if (left <= hourMs) {
      await tellAll('hour', hour, guests, nowMs, deps);
      await tellAuthor(hour, guests, deps);
      await deps.officeHours.change(hour, { reminded: 'hour' });
    } else if (hour.reminded === 'none' && left > dayIsOverMs) {
      await tellAll('day', hour, guests, nowMs, deps);
      await deps.officeHours.change(hour, { reminded: 'day' });
    }
  }
}

async function tellAll(
  news: Exclude<OfficeHourNews, 'questions'>,
  hour: OfficeHour,
  guests: readonly OfficeHourGuest[],
  nowMs: number,
  deps: OfficeHourDeps,
): Promise<void> {
  for (const { personId, userId, reach } of guests.filter(({ isGoing }) => isGoing)) {
    const settings = await deps.settingsOf(userId);
    const { timeZone, isTheirs } = await deps.zoneOf({ personId }, settings);
    // That it does not take place is told to everybody who would come.
    if (news !== 'cancelled' && (settings.pausedUntil ?? 0) > nowMs) continue;
    if (news === 'day' && isQuiet(nowMs, quietHoursOf(settings, timeZone, isTheirs))) continue;
    const part = deps.wordsFor(news, hour, timeZone, guests);
    const audience = reach.thread.audience === 'channel' ? 'person' : 'thread';
    await deps.tell({
      key: `office-hour:${hour._id}:${news}:${personId}`,
      ...reach,
      personId,
      part: { ...part, audience },
    });
  }
}

async function tellAuthor(
  hour: OfficeHour,
  guests: readonly OfficeHourGuest[],
  deps: OfficeHourDeps,
): Promise<void> {
  const { reach, authorPersonId, timeZone } = hour;
  const audience = reach.thread.audience === 'channel' ? 'person' : 'thread';
  await deps.tell({
    key: `office-hour:${hour._id}:questions`,
    ...reach,
    personId: authorPersonId,
    part: { ...deps.wordsFor('questions', hour, timeZone, guests), audience },
  });
}
