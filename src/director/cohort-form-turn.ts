import { type CohortFormState, cohortFields, readCohortForm } from '../cohort/cohort-form.ts';
import { formatButtonId } from '../domain/button-id.ts';
import type { Cohort } from '../domain/cohort.ts';
import type { Author, IncomingForm } from '../domain/incoming.ts';
import type { Form, Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import { timeZoneOf as zoneOfUser } from '../funnel/habits-of.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { cardOf, leaderNames, notYours } from './cohort-card.ts';
import { privateReply } from './private-reply.ts';
import { button } from './reply-parts.ts';
import { ledCohort, mayBeginCohort, notALeader, noteAct, peopleNamed, type StaffDeps } from './staff.ts';
import type { DirectorDeps, Turn } from './turn.ts';

type CohortDeps = StaffDeps & Pick<DirectorDeps, 'pending' | 'settings' | 'clock'>;

/** The form opens from a button: what was said already stands in it. */
export async function offerCohortForm(name: string, turn: Turn): Promise<Reply> {
  if (!(await mayBeginCohort(turn.person.personId, turn.deps)))
    return privateReply('Director', notALeader, turn);
  const id = stableId('cohort-wish', turn.incoming.id);
  await turn.deps.pending.put({
    _id: id,
    userId: turn.person.userId,
    text: name,
    createdAt: turn.deps.clock.nowMs(),
  });
  return privateReply('Director', 'A new cohort: its name, first day, time zone, and who leads it.', turn, {
    buttons: [button('Fill in', 'cohort', `new~${id}`)],
  });
}

type Opened = { kind: 'form'; form: Form } | { kind: 'sentence'; sentence: string };

/** The form of a new cohort, or of one as it is. */
export async function openCohortForm(id: string, userId: string, deps: CohortDeps): Promise<Opened> {
  const state = await formStateOf(id, userId, deps);
  return state
    ? { kind: 'form', form: formOf(id, state) }
    : { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
}

/** What is wrong in a form that was sent; undefined where nothing is. */
export async function checkCohortForm(
  id: string,
  values: Record<string, string>,
  author: Author,
  userId: string,
  deps: CohortDeps,
): Promise<Opened | undefined> {
  const state = await formStateOf(id, userId, deps);
  if (!state) return { kind: 'sentence', sentence: sentenceFor({ kind: 'not-yours' }) };
  const { errors } = await readForm(id, values, author, deps);
  return Object.keys(errors).length === 0
    ? undefined
    : { kind: 'form', form: formOf(id, state, values, errors) };
}

/** The form was sent: a new cohort, or one changed. */
export async function takeCohortForm(id: string, form: IncomingForm, turn: Turn): Promise<Reply> {
  const { cohorts, clock } = turn.deps;
  const { personId, userId } = turn.person;
  const state = await formStateOf(id, userId, turn.deps);
  if (!state) return notYours(turn);
  const reading = await readForm(id, form.values, form.author, turn.deps);
  // Its own name is taken where the form is worked a second time.
  const made = isNew(id) ? await cohorts.get(stableId('cohort', form.id)) : undefined;
  if (made) return showMade(made, turn);
  if (Object.keys(reading.errors).length > 0)
    return privateReply('Director', Object.values(reading.errors).join('\n'), turn, {
      buttons: [button('Fill in', 'cohort', id)],
    });
  const { name, timeZone, startsAt, leaderIds } = reading;
  if (!isNew(id)) {
    await noteAct('change cohort', turn, { detail: name });
    const changed = await cohorts.change(id, () => ({
      name,
      timeZone,
      startsAt,
      ...(leaderIds.length === 0 ? {} : { facilitatorPersonIds: leaderIds }),
    }));
    return changed
      ? privateReply('Director', `Kept.\n\n${await cardOf(changed, turn.deps)}`, turn)
      : notYours(turn);
  }
  await noteAct('create cohort', turn, { detail: name });
  const cohort = await cohorts.create({
    _id: stableId('cohort', form.id),
    name,
    timeZone,
    ...(startsAt === undefined ? {} : { startsAt }),
    facilitatorPersonIds: leaderIds.length === 0 ? [personId] : leaderIds,
    memberPersonIds: [],
    leftPersonIds: [],
    untoldPersonIds: [],
    places: [],
    revision: 0,
    createdAt: clock.nowMs(),
  });
  return showMade(cohort, turn);
}

async function showMade(cohort: Cohort, turn: Turn): Promise<Reply> {
  const text = `${await cardOf(cohort, turn.deps)}\n\nPeople come in by a code, or by writing in a channel that you connect.`;
  return privateReply('Director', text, turn, {
    buttons: [button('Invite code', 'invite', cohort._id), button('Edit cohort', 'cohort', cohort._id)],
  });
}

const isNew = (id: string) => id === 'new' || id.startsWith('new~');

async function formStateOf(
  id: string,
  userId: string,
  deps: CohortDeps,
): Promise<CohortFormState | undefined> {
  const person = await deps.people.ofUser(userId);
  if (!person) return undefined;
  if (isNew(id)) {
    if (!(await mayBeginCohort(person._id, deps))) return undefined;
    const request = await deps.pending.get(userId, id.split('~')[1] ?? '');
    const timeZone = await zoneOfUser(userId, deps);
    return { name: request?.text ?? '', timeZone, facilitators: [person.name] };
  }
  const cohort = await ledCohort(id, person._id, deps);
  if (!cohort || cohort.endedAt !== undefined) return undefined;
  return { ...cohort, facilitators: await leaderNames(cohort, deps) };
}

/** The form as it was filled in, with the persons behind the names. */
async function readForm(id: string, values: Record<string, string>, author: Author, deps: CohortDeps) {
  const all = (await deps.cohorts.all()).filter(({ endedAt }) => endedAt === undefined);
  const others = all.filter(({ _id }) => _id !== id).map(({ name }) => name);
  const reading = readCohortForm(values, others, deps.clock.nowMs());
  const leads = isNew(id) ? undefined : await deps.cohorts.get(id);
  const known = await Promise.all(
    (leads?.facilitatorPersonIds ?? []).map(async (personId) => ({
      personId,
      name: (await deps.staff.byPerson(personId))?.name ?? '',
    })),
  );
  const leaderIds: string[] = [];
  for (const typed of reading.facilitators) {
    // Who leads it already may be of another platform, where the name is not looked for.
    const kept = known.find(({ name }) => name.toLowerCase() === typed.toLowerCase());
    const found = kept ? [kept] : await peopleNamed(typed, author, deps);
    const [person, other] = found;
    if (!person)
      reading.errors.facilitators = `I know nobody called ${typed} here. Once they have written to me, add them.`;
    else if (other)
      reading.errors.facilitators = `Several people are called ${typed}. Write the id of their account.`;
    else leaderIds.push(person.personId);
  }
  return { ...reading, leaderIds: [...new Set(leaderIds)] };
}

function formOf(
  id: string,
  state: CohortFormState,
  typed?: Record<string, string>,
  errors?: Record<string, string>,
): Form {
  return {
    id: formatButtonId('cohort', id),
    title: isNew(id) ? 'A new cohort' : 'Edit the cohort',
    fields: cohortFields(state, typed, errors),
  };
}
