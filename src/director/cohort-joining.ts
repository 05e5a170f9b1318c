import { cohortCodeInWords, newCohortCode } from '../cohort/cohort-code.ts';
import { dayOf } from '../cohort/read-day.ts';
import type { Cohort } from '../domain/cohort.ts';
import type { Reply } from '../domain/reply.ts';
import { triesAnHour } from '../people/link-code.ts';
import { leadersInWords, notYours } from './cohort-card.ts';
import { privateReply } from './private-reply.ts';
import { button } from './reply-parts.ts';
import { ledCohort, noteAct, type StaffDeps } from './staff.ts';
import type { Turn } from './turn.ts';

const hourMs = 3_600_000;

/** The one code of a cohort, good for many, until it is taken back. */
export async function invite(cohortId: string, turn: Turn): Promise<Reply> {
  const { cohorts } = turn.deps;
  const cohort = await ledCohort(cohortId, turn.person.personId, turn.deps);
  if (!cohort || cohort.endedAt !== undefined) return notYours(turn);
  if (cohort.code === undefined) await noteAct('issue cohort code', turn, { detail: cohort.name });
  const made = newCohortCode();
  const kept = await cohorts.change(cohortId, ({ code }) => (code === undefined ? { code: made } : {}));
  const inWords = cohortCodeInWords(kept?.code ?? made);
  const text = `The code of ${cohort.name} is **${inWords}**. Whoever has it says to me: “join ${inWords}”. It is good until you take it back.`;
  return privateReply('Director', text, turn, {
    isSecret: true,
    buttons: [button('Take the code back', 'uninvite', cohortId)],
  });
}

export async function revokeCode(cohortId: string, turn: Turn): Promise<Reply> {
  const cohort = await ledCohort(cohortId, turn.person.personId, turn.deps);
  if (!cohort) return notYours(turn);
  if (cohort.code !== undefined) {
    await noteAct('revoke cohort code', turn, { detail: cohort.name });
    await turn.deps.cohorts.change(cohortId, () => ({ code: undefined }));
  }
  return privateReply(
    'Director',
    `${cohort.name} has no code any more: nobody joins by the old one. Who is in stays in.`,
    turn,
    { buttons: [button('New code', 'invite', cohortId)] },
  );
}

export async function joinByCode(code: string, turn: Turn): Promise<Reply> {
  const { linkCodes, cohorts, clock } = turn.deps;
  const { personId } = turn.person;
  const now = clock.nowMs();
  if (!(await linkCodes.mayTry(personId, turn.incoming.id, now - hourMs, triesAnHour, now)))
    return privateReply(
      'Director',
      `Those were ${triesAnHour} codes within an hour. Please wait an hour, and check the code with your facilitator.`,
      turn,
    );
  const cohort = await cohorts.byCode(code);
  if (!cohort)
    return privateReply(
      'Director',
      'That code opens no cohort: it may be mistyped, or taken back. Ask your facilitator for the one that holds now.',
      turn,
    );
  const isFresh = await cohorts.join(cohort._id, personId);
  if (isFresh) await turn.deps.plans.wake(turn.person.userId, now);
  return privateReply('Director', await welcomeTo(cohort, isFresh, turn.deps), turn, {
    buttons: [button('Leave the cohort', 'withdraw', cohort._id)],
  });
}

async function welcomeTo(cohort: Cohort, isFresh: boolean, deps: Pick<StaffDeps, 'staff'>): Promise<string> {
  const { name, startsAt, timeZone } = cohort;
  const from = startsAt === undefined ? '' : ` It begins on ${dayOf(startsAt, timeZone)}.`;
  const leaders = await leadersInWords(cohort, deps);
  return `${isFresh ? `Welcome to ${name}.` : `You are in ${name}.`}${from} It is led by ${leaders}, who see how far you are in the course and where you are stuck.`;
}

/**
 * Whoever writes in a cohort's channel belongs to it, also by words that are not for us. Returns the cohort where they are
 * still to be told so.
 */
export async function joinByChannel(turn: Turn): Promise<Cohort | undefined> {
  const { cohorts } = turn.deps;
  const { surface, place } = turn.incoming.thread;
  const { personId } = turn.person;
  const cohort = await cohorts.inPlace(surface, place);
  if (!cohort) return undefined;
  if (cohort.memberPersonIds.includes(personId))
    return cohort.untoldPersonIds.includes(personId) ? cohort : undefined;
  const staysOut = cohort.facilitatorPersonIds.includes(personId) || cohort.leftPersonIds.includes(personId);
  return !staysOut && (await cohorts.join(cohort._id, personId, 'untold')) ? cohort : undefined;
}

/** Told privately, behind what they get anyway. */
export async function noteOfJoining(cohort: Cohort, turn: Turn): Promise<Reply> {
  const text = `${await welcomeTo(cohort, true, turn.deps)} You are in it because you write in its channel.`;
  await turn.deps.cohorts.told(cohort._id, turn.person.personId);
  return privateReply('Director', text, turn, {
    part: 'joined',
    buttons: [button('Leave the cohort', 'withdraw', cohort._id)],
  }).slice(-1);
}

export async function leaveCohort(named: string, turn: Turn): Promise<Reply> {
  const own = await turn.deps.cohorts.ofMember(turn.person.personId);
  const meant = named === '' ? own : own.filter(({ name }) => name.toLowerCase() === named.toLowerCase());
  if (meant.length === 0)
    return privateReply(
      'Director',
      named === '' ? 'You are in no cohort.' : `You are not in ${named}.`,
      turn,
    );
  return privateReply(
    'Director',
    'Leave it? Your work, progress and numbers stay yours; those who lead it no longer see how far you are.',
    turn,
    { buttons: meant.map(({ name, _id }) => button(`Leave ${name}`, 'withdraw', _id)) },
  );
}

export async function withdraw(cohortId: string, turn: Turn): Promise<Reply> {
  const { cohorts } = turn.deps;
  const cohort = await cohorts.get(cohortId);
  if (!cohort) return notYours(turn);
  await cohorts.leave(cohortId, turn.person.personId);
  return privateReply('Director', `You are not in ${cohort.name}. All that is yours stays with you.`, turn);
}
