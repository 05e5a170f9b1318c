import { type CohortHealth, healthMs, healthOf } from '../cohort/cohort-health.ts';
import { healthAsCsv, tellHealth } from '../cohort/tell-health.ts';
import type { Cohort } from '../domain/cohort.ts';
import type { Reply, ReplyPart } from '../domain/reply.ts';
import { notYours } from './cohort-card.ts';
import { privateReply } from './private-reply.ts';
import { button, say } from './reply-parts.ts';
import { ledCohort, noteAct } from './staff.ts';
import type { DirectorDeps, Turn } from './turn.ts';

type HealthDeps = Pick<DirectorDeps, 'health' | 'catalogue'>;

async function healthOfCohort(
  { memberPersonIds, startsAt, createdAt }: Cohort,
  nowMs: number,
  { health }: Pick<DirectorDeps, 'health'>,
): Promise<CohortHealth> {
  const facts = await health.facts(memberPersonIds, nowMs - healthMs);
  return healthOf(facts, nowMs, startsAt ?? createdAt);
}

/** "who is stuck": for whoever leads the cohort, alone; that it was looked at stands in the audit. */
export async function showHealth(cohort: Cohort, turn: Turn): Promise<Reply> {
  await noteAct('read cohort health', turn, { detail: cohort.name });
  const health = await healthOfCohort(cohort, turn.deps.clock.nowMs(), turn.deps);
  return privateReply('Director', tellHealth(cohort.name, health, turn.deps.catalogue.modules), turn, {
    buttons: health.people === 0 ? [] : [button('As a file', 'roster', cohort._id)],
  });
}

/** The same of everybody, as a file. */
export async function sendRoster(cohortId: string, turn: Turn): Promise<Reply> {
  const cohort = await ledCohort(cohortId, turn.person.personId, turn.deps);
  if (!cohort) return notYours(turn);
  await noteAct('export cohort health', turn, { detail: cohort.name });
  const health = await healthOfCohort(cohort, turn.deps.clock.nowMs(), turn.deps);
  return privateReply('Director', `${cohort.name}, as it is now.`, turn, {
    files: [
      {
        name: 'Cohort.csv',
        mediaType: 'text/csv',
        alt: `Who of ${cohort.name} is stuck or sent no numbers, one a line`,
        content: healthAsCsv(health),
        encoding: 'utf-8',
      },
    ],
  });
}

/** What those who lead a cohort get on Mondays. */
export async function digestWords(cohort: Cohort, nowMs: number, deps: HealthDeps): Promise<ReplyPart> {
  const health = await healthOfCohort(cohort, nowMs, deps);
  const text = `**Your week with ${cohort.name}**\n\n${tellHealth(cohort.name, health, deps.catalogue.modules)}`;
  return say('Director', text, { part: 'digest', buttons: [button('As a file', 'roster', cohort._id)] });
}
