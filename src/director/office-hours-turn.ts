import { formatButtonId } from '../domain/button-id.ts';
import type { Cohort } from '../domain/cohort.ts';
import type { IncomingForm } from '../domain/incoming.ts';
import type { OfficeHour } from '../domain/office-hour.ts';
import type { Form, Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import { timeZoneOf as zoneOfUser } from '../funnel/habits-of.ts';
import { momentInWords, timeInWords } from '../playbook/read-time.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { isAddress, readPostTime } from './announcement-form.ts';
import { preview } from './announcement-turn.ts';
import { notYours } from './cohort-card.ts';
import { cohortMeant } from './cohort-turn.ts';
import { guestsInWords } from './office-hours-words.ts';
import { privateReply } from './private-reply.ts';
import { button } from './reply-parts.ts';
import { cohortsLedBy, ledCohort, noteAct } from './staff.ts';
import { type DirectorDeps, type Turn, timeZoneOf } from './turn.ts';

const questionCharacters = 500;
const mostShown = 5;
const asksFor =
  /^(?:when|what|where|who|how|is|are|do|does|can|could|did|will|show|list|my|next|the next)\b/i;

/** "when are office hours"; of somebody who leads a cohort also "office hours Friday 3pm https://…". */
export async function answerOfficeHours(words: string, turn: Turn): Promise<Reply> {
  const running = (await cohortsLedBy(turn.person.personId, turn.deps)).filter(
    ({ endedAt }) => endedAt === undefined,
  );
  const bare = words.replace(/^[\s,]*@\u200d?(?:elevate|director)\b[\s,:]*/i, '').trim();
  // "office hours", and more than that.
  const wishes =
    /^(?:please )?(?:(?:schedule|set up|add|plan|announce|hold|have)\b|office hours\b.*\w)/i.test(bare);
  if (running.length > 0 && wishes && !asksFor.test(bare)) return propose(bare, running, turn);
  return listOfficeHours(running, turn);
}

async function propose(words: string, running: Cohort[], turn: Turn): Promise<Reply> {
  const { announcements, officeHours, clock } = turn.deps;
  const { personId, userId } = turn.person;
  const named = running.find(({ name }) => words.toLowerCase().includes(name.toLowerCase()));
  const found = named ? { cohort: named } : await cohortMeant('', turn);
  if ('reply' in found) return found.reply;
  const { cohort } = found;
  const [link] = /https?:\/\/[^\s<>]+/.exec(words) ?? [];
  if (link !== undefined && !isAddress(link))
    return privateReply(
      'Director',
      'I take an address that begins with https://, and nothing beside it.',
      turn,
    );
  const at = words.toLowerCase().indexOf(cohort.name.toLowerCase());
  const bare = at < 0 ? words : `${words.slice(0, at)} ${words.slice(at + cohort.name.length)}`;
  const timeZone = await zoneOfUser(userId, {
    ...turn.deps,
    staff: { cohortZoneOf: async () => cohort.timeZone },
  });
  const now = clock.nowMs();
  const time = readPostTime(link === undefined ? bare : bare.replace(link, ' '), now, timeZone);
  if ('question' in time)
    return privateReply(
      'Director',
      `${time.question.replace('shall it be posted', 'are they')} Say it whole: “office hours Friday 3pm https://…”.`,
      turn,
    );
  const reach = { thread: turn.incoming.thread, accountId: turn.incoming.author.accountId };
  const hour = await officeHours.create({
    _id: stableId('office-hour', turn.incoming.id),
    cohortId: cohort._id,
    authorPersonId: personId,
    startsAt: time.dueAt,
    timeZone,
    ...(link === undefined ? {} : { link }),
    state: 'draft',
    reminded: 'none',
    reach,
    createdAt: now,
  });
  const announcement = await announcements.create({
    _id: stableId('office-hour-post', turn.incoming.id),
    cohortId: cohort._id,
    authorPersonId: personId,
    officeHourId: hour._id,
    text: '',
    dueAt: now,
    timeZone,
    state: 'draft',
    posts: [],
    edition: 0,
    reach,
    createdAt: now,
  });
  return preview(announcement, cohort, turn);
}

/** Those of somebody's cohorts, by their own clock; for whoever leads one, who comes and what they ask. */
async function listOfficeHours(led: readonly Cohort[], turn: Turn): Promise<Reply> {
  const { cohorts, officeHours, clock } = turn.deps;
  const own = await cohorts.ofMember(turn.person.personId);
  const all = [...led, ...own.filter(({ _id }) => led.every((one) => one._id !== _id))];
  const now = clock.nowMs();
  const coming = (await Promise.all(all.map(({ _id }) => officeHours.coming(_id, now)))).flat();
  const [next] = coming.sort((one, other) => one.startsAt - other.startsAt);
  if (!next)
    return privateReply(
      'Director',
      led.length > 0
        ? 'No office hours are planned. “office hours Friday 3pm https://…” plans them.'
        : 'I know of no live session that is planned. Your facilitator announces them in the cohort’s channel.',
      turn,
    );
  const timeZone = await timeZoneOf(turn);
  const shown = coming.slice(0, mostShown);
  const lines = await Promise.all(shown.map((hour) => lineOf(hour, led, timeZone, turn.deps)));
  const leadsNext = led.some(({ _id }) => _id === next.cohortId);
  return privateReply('Director', lines.join('\n'), turn, {
    moments: shown.map(({ startsAt }) => momentInWords(startsAt, timeZone)),
    buttons: leadsNext
      ? [button('Call off the next', 'calloff', next._id)]
      : [button('Going', 'going', next._id), button('Ask before', 'askfirst', next._id)],
  });
}

async function lineOf(
  hour: OfficeHour,
  led: readonly Cohort[],
  timeZone: string,
  { officeHours }: Pick<DirectorDeps, 'officeHours'>,
): Promise<string> {
  const where = hour.link === undefined ? '' : `, ${hour.link}`;
  const line = `**${timeInWords(hour.startsAt, timeZone)}**${where}`;
  if (!led.some(({ _id }) => _id === hour.cohortId)) return line;
  return `${line}: ${guestsInWords(await officeHours.guests(hour._id))}`;
}

/** Whether this person may answer it: they are in its cohort, or lead it. */
async function openHour(id: string, personId: string, deps: DirectorDeps): Promise<OfficeHour | undefined> {
  const hour = await deps.officeHours.get(id);
  const cohort = hour && (await deps.cohorts.get(hour.cohortId));
  const isIn = cohort?.memberPersonIds.includes(personId) || cohort?.facilitatorPersonIds.includes(personId);
  return isIn && hour?.state === 'open' && hour.startsAt > deps.clock.nowMs() ? hour : undefined;
}

const over = 'Those office hours are over, called off, or not of your cohort.';

export async function answerGoing(id: string, isGoing: boolean, turn: Turn): Promise<Reply> {
  const { personId, userId } = turn.person;
  const hour = await openHour(id, personId, turn.deps);
  if (!hour) return privateReply('Director', over, turn);
  const { thread, author } = turn.incoming;
  const reach = { thread, accountId: author.accountId };
  await turn.deps.officeHours.answer({ officeHourId: id, personId, userId, reach, isGoing });
  const timeZone = await timeZoneOf(turn);
  const moment = momentInWords(hour.startsAt, timeZone);
  return isGoing
    ? privateReply('Director', `Good, ${moment.words}. I remind you a day and an hour before.`, turn, {
        moments: [moment],
        buttons: [button('Ask before', 'askfirst', id), button('I cannot come', 'absent', id)],
      })
    : privateReply(
        'Director',
        'Noted: no reminders. A question asked before is answered there all the same.',
        turn,
        {
          buttons: [button('Ask before', 'askfirst', id), button('Going', 'going', id)],
        },
      );
}

/** Asked first, for those who would come are told. */
export async function callOff(id: string, turn: Turn): Promise<Reply> {
  const [hourId = '', sure] = id.split('~');
  const hour = await turn.deps.officeHours.get(hourId);
  const cohort = hour && (await ledCohort(hour.cohortId, turn.person.personId, turn.deps));
  if (!hour || !cohort) return notYours(turn);
  const when = timeInWords(hour.startsAt, hour.timeZone);
  if (hour.state !== 'open')
    return privateReply('Director', `The office hours on ${when} are called off.`, turn);
  if (sure === undefined)
    return privateReply(
      'Director',
      `Call off the office hours on ${when}? Whoever said they come is told.`,
      turn,
      {
        buttons: [button('Call it off', 'calloff', `${hourId}~yes`)],
      },
    );
  await noteAct('call off office hours', turn, { detail: cohort.name });
  await turn.deps.officeHours.change(hour, { state: 'cancelling' });
  return privateReply(
    'Director',
    `The office hours on ${when} are called off. Whoever would come is told within a minute.`,
    turn,
  );
}

const questionField = 'question';

export function questionForm(id: string, typed = '', error?: string): Form {
  return {
    id: formatButtonId('askfirst', id),
    title: 'A question for the office hours',
    fields: [
      {
        name: questionField,
        label: 'What would you like to ask?',
        type: 'text',
        required: true,
        value: typed,
        options: [],
        hint: 'Your facilitator reads it before, without your name.',
        maxCharacters: questionCharacters,
        ...(error === undefined ? {} : { error }),
      },
    ],
  };
}

export function checkQuestionForm(id: string, values: Record<string, string>): Form | undefined {
  const typed = (values[questionField] ?? '').trim();
  if (typed === '') return questionForm(id, typed, 'The question is still empty.');
  return typed.length > questionCharacters
    ? questionForm(id, typed, `That has ${typed.length} characters, at most ${questionCharacters}.`)
    : undefined;
}

export async function takeQuestionForm(id: string, form: IncomingForm, turn: Turn): Promise<Reply> {
  const { personId, userId } = turn.person;
  const hour = await openHour(id, personId, turn.deps);
  const question = (form.values[questionField] ?? '').trim().slice(0, questionCharacters);
  if (!hour || question === '')
    return privateReply('Director', question === '' ? sentenceFor({ kind: 'not-yours' }) : over, turn);
  const { thread, author } = turn.incoming;
  const reach = { thread, accountId: author.accountId };
  await turn.deps.officeHours.answer({ officeHourId: id, personId, userId, reach, question });
  return privateReply('Director', 'Noted for the office hours. Another one takes its place.', turn, {
    buttons: [button('Going', 'going', id)],
  });
}
