import type { Announcement, AnnouncementPost } from '../domain/announcement.ts';
import type { Cohort } from '../domain/cohort.ts';
import type { JobMessage, PostOutcome } from '../domain/job-message.ts';
import type { ReplyPart } from '../domain/reply.ts';
import { channelPostOf } from '../domain/thread-ref.ts';
import type { AnnouncementStore } from '../ports/announcement-store.ts';
import type { CohortStore } from '../ports/cohort-store.ts';
import type { Logger } from '../ports/logger.ts';
import { spreadOf } from './spread.ts';

/** Later than this, counted from the cohort's own moment within the spread, a post helps nobody any more. */
const lateMs = 7_200_000;
const readAtOnce = 100;

export interface AnnounceDeps {
  announcements: AnnouncementStore;
  cohorts: Pick<CohortStore, 'get'>;
  post(message: JobMessage): Promise<PostOutcome>;
  tell(message: JobMessage): Promise<void>;
  wordsFor(announcement: Announcement): Promise<ReplyPart>;
  receiptWords(announcement: Announcement, cohortName: string): ReplyPart;
  skippedWords(announcement: Announcement, why: 'late' | 'no-channel', cohortName: string): ReplyPart;
  log: Logger;
}

/**
 * Posts what is due, all channels of a cohort at one moment, cohorts spread over five minutes; then sees how far each post
 * is, and tells its author. Run twice, or on two machines, each post and each receipt is said once.
 *
 * @param aheadMs Takes in those whose moment in the spread comes that much later.
 */
export async function announceDue(nowMs: number, deps: AnnounceDeps, aheadMs = 0): Promise<void> {
  for (const announcement of await deps.announcements.due(nowMs, readAtOnce))
    await begin(announcement, nowMs, aheadMs, deps);
  for (const announcement of await deps.announcements.underWay(readAtOnce)) await goOn(announcement, deps);
}

async function begin(
  announcement: Announcement,
  nowMs: number,
  aheadMs: number,
  deps: AnnounceDeps,
): Promise<void> {
  const { _id, cohortId, dueAt = nowMs } = announcement;
  const cohort = await deps.cohorts.get(cohortId);
  if (!cohort || cohort.endedAt !== undefined) {
    await deps.announcements.change(_id, 'scheduled', { state: 'cancelled' });
    return;
  }
  const moment = dueAt + spreadOf(cohortId);
  if (nowMs > moment + lateMs) return skip(announcement, 'late', cohort, deps);
  if (nowMs + aheadMs < moment) return;
  if (cohort.places.length === 0) return skip(announcement, 'no-channel', cohort, deps);
  await deps.announcements.change(_id, 'scheduled', {
    state: 'sending',
    posts: cohort.places.map(({ surface, place }) => ({ surface, place, state: 'waiting', attempt: 1 })),
  });
}

async function skip(
  announcement: Announcement,
  why: 'late' | 'no-channel',
  cohort: Cohort,
  deps: AnnounceDeps,
): Promise<void> {
  const { _id, dueAt } = announcement;
  // Told first: dying in between tells nothing twice, for the key is known then.
  await toAuthor(announcement, `${why}:${dueAt}`, deps.skippedWords(announcement, why, cohort.name), deps);
  await deps.announcements.change(_id, 'scheduled', { state: 'skipped' });
  deps.log.warn({ announcement: _id, why }, 'an announcement was left out');
}

async function goOn(announcement: Announcement, deps: AnnounceDeps): Promise<void> {
  const { _id, cohortId, state } = announcement;
  const name = (await deps.cohorts.get(cohortId))?.name ?? 'a cohort';
  const part = await deps.wordsFor(announcement);
  const posts = await Promise.all(announcement.posts.map((post) => tryPost(post, announcement, part, deps)));
  const isOver = posts.every((post) => post.state !== 'waiting');
  const then: Announcement = { ...announcement, posts, state: isOver ? 'sent' : state };
  await toAuthor(then, receiptKeyOf(then, isOver), deps.receiptWords(then, name), deps);
  // Where nothing has changed meanwhile, nothing is written.
  await deps.announcements.change(_id, state, { posts, state: then.state });
}

async function tryPost(
  post: AnnouncementPost,
  { _id, authorPersonId, reach, edition }: Announcement,
  part: ReplyPart,
  deps: AnnounceDeps,
): Promise<AnnouncementPost> {
  if (post.state !== 'waiting') return post;
  const { surface, place, attempt, platformMessageId } = post;
  const isChange = platformMessageId !== undefined;
  const tries = isChange ? `:edit${edition}` : '';
  const outcome = await deps.post({
    key: `announce:${_id}:${surface}/${place}${attempt === 1 ? '' : `:${attempt}`}${tries}`,
    thread: channelPostOf(surface, place, _id),
    accountId: reach.accountId,
    personId: authorPersonId,
    part,
    ...(isChange ? { platformMessageId } : {}),
  });
  if (outcome.kind === 'said')
    return { ...post, state: 'said', platformMessageId: outcome.platformMessageId };
  return outcome.kind === 'failed' ? { ...post, state: 'failed' } : post;
}

/** One receipt once all is over, one before it where something waits; anew with each try and each change. */
function receiptKeyOf({ posts, edition }: Announcement, isOver: boolean): string {
  const tries = posts.reduce((sum, { attempt }) => sum + attempt, 0);
  return `${edition}.${tries}:${isOver ? 'over' : 'waiting'}`;
}

async function toAuthor(
  { _id, reach, authorPersonId }: Announcement,
  key: string,
  part: ReplyPart,
  deps: Pick<AnnounceDeps, 'tell'>,
): Promise<void> {
  const audience = reach.thread.audience === 'channel' ? 'person' : 'thread';
  await deps.tell({
    key: `receipt:${_id}:${key}`,
    ...reach,
    personId: authorPersonId,
    part: { ...part, audience },
  });
}
