import { type AnnounceWish, freeText, readAnnounceWish } from '../cohort/read-announce-wish.ts';
import type { Announcement } from '../domain/announcement.ts';
import type { Cohort } from '../domain/cohort.ts';
import { elevateStepInfo, elevateStepNamed } from '../domain/elevate-step.ts';
import type { IncomingForm } from '../domain/incoming.ts';
import type { Button, Form, Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import { surfaceNames } from '../domain/thread-ref.ts';
import { timeZoneOf as zoneOfUser } from '../funnel/habits-of.ts';
import { momentInWords, timeInWords } from '../playbook/read-time.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import {
  announcementForm,
  isAddress,
  isPosted,
  readAnnouncementForm,
  readPostTime,
  textCharacters,
} from './announcement-form.ts';
import { announcementTitle, announcementWords } from './announcement-words.ts';
import { notYours } from './cohort-card.ts';
import { cohortMeant } from './cohort-turn.ts';
import { proposeLessons } from './lesson-plan-turn.ts';
import { privateReply } from './private-reply.ts';
import { button } from './reply-parts.ts';
import { cohortsLedBy, ledCohort, noteAct, type StaffDeps } from './staff.ts';
import type { DirectorDeps, Turn } from './turn.ts';

type AnnounceDeps = StaffDeps & Pick<DirectorDeps, 'announcements' | 'catalogue' | 'clock'>;

/** What was asked for may have come to pass while it was read: so late it is still meant. */
const graceMs = 600_000;
const mostListed = 10;

/** "announce module 3 next Friday 9am", "announcements", "recording for module 3 https://…", "lesson plan". */
export async function answerAnnounceWish(words: string, turn: Turn): Promise<Reply> {
  const wish = readAnnounceWish(withoutOurName(words), 'of a leader') ?? { kind: 'list' };
  switch (wish.kind) {
    case 'list':
      return listAnnouncements(turn);
    case 'recording':
      return addRecording(wish, turn);
    case 'plan': {
      const found = await cohortMeant(wish.cohort, turn);
      return 'reply' in found ? found.reply : proposeLessons(found.cohort, turn);
    }
    case 'announce':
      return draft(wish, turn);
  }
}

/** "announce that the call moves": of somebody who leads a cohort to its people; of anybody else to their customers. */
export async function mayAnswerAnnounce(words: string, turn: Turn): Promise<Reply | undefined> {
  const wish = readAnnounceWish(withoutOurName(words), 'of a leader');
  if (wish?.kind !== 'announce') return undefined;
  const led = await cohortsLedBy(turn.person.personId, turn.deps);
  return led.some(({ endedAt }) => endedAt === undefined) ? draft(wish, turn) : undefined;
}

/** Other names stay: a role may be named like an agent. */
function withoutOurName(words: string): string {
  return words.replace(/^[\s,]*@\u200d?(?:elevate|director)\b[\s,:]*/i, '');
}

/** Words into a draft, shown as it will be read; nothing is posted before somebody says so. */
async function draft(wish: Extract<AnnounceWish, { kind: 'announce' }>, turn: Turn): Promise<Reply> {
  const { announcements, clock, catalogue } = turn.deps;
  const { personId, userId } = turn.person;
  const running = (await cohortsLedBy(personId, turn.deps)).filter(({ endedAt }) => endedAt === undefined);
  const named = running.find(({ name }) => wish.words.toLowerCase().includes(name.toLowerCase()));
  const found = named ? { cohort: named } : await cohortMeant('', turn);
  if ('reply' in found) return found.reply;
  const { cohort } = found;
  const at = wish.words.toLowerCase().indexOf(cohort.name.toLowerCase());
  const words =
    at < 0 ? wish.words : `${wish.words.slice(0, at)} ${wish.words.slice(at + cohort.name.length)}`;
  // By the facilitator's own clock; where that is not known, by their cohort's.
  const timeZone = await zoneOfUser(userId, {
    ...turn.deps,
    staff: { cohortZoneOf: async () => cohort.timeZone },
  });
  const time = readPostTime(words, clock.nowMs(), timeZone);
  const rest = freeText(words, [time.words]);
  const step = wish.step ?? (wish.text === '' ? elevateStepNamed(rest) : undefined);
  const moduleNumber = typeof step === 'string' ? elevateStepInfo(step).moduleNumber : step;
  const isKnown = catalogue.modules.some((one) => one.moduleNumber === moduleNumber);
  const text = wish.text === '' && step === undefined ? rest : wish.text;
  const announcement = await announcements.create({
    _id: stableId('announcement', turn.incoming.id),
    cohortId: cohort._id,
    authorPersonId: personId,
    ...(moduleNumber !== undefined && isKnown ? { moduleNumber } : {}),
    text: text.slice(0, textCharacters),
    ...(wish.role === undefined ? {} : { role: wish.role }),
    ...('dueAt' in time ? { dueAt: time.dueAt } : {}),
    timeZone,
    state: 'draft',
    posts: [],
    edition: 0,
    reach: { thread: turn.incoming.thread, accountId: turn.incoming.author.accountId },
    createdAt: clock.nowMs(),
  });
  return preview(announcement, cohort, turn, 'question' in time ? time.question : undefined);
}

/** As it will be read, and what is left to decide. */
export async function preview(
  announcement: Announcement,
  cohort: Cohort,
  turn: Turn,
  question?: string,
): Promise<Reply> {
  const { _id, dueAt, timeZone, state, moduleNumber, text } = announcement;
  if (moduleNumber === undefined && text === '' && announcement.officeHourId === undefined)
    return privateReply('Director', `What shall ${cohort.name} read: a lesson, or your own words?`, turn, {
      buttons: [button('Fill in', 'announce', _id), button('Cancel', 'unschedule', _id)],
    });
  const part = await announcementWords(announcement, turn.deps);
  const shown = { ...part, part: 'preview', audience: turn.inChannel ? ('person' as const) : part.audience };
  const ask = dueAt === undefined ? (question ?? 'When shall it be posted?') : undefined;
  const when = dueAt === undefined ? '' : timeInWords(dueAt, timeZone);
  const text1 =
    ask ??
    `${state === 'scheduled' ? 'Scheduled: ' : ''}${cohort.name} reads this on **${when}**, within five minutes.`;
  const buttons: Button[] = [
    ...(ask === undefined && state !== 'scheduled' ? [button('Schedule', 'schedule', _id)] : []),
    ...(announcement.officeHourId === undefined
      ? [button(ask === undefined ? 'Edit' : 'Fill in', 'announce', _id)]
      : []),
    button('Cancel', 'unschedule', _id),
  ];
  const control = privateReply(
    'Director',
    `${text1}\n${placesInWords(cohort, announcement, part, turn)}`,
    turn,
    {
      buttons,
      ...(dueAt === undefined ? {} : { moments: [momentInWords(dueAt, timeZone)] }),
    },
  );
  return control.length === 1 ? [shown, ...control] : [...control.slice(0, 1), shown, ...control.slice(1)];
}

/** How each platform shows it. */
function placesInWords(
  { places }: Cohort,
  { role }: Announcement,
  part: Parameters<DirectorDeps['partsOn']>[1],
  turn: Turn,
): string {
  if (places.length === 0)
    return '- No channel is connected yet. In the channel, say “@Elevate connect this channel”.';
  const surfaces = [...new Set(places.map(({ surface }) => surface))];
  return surfaces
    .map((surface) => {
      const channels = places.filter((one) => one.surface === surface).length;
      const messages = turn.deps.partsOn(surface, part).length;
      const pings =
        surface === 'discord' && role !== undefined ? `it pings the role ${role} alone` : 'it pings nobody';
      return `- ${surfaceNames[surface]}: ${channels === 1 ? 'one channel' : `${channels} channels`}, ${messages === 1 ? 'one message' : `${messages} messages`}, ${pings}`;
    })
    .join('\n');
}

async function listAnnouncements(turn: Turn): Promise<Reply> {
  const led = await cohortsLedBy(turn.person.personId, turn.deps);
  const running = led.filter(({ endedAt }) => endedAt === undefined);
  if (running.length === 0) {
    const found = await cohortMeant('', turn);
    return 'reply' in found ? found.reply : [];
  }
  const all = await Promise.all(
    running.map(async (cohort) =>
      (await turn.deps.announcements.ofCohort(cohort._id, ['scheduled', 'sending'])).map((one) => ({
        one,
        cohort,
      })),
    ),
  );
  const coming = all.flat().sort((a, b) => (a.one.dueAt ?? 0) - (b.one.dueAt ?? 0));
  if (coming.length === 0)
    return privateReply(
      'Director',
      'Nothing is scheduled. “announce module 3 next Friday 9am” does it, “lesson plan” proposes all ten.',
      turn,
    );
  const lines = coming.map(
    ({ one, cohort }) =>
      `- ${timeInWords(one.dueAt ?? 0, one.timeZone)}: ${announcementTitle(one, turn.deps)}, ${cohort.name}`,
  );
  return privateReply('Director', lines.join('\n'), turn, {
    buttons: coming
      .slice(0, mostListed)
      .map(({ one }) => button(announcementTitle(one, turn.deps).slice(0, 75), 'notice', one._id)),
  });
}

/** The announcement, where this person leads its cohort. */
async function ledAnnouncement(
  id: string,
  personId: string,
  deps: AnnounceDeps,
): Promise<{ announcement: Announcement; cohort: Cohort } | undefined> {
  const announcement = await deps.announcements.get(id);
  const cohort = announcement && (await ledCohort(announcement.cohortId, personId, deps));
  return announcement && cohort ? { announcement, cohort } : undefined;
}

export type AnnouncementVerb = 'notice' | 'schedule' | 'unschedule' | 'resend';

export async function pressAnnouncement(verb: AnnouncementVerb, id: string, turn: Turn): Promise<Reply> {
  const found = await ledAnnouncement(id, turn.person.personId, turn.deps);
  if (!found) return notYours(turn);
  const { announcement, cohort } = found;
  switch (verb) {
    case 'notice':
      return preview(announcement, cohort, turn);
    case 'schedule':
      return schedule(announcement, cohort, turn);
    case 'unschedule':
      return cancel(announcement, cohort, turn);
    case 'resend':
      return resend(announcement, cohort, turn);
  }
}

async function schedule(announcement: Announcement, cohort: Cohort, turn: Turn): Promise<Reply> {
  const { announcements, clock } = turn.deps;
  const { _id, dueAt, timeZone, state } = announcement;
  if (cohort.endedAt !== undefined)
    return privateReply('Director', `${cohort.name} is over, so nothing is posted there.`, turn);
  if (state !== 'draft' && state !== 'scheduled') return asItIs(announcement, turn);
  if (dueAt === undefined || dueAt < clock.nowMs() - graceMs)
    return privateReply('Director', 'That time has passed. When shall it be posted?', turn, {
      buttons: [button('Fill in', 'announce', _id)],
    });
  if (state === 'draft') {
    await noteAct('schedule announcement', turn, { detail: cohort.name });
    await announcements.change(_id, 'draft', { state: 'scheduled', reach: reachOf(turn) });
    await openHours(announcement, turn);
  }
  const text = `Scheduled for **${timeInWords(dueAt, timeZone)}**: ${announcementTitle(announcement, turn.deps)}, for ${cohort.name}. You get a receipt for each channel.`;
  return privateReply('Director', text, turn, {
    moments: [momentInWords(dueAt, timeZone)],
    buttons: [button('Edit', 'announce', _id), button('Cancel', 'unschedule', _id)],
  });
}

/** What invites to a live hour makes it one that people can answer. */
async function openHours({ officeHourId }: Announcement, { deps }: Turn): Promise<void> {
  const hour = officeHourId === undefined ? undefined : await deps.officeHours.get(officeHourId);
  if (hour?.state === 'draft') await deps.officeHours.change(hour, { state: 'open' });
}

function reachOf({ incoming }: Turn): Announcement['reach'] {
  return { thread: incoming.thread, accountId: incoming.author.accountId };
}

async function cancel(announcement: Announcement, cohort: Cohort, turn: Turn): Promise<Reply> {
  const { announcements } = turn.deps;
  const { _id, state } = announcement;
  if (isPosted(announcement)) return asItIs(announcement, turn);
  if (state === 'scheduled') await noteAct('cancel announcement', turn, { detail: cohort.name });
  await announcements.change(_id, state, { state: 'cancelled' });
  const now = (await announcements.get(_id)) ?? announcement;
  if (isPosted(now)) return asItIs(now, turn);
  return privateReply('Director', 'Cancelled: nothing is posted.', turn, {
    buttons: [button('Edit', 'announce', _id)],
  });
}

function asItIs(announcement: Announcement, turn: Turn): Reply {
  const what = announcementTitle(announcement, turn.deps);
  return privateReply(
    'Director',
    isPosted(announcement) ? `${what} is posted, or just being posted.` : `${what} is not posted.`,
    turn,
    { buttons: [button(isPosted(announcement) ? 'Edit the post' : 'Edit', 'announce', announcement._id)] },
  );
}

/** Only what is missing is tried again, under a key of its own. */
async function resend(announcement: Announcement, cohort: Cohort, turn: Turn): Promise<Reply> {
  const { _id, posts, state } = announcement;
  const missing = posts.filter((post) => post.state === 'failed');
  if (state !== 'sent' || missing.length === 0)
    return privateReply(
      'Director',
      state === 'sent'
        ? 'It is in every channel: nothing is missing.'
        : 'I am at it already; a receipt follows.',
      turn,
    );
  await noteAct('retry announcement', turn, { detail: cohort.name });
  await turn.deps.announcements.change(_id, 'sent', {
    state: 'sending',
    posts: posts.map((post) =>
      post.state === 'failed' ? { ...post, state: 'waiting', attempt: post.attempt + 1 } : post,
    ),
  });
  const where = missing.map(({ surface }) => surfaceNames[surface]).join(' and ');
  return privateReply('Director', `I try ${where} once more within a minute; a receipt follows.`, turn);
}

async function addRecording(wish: Extract<AnnounceWish, { kind: 'recording' }>, turn: Turn): Promise<Reply> {
  const { announcements } = turn.deps;
  if (!isAddress(wish.url))
    return privateReply(
      'Director',
      'I take an address that begins with https://, and nothing beside it.',
      turn,
    );
  const led = await cohortsLedBy(turn.person.personId, turn.deps);
  const running = led.filter(({ endedAt }) => endedAt === undefined);
  const posted = (await Promise.all(running.map(({ _id }) => announcements.ofCohort(_id, ['sent'])))).flat();
  const wanted = typeof wish.step === 'string' ? elevateStepInfo(wish.step).moduleNumber : wish.step;
  const [latest] = posted
    .filter(({ moduleNumber }) => wanted === undefined || moduleNumber === wanted)
    .sort((one, other) => (other.dueAt ?? 0) - (one.dueAt ?? 0));
  const cohort = led.find(({ _id }) => _id === latest?.cohortId);
  if (!latest || !cohort)
    return privateReply(
      'Director',
      'I find no post of yours that it belongs to. Name its lesson: “recording for module 3 https://…”.',
      turn,
    );
  return changePosts(latest, { recordingUrl: wish.url }, cohort, turn);
}

/** The same posts, changed in their places. */
async function changePosts(
  announcement: Announcement,
  content: Partial<Pick<Announcement, 'text' | 'recordingUrl'>>,
  cohort: Cohort,
  turn: Turn,
): Promise<Reply> {
  const { _id, posts, edition } = announcement;
  await noteAct('change announcement', turn, { detail: cohort.name });
  const changed = await turn.deps.announcements.change(_id, 'sent', {
    ...content,
    state: 'changing',
    edition: edition + 1,
    reach: reachOf(turn),
    posts: posts.map((post) => (post.state === 'said' ? { ...post, state: 'waiting' } : post)),
  });
  const what = announcementTitle(announcement, turn.deps);
  return privateReply(
    'Director',
    changed
      ? `I change the post of ${what} in each channel within a minute; a receipt follows.`
      : `${what} is just being posted or changed. Say it again in a minute.`,
    turn,
  );
}

type Opened = { kind: 'form'; form: Form } | { kind: 'sentence'; sentence: string };

export async function openAnnouncementForm(id: string, userId: string, deps: AnnounceDeps): Promise<Opened> {
  const person = await deps.people.ofUser(userId);
  const found = person && (await ledAnnouncement(id, person._id, deps));
  return found
    ? { kind: 'form', form: announcementForm(found.announcement, deps.catalogue) }
    : { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
}

/** What is wrong in a form that was sent; undefined where nothing is. */
export async function checkAnnouncementForm(
  id: string,
  values: Record<string, string>,
  userId: string,
  deps: AnnounceDeps,
): Promise<Opened | undefined> {
  const person = await deps.people.ofUser(userId);
  const found = person && (await ledAnnouncement(id, person._id, deps));
  if (!found) return { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
  const { announcement } = found;
  const { errors } = readAnnouncementForm(values, announcement, deps.catalogue, deps.clock.nowMs());
  return Object.keys(errors).length === 0
    ? undefined
    : { kind: 'form', form: announcementForm(announcement, deps.catalogue, values, errors) };
}

export async function takeAnnouncementForm(id: string, form: IncomingForm, turn: Turn): Promise<Reply> {
  const { announcements, catalogue, clock } = turn.deps;
  const found = await ledAnnouncement(id, turn.person.personId, turn.deps);
  if (!found) return notYours(turn);
  const { announcement, cohort } = found;
  const { content, errors } = readAnnouncementForm(form.values, announcement, catalogue, clock.nowMs());
  if (Object.keys(errors).length > 0)
    return privateReply('Director', Object.values(errors).join('\n'), turn, {
      buttons: [button('Fill in', 'announce', id)],
    });
  if (isPosted(announcement)) {
    const { text, recordingUrl } = content;
    return changePosts(announcement, { text, recordingUrl }, cohort, turn);
  }
  const { state } = announcement;
  if (state === 'scheduled') await noteAct('change announcement', turn, { detail: cohort.name });
  // What was left out or cancelled begins anew, as a draft.
  await announcements.change(id, state, { ...content, ...(state === 'scheduled' ? {} : { state: 'draft' }) });
  const kept = await announcements.get(id);
  return kept ? preview(kept, cohort, turn) : notYours(turn);
}
