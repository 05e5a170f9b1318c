import { DateTime } from 'luxon';
import {
  type PersonSettings,
  untilTheySaySo,
  wantsNudges,
  wantsRequests,
} from '../domain/person-settings.ts';
import type { Button, Reply } from '../domain/reply.ts';
import { keepPersonSettings, readPersonSettings } from '../people/person-settings.ts';
import { type NudgeWish, readNudgeWish } from '../people/read-nudge-wish.ts';
import { readTime } from '../playbook/read-time.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { showProfile } from './profile-turn.ts';
import { nextButton, nextText, viewCourse } from './progress-turn.ts';
import { button, say } from './reply-parts.ts';
import { type Turn, timeZoneOf } from './turn.ts';

const dayMs = 86_400_000;

/** "stop", "pause until Monday", "I’m back", "catch me up": what somebody wants of what we send unasked. */
export async function answerNudgeWish(words: string, turn: Turn): Promise<Reply> {
  const wish = readNudgeWish(words);
  switch (wish.kind) {
    case 'stop':
      return stopUnasked(turn);
    case 'resume':
      return resumeUnasked(turn);
    case 'away':
      return goAway(wish, turn);
    case 'snooze':
      return snooze(String(wish.days), turn);
    case 'catch-up':
      return catchUp(turn);
    case 'settings':
      return showProfile(turn);
  }
}

/**
 * One rule for "stop" and its like: what is under way in the thread is stopped; where nothing was, nothing is sent
 * unasked any more. Obeyed at once, told in one line, taken back by one press.
 */
export async function stopAll(turn: Turn): Promise<Reply> {
  if (turn.work.hasStopped) return [say('Director', sentenceFor({ kind: 'work-stopped' }))];
  const settings = await choicesOf(turn);
  if (!hearsFromUs(settings)) return [say('Director', sentenceFor({ kind: 'nothing-under-way' }))];
  return stopUnasked(turn);
}

export async function stopUnasked(turn: Turn): Promise<Reply> {
  const settings = await choicesOf(turn);
  await pause(untilTheySaySo, turn);
  if (!wantsNudges(settings) && !wantsRequests(settings))
    return alone(turn, 'I send you nothing unasked, and it stays so.');
  return alone(turn, 'Done: I write only when you ask. “catch me up” shows what you would have got.', [
    button('Undo', 'resume', 'all'),
  ]);
}

export async function resumeUnasked(turn: Turn): Promise<Reply> {
  const settings = await choicesOf(turn);
  const { userId } = turn.person;
  const { clock, plans, settings: store } = turn.deps;
  await keepPersonSettings(userId, { pausedUntil: undefined }, store, clock.nowMs());
  await plans.wake(userId, clock.nowMs());
  if (!wantsNudges(settings) && !wantsRequests(settings))
    return alone(turn, 'Nothing holds me back, but you have not chosen how often I may write.', [
      button('Change reminders', 'profile', 'settings'),
    ]);
  return alone(turn, 'Good to have you back: I write as you had chosen. “settings” changes it.');
}

async function goAway({ words }: Extract<NudgeWish, { kind: 'away' }>, turn: Turn): Promise<Reply> {
  const timeZone = await timeZoneOf(turn);
  const time = readTime(words, turn.deps.clock.nowMs(), timeZone);
  if (time.kind !== 'time')
    return alone(turn, 'Until when? Write it like “away until 5 January”, within a year.', [
      button('Until I say so', 'hush', 'all'),
    ]);
  const until = DateTime.fromMillis(time.atMs, { zone: timeZone, locale: 'en-GB' }).startOf('day');
  const isToday = until.toMillis() <= turn.deps.clock.nowMs();
  await pause(isToday ? time.atMs : until.toMillis(), turn);
  return alone(turn, `Enjoy it. I send nothing unasked before ${until.toFormat('cccc d LLLL yyyy')}.`, [
    button('I am back', 'resume', 'all'),
  ]);
}

/** Puts the next nudge off by that many days. */
export async function snooze(days: string, turn: Turn): Promise<Reply> {
  const count = days === '7' ? 7 : 1;
  const settings = await choicesOf(turn);
  if ((settings.pausedUntil ?? 0) === untilTheySaySo)
    return alone(turn, 'I send nothing unasked as it is.', [button('Undo', 'resume', 'all')]);
  // From when it was pressed: pressed twice, or worked again, it is the same moment.
  const until = turn.incoming.sentAtMs + count * dayMs;
  await pause(until, turn, until);
  return alone(turn, count === 7 ? 'Snoozed for a week.' : 'Snoozed until tomorrow.', [
    button('Undo', 'resume', 'all'),
  ]);
}

/** Nothing to report is an answer too. */
export async function noteQuietWeek(week: string, turn: Turn): Promise<Reply> {
  await turn.deps.plans.quietWeek(turn.person.userId, week);
  return alone(turn, 'Noted, a quiet week. If numbers turn up later, just send them.');
}

/** The way back for somebody who fell behind: where to begin, what may wait, how long it takes. */
async function catchUp(turn: Turn): Promise<Reply> {
  const { place, next } = await viewCourse(turn.person.userId, turn.deps);
  const step = 'moduleNumber' in next.does ? next.does.moduleNumber : undefined;
  const later = place
    .filter(({ state, module }) => state !== 'Completed' && module.moduleNumber !== step)
    .map(({ module }) => module.step);
  const done = place.filter(({ state }) => state === 'Completed').length;
  const wait =
    later.length === 0 ? '' : `\n\n**Skip for now:** ${later.slice(0, 9).join(', ')}. They wait for you.`;
  const text = `You have ${done} of ${place.length} modules behind you, and nothing is lost. Start here.\n\n${nextText(next)}${wait}`;
  return alone(turn, text, [...nextButton(next, turn.deps), button('Enter my numbers', 'numbers', 'week')]);
}

function choicesOf(turn: Turn): Promise<PersonSettings> {
  return readPersonSettings(turn.person.userId, turn.deps.settings);
}

function hearsFromUs(settings: PersonSettings): boolean {
  return (wantsNudges(settings) || wantsRequests(settings)) && (settings.pausedUntil ?? 0) !== untilTheySaySo;
}

async function pause(pausedUntil: number, turn: Turn, snoozedTo?: number): Promise<void> {
  const { settings, plans, clock } = turn.deps;
  const { userId } = turn.person;
  await keepPersonSettings(userId, { pausedUntil }, settings, clock.nowMs());
  await plans.wake(userId, clock.nowMs(), snoozedTo);
}

/** How often they hear from us is nobody else's business. */
function alone(turn: Turn, text: string, buttons: Button[] = []): Reply {
  return [say('Director', text, { audience: turn.inChannel ? 'person' : 'thread', buttons })];
}
