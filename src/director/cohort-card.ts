import { dayOf } from '../cohort/read-day.ts';
import type { Cohort } from '../domain/cohort.ts';
import type { Reply } from '../domain/reply.ts';
import { surfaceNames } from '../domain/thread-ref.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { privateReply } from './private-reply.ts';
import type { StaffDeps } from './staff.ts';
import type { Turn } from './turn.ts';

export function inOneLine({ startsAt, endedAt, timeZone, memberPersonIds }: Cohort): string {
  const people = memberPersonIds.length === 1 ? 'one person' : `${memberPersonIds.length} people`;
  if (endedAt !== undefined) return `over since ${dayOf(endedAt, timeZone)}, ${people}`;
  return startsAt === undefined
    ? `${people}, first day not fixed`
    : `${people}, from ${dayOf(startsAt, timeZone)}`;
}

/** "Fay and Ben". */
export async function leadersInWords(cohort: Cohort, deps: Pick<StaffDeps, 'staff'>): Promise<string> {
  const names = await leaderNames(cohort, deps);
  return names.length === 0 ? 'nobody yet' : names.join(' and ');
}

export async function leaderNames({ facilitatorPersonIds }: Cohort, { staff }: Pick<StaffDeps, 'staff'>) {
  const people = await Promise.all(facilitatorPersonIds.map((id) => staff.byPerson(id)));
  return people.flatMap((person) => person?.name ?? []);
}

/** All that is set of it, for those who lead it. */
export async function cardOf(cohort: Cohort, deps: Pick<StaffDeps, 'staff'>): Promise<string> {
  const { name, timeZone, places, code, endedAt } = cohort;
  const surfaces = [...new Set(places.map(({ surface }) => surface))];
  const channels = surfaces.map(
    (surface) => `${surfaceNames[surface]} ${places.filter((one) => one.surface === surface).length}`,
  );
  const lines = [
    `**${name}**: ${inOneLine(cohort)}`,
    `- Time zone: ${timeZone}`,
    `- Led by: ${await leadersInWords(cohort, deps)}`,
    channels.length === 0
      ? '- Channels: none yet. In the channel, say “@Elevate connect this channel”.'
      : `- Channels: ${channels.join(', ')}`,
    `- Invite code: ${code === undefined ? 'none' : 'open'}`,
  ];
  return (endedAt === undefined ? lines : lines.slice(0, 3)).join('\n');
}

export function notYours(turn: Turn): Reply {
  return privateReply('Director', sentenceFor({ kind: 'not-yours' }), turn);
}
