import type { ContactKind } from '../domain/contact-plan.ts';
import type { Button, ReplyPart } from '../domain/reply.ts';
import { metricNames } from '../funnel/metrics.ts';
import { currentWeek } from '../funnel/period.ts';
import { type ValueName, valueLabel } from '../funnel/show-values.ts';
import { timeInWords } from '../playbook/read-time.ts';
import { nextButton, nextText, viewCourse } from './progress-turn.ts';
import { button, say } from './reply-parts.ts';
import type { DirectorDeps } from './turn.ts';

type WordsDeps = Pick<
  DirectorDeps,
  'catalogue' | 'foundations' | 'executions' | 'progress' | 'snapshots' | 'staff'
>;

/** Whom something unasked is said to. */
export interface Unasked {
  userId: string;
  personId: string;
  timeZone: string;
  /** The appointment that it is for. */
  slotAt: number;
}

/** Numbers that nobody has given yet are asked for by these. */
const usualNumbers: readonly ValueName[] = ['gift_OptInRate', 'attract_LeadsTotal', 'convert_TotalSales'];
const mostAsked = 3;
const weeksLookedAt = 6;

/** What is said unasked, made at the moment at which it is said. */
export function unaskedWords(kind: ContactKind, to: Unasked, deps: WordsDeps): Promise<ReplyPart> {
  return kind === 'nudge' ? nudgeWords(to, deps) : requestWords(to, deps);
}

/** Where they are, the one thing that comes next, its minutes and its button; no word about anybody else. */
async function nudgeWords({ userId, personId }: Unasked, deps: WordsDeps): Promise<ReplyPart> {
  const [{ place, next }, sender] = await Promise.all([viewCourse(userId, deps), senderLine(personId, deps)]);
  const done = place.filter(({ state }) => state === 'Completed').length;
  const open = place.filter(({ state }) => state === 'In Progress').map(({ module }) => module.step);
  const under = open.length === 0 ? '' : `; under way: ${open.slice(0, 3).join(', ')}`;
  const text = `**Where you are:** ${done} of ${place.length} modules finished${under}.\n\n${nextText(next)}\n\n_${sender}_`;
  return say('Director', text, {
    part: 'nudge',
    buttons: [
      ...nextButton(next, deps).slice(0, 1),
      button('Snooze 1 day', 'snooze', '1'),
      button('Snooze 1 week', 'snooze', '7'),
      stopButton(),
    ],
  });
}

/** Three questions, one tap where there is nothing to tell. */
async function requestWords(
  { userId, personId, timeZone, slotAt }: Unasked,
  deps: WordsDeps,
): Promise<ReplyPart> {
  const [usual, sender] = await Promise.all([usuallyGiven(userId, deps), senderLine(personId, deps)]);
  const week = currentWeek(slotAt, timeZone).key;
  const text = [
    '**Your week, in two minutes.** Answer here in your own words, now or later in the week:',
    '',
    '1. What moved?',
    `2. Your numbers, if you have them: ${usual.map(valueLabel).join(', ')}?`,
    '3. What is in the way?',
    '',
    `_${sender}_`,
  ].join('\n');
  return say('Director', text, {
    part: 'numbers',
    buttons: [
      button('Enter my numbers', 'numbers', week),
      button('Quiet week', 'quietweek', week),
      stopButton(),
    ],
  });
}

function stopButton(): Button {
  return button('Stop', 'hush', 'all');
}

/** The metrics that they gave most often in the last weeks. */
async function usuallyGiven(userId: string, { snapshots }: WordsDeps): Promise<readonly ValueName[]> {
  const newest = await snapshots.newest(userId, weeksLookedAt);
  const given = metricNames
    .map((name) => ({ name, times: newest.filter((snapshot) => snapshot[name] !== undefined).length }))
    .filter(({ times }) => times > 0)
    .sort((one, other) => other.times - one.times);
  return given.length === 0 ? usualNumbers : given.slice(0, mostAsked).map(({ name }) => name);
}

async function senderLine(personId: string, { staff }: WordsDeps): Promise<string> {
  const [leader] = await staff.leadersOf(personId);
  return leader ? `From your course bot, set up by ${leader.name}.` : 'From your course bot, as you chose.';
}

/** Said to a facilitator alone, by whom nothing was asked. */
export function silenceWords(name: string): ReplyPart {
  return say(
    'Director',
    `${name} has not answered my last four messages, so I have stopped writing to them. A personal word may do more; I begin again when they write.`,
    { part: 'silence' },
  );
}

/** Said to those who lead the people meant. */
export function lateWords(people: number, nowMs: number, timeZone: string): ReplyPart {
  const whom = people === 1 ? 'one person' : `${people.toLocaleString('en-GB')} people`;
  return say(
    'Director',
    `I was not running in time, so what I meant to send to ${whom} was more than two hours late on ${timeInWords(nowMs, timeZone)}. I left it out; the next ones go out as planned.`,
    { part: 'late' },
  );
}
