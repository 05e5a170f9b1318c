import { nameError } from '../cohort/cohort-form.ts';
import { type CohortWish, readCohortWish } from '../cohort/read-cohort-wish.ts';
import { dayOf } from '../cohort/read-day.ts';
import type { Cohort } from '../domain/cohort.ts';
import type { Reply } from '../domain/reply.ts';
import { cardOf, inOneLine, leadersInWords, notYours } from './cohort-card.ts';
import { askChannel } from './cohort-channel.ts';
import { offerCohortForm } from './cohort-form-turn.ts';
import { showHealth } from './cohort-health-turn.ts';
import { invite, joinByCode, leaveCohort, revokeCode } from './cohort-joining.ts';
import { privateReply } from './private-reply.ts';
import { button } from './reply-parts.ts';
import { cohortsLedBy, ledCohort, notALeader, noteAct, standingOf } from './staff.ts';
import type { Turn } from './turn.ts';

const mostButtons = 5;
/** "create cohort Spring 26", "invite code", "connect this channel": who takes the course together, where, led by whom. */
export async function answerCohortWish(words: string, turn: Turn): Promise<Reply> {
  const wish = readCohortWish(words) ?? { kind: 'list' };
  switch (wish.kind) {
    case 'list':
      return listCohorts(turn);
    case 'create':
      return offerCohortForm(wish.cohort, turn);
    case 'join':
      return joinByCode(wish.code, turn);
    case 'leave':
      return leaveCohort(wish.cohort, turn);
    default:
      return withCohort(wish.cohort, turn, (cohort) => actOn(cohort, wish, turn));
  }
}

type LedWish = Exclude<CohortWish, { kind: 'list' | 'create' | 'join' | 'leave' }>;

function actOn(cohort: Cohort, wish: LedWish, turn: Turn): Promise<Reply> | Reply {
  switch (wish.kind) {
    case 'show':
      return showCohort(cohort, turn);
    case 'health':
      return showHealth(cohort, turn);
    case 'edit':
      return privateReply('Director', `What shall change about ${cohort.name}?`, turn, {
        buttons: [button('Fill in', 'cohort', cohort._id)],
      });
    case 'rename':
      return rename(cohort, wish.to, turn);
    case 'invite':
      return invite(cohort._id, turn);
    case 'revoke-code':
      return revokeCode(cohort._id, turn);
    case 'connect':
    case 'disconnect':
      return askChannel(wish.kind, cohort, turn);
    case 'end':
      return askEnd(cohort, turn);
  }
}

/** The running cohort that somebody means and leads, or what they are told instead. */
export async function cohortMeant(named: string, turn: Turn): Promise<{ cohort: Cohort } | { reply: Reply }> {
  const led = await cohortsLedBy(turn.person.personId, turn.deps);
  const running = led.filter(({ endedAt }) => endedAt === undefined);
  const wanted = named.toLowerCase();
  const isCalled = ({ name }: Cohort) => name.toLowerCase() === wanted;
  const [first, second] = running;
  const meant = named === '' ? (second ? undefined : first) : running.find(isCalled);
  if (meant) return { cohort: meant };
  const names = running.map(({ name }) => name).join(', ');
  const says = (text: string) => ({ reply: privateReply('Director', text, turn) });
  if (led.some((one) => named !== '' && isCalled(one)))
    return says(`${named} is over, so it stays as it is.`);
  if (!first)
    return says(
      (await standingOf(turn.person.personId, turn.deps)).isFacilitator
        ? 'There is no cohort yet. “create cohort Spring 26” begins one.'
        : notALeader,
    );
  return says(
    named === ''
      ? `Which cohort do you mean: ${names}? Say it with its name.`
      : `You lead no cohort called ${named}. There is: ${names}.`,
  );
}

async function withCohort(
  named: string,
  turn: Turn,
  then: (cohort: Cohort) => Promise<Reply> | Reply,
): Promise<Reply> {
  const found = await cohortMeant(named, turn);
  return 'reply' in found ? found.reply : then(found.cohort);
}

async function listCohorts(turn: Turn): Promise<Reply> {
  const { personId } = turn.person;
  const led = await cohortsLedBy(personId, turn.deps);
  const standing = await standingOf(personId, turn.deps);
  const own = await turn.deps.cohorts.ofMember(personId);
  const lines = [
    ...led.map((cohort) => `- **${cohort.name}**: ${inOneLine(cohort)}`),
    ...(await Promise.all(own.map((cohort) => lineOfMember(cohort, turn)))),
  ];
  const mayCreate = standing.isFacilitator || led.length > 0;
  const text =
    lines.length > 0
      ? lines.join('\n')
      : mayCreate
        ? 'There is no cohort yet. A cohort takes the course together: it has people, channels, a first day and who leads it.'
        : 'You are in no cohort. With a code from your facilitator, say “join K7QM-4XPD”, with your own code.';
  return privateReply('Director', text, turn, {
    buttons: [
      ...led.slice(0, mostButtons).map(({ name, _id }) => button(name, 'group', _id)),
      ...(mayCreate ? [button('New cohort', 'cohort', 'new')] : []),
      ...own.map(({ name, _id }) => button(`Leave ${name}`, 'withdraw', _id)),
    ],
  });
}

async function lineOfMember(cohort: Cohort, turn: Turn): Promise<string> {
  const from = cohort.startsAt === undefined ? '' : `, from ${dayOf(cohort.startsAt, cohort.timeZone)}`;
  return `- You are in **${cohort.name}**${from}. It is led by ${await leadersInWords(cohort, turn.deps)}.`;
}

/** All that is set of a cohort, for those who lead it. */
async function showCohort(cohort: Cohort, turn: Turn): Promise<Reply> {
  return privateReply('Director', await cardOf(cohort, turn.deps), turn, {
    buttons:
      cohort.endedAt === undefined
        ? [
            button('Who is stuck', 'health', cohort._id),
            button('Invite code', 'invite', cohort._id),
            button('Edit cohort', 'cohort', cohort._id),
          ]
        : [],
  });
}

export async function pressCohort(cohortId: string, turn: Turn): Promise<Reply> {
  const cohort = await ledCohort(cohortId, turn.person.personId, turn.deps);
  return cohort ? showCohort(cohort, turn) : notYours(turn);
}

export async function pressHealth(cohortId: string, turn: Turn): Promise<Reply> {
  const cohort = await ledCohort(cohortId, turn.person.personId, turn.deps);
  return cohort ? showHealth(cohort, turn) : notYours(turn);
}

async function rename(cohort: Cohort, to: string, turn: Turn): Promise<Reply> {
  const { cohorts } = turn.deps;
  const all = (await cohorts.all()).filter(({ endedAt, _id }) => endedAt === undefined && _id !== cohort._id);
  const wrong = nameError(
    to,
    all.map(({ name }) => name),
  );
  if (wrong !== undefined) return privateReply('Director', wrong, turn);
  await noteAct('rename cohort', turn, { detail: to });
  await cohorts.change(cohort._id, () => ({ name: to }));
  return privateReply('Director', `${cohort.name} is now called ${to}.`, turn);
}

function askEnd(cohort: Cohort, turn: Turn): Reply {
  return privateReply(
    'Director',
    `End ${cohort.name}? Its people and all they have stay as they are. Its code closes, nobody joins any more, and what is scheduled for its channels is not posted. It cannot be begun again.`,
    turn,
    { buttons: [button('End cohort', 'endcohort', cohort._id)] },
  );
}

export async function endCohort(cohortId: string, turn: Turn): Promise<Reply> {
  const cohort = await ledCohort(cohortId, turn.person.personId, turn.deps);
  if (!cohort) return notYours(turn);
  if (cohort.endedAt === undefined) {
    await noteAct('end cohort', turn, { detail: cohort.name });
    const now = turn.deps.clock.nowMs();
    await turn.deps.cohorts.change(cohortId, ({ endedAt }) =>
      endedAt === undefined ? { endedAt: now, code: undefined } : {},
    );
  }
  return privateReply('Director', `${cohort.name} is over. Nothing of its people was changed.`, turn);
}
