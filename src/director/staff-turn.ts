import { linkNames, readLinkWish } from '../course/read-link-wish.ts';
import type { Cohort } from '../domain/cohort.ts';
import type { Button, Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import type { Standing } from '../ports/staff-store.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { cohortMeant } from './cohort-turn.ts';
import { button, say } from './reply-parts.ts';
import {
  facilitatorRole as facilitator,
  ledCohort,
  noteAct as note,
  peopleNamed,
  standingOf,
} from './staff.ts';
import type { Turn } from './turn.ts';

const student = 'Student';
const adminsOnly =
  'Only an administrator can say who is a facilitator; whoever runs this bot names them in its setting ADMINS.';
const facilitatorsOnly = 'Only a facilitator can change the links of a module.';

/** "make @fay a facilitator", "remove @fay as facilitator": asked once. */
export async function askAppointment(text: string, turn: Turn): Promise<Reply> {
  const { on, name, cohort } = readAppointment(text);
  if (cohort !== undefined) return askCohortLeader(on, name, cohort, turn);
  if (!(await whoAsks(turn)).isAdmin) return alone(turn, adminsOnly);
  if (name === '') return alone(turn, 'Whom do you mean? Say “make @name a facilitator”.');
  const person = await onePerson(name, turn);
  if (typeof person === 'string') return alone(turn, person);
  const { personId, accountId, role } = person;
  if ((role === facilitator) === on) return alone(turn, appointmentAsItIs(person.name, on));
  return on
    ? alone(
        turn,
        `Make ${person.name} (account ${accountId}) a facilitator? They can then set the links of the modules, for everybody.`,
        [button('Make facilitator', 'appoint', personId)],
      )
    : alone(turn, `Take the role of facilitator from ${person.name} (account ${accountId})?`, [
        button('Remove facilitator', 'dismiss', personId),
      ]);
}

async function onePerson(name: string, turn: Turn): Promise<Standing | string> {
  const [person, other] = await peopleNamed(name, turn.incoming.author, turn.deps);
  if (!person) return `I know nobody called ${name} here. Once they have written to me, ask me again.`;
  return other ? `Several people are called ${name}. Say it with the id of the one you mean.` : person;
}

/** "make @ben a facilitator of Spring 26": whoever leads a cohort says who leads it with them. */
async function askCohortLeader(on: boolean, name: string, named: string, turn: Turn): Promise<Reply> {
  const found = await cohortMeant(named, turn);
  if ('reply' in found) return found.reply;
  const { cohort } = found;
  const person = await onePerson(name, turn);
  if (typeof person === 'string') return alone(turn, person);
  const leads = cohort.facilitatorPersonIds.includes(person.personId);
  if (leads === on) return alone(turn, leadsAsItIs(person.name, cohort, on));
  const id = `${person.personId}~${cohort._id}`;
  return on
    ? alone(
        turn,
        `Make ${person.name} (account ${person.accountId}) a facilitator of ${cohort.name}? They then see how far its people are, and write to its channels.`,
        [button('Make facilitator', 'appoint', id)],
      )
    : alone(turn, `Take ${person.name} (account ${person.accountId}) out of those who lead ${cohort.name}?`, [
        button('Remove facilitator', 'dismiss', id),
      ]);
}

async function appointInCohort(personId: string, cohortId: string, on: boolean, turn: Turn): Promise<Reply> {
  const { staff, cohorts } = turn.deps;
  const cohort = await ledCohort(cohortId, turn.person.personId, turn.deps);
  const person = await staff.byPerson(personId);
  if (!cohort || !person) return alone(turn, sentenceFor({ kind: 'not-yours' }));
  if (cohort.facilitatorPersonIds.includes(personId) !== on) {
    await note(on ? 'make cohort facilitator' : 'remove cohort facilitator', turn, {
      subjectPersonId: personId,
      detail: cohort.name,
    });
    await cohorts.change(cohortId, ({ facilitatorPersonIds }) => {
      const others = facilitatorPersonIds.filter((one) => one !== personId);
      return { facilitatorPersonIds: on ? [...others, personId] : others };
    });
  }
  return alone(turn, leadsAsItIs(person.name, cohort, on));
}

function leadsAsItIs(name: string, cohort: Cohort, on: boolean): string {
  return on ? `${name} leads ${cohort.name}.` : `${name} does not lead ${cohort.name}.`;
}

/** The answer to that question. */
export async function appoint(id: string, on: boolean, turn: Turn): Promise<Reply> {
  const { staff, cohorts } = turn.deps;
  const [personId = '', cohortId] = id.split('~');
  if (cohortId !== undefined) return appointInCohort(personId, cohortId, on, turn);
  if (!(await whoAsks(turn)).isAdmin) return alone(turn, adminsOnly);
  const person = await staff.byPerson(personId);
  if (!person) return alone(turn, sentenceFor({ kind: 'outdated-button' }));
  if ((person.role === facilitator) === on) return alone(turn, appointmentAsItIs(person.name, on));
  await note(on ? 'make facilitator' : 'remove facilitator', turn, { subjectPersonId: personId });
  await staff.setRole(personId, on ? facilitator : student);
  // Nobody goes on leading a cohort by a list when the role is taken from them.
  for (const { _id } of on ? [] : await cohorts.ledBy(personId))
    await cohorts.change(_id, ({ facilitatorPersonIds }) => ({
      facilitatorPersonIds: facilitatorPersonIds.filter((one) => one !== personId),
    }));
  return alone(turn, appointmentAsItIs(person.name, on));
}

/** "set video for Gift https://…", "remove video for Gift": read back first. */
export async function askModuleLink(text: string, turn: Turn): Promise<Reply> {
  const { catalogue, links, pending, clock } = turn.deps;
  if (!(await whoAsks(turn)).isFacilitator) return alone(turn, facilitatorsOnly);
  const steps = catalogue.modules.map(({ step }) => step);
  const wish = readLinkWish(text, steps);
  if (wish?.kind === 'unknown-module')
    return alone(turn, `There is no module “${wish.named}”. There are: ${steps.join(', ')}.`);
  if (wish?.kind === 'wrong-address')
    return alone(
      turn,
      'I take an address that begins with https:// and nothing after it. Nothing is changed.',
    );
  if (wish?.kind !== 'set' && wish?.kind !== 'remove')
    return alone(turn, 'Say it with the address: “set video for Gift https://…”.');
  const what = `the ${linkNames[wish.link]} of ${wish.step}`;
  const now = (await links.read(steps.indexOf(wish.step)))[wish.link];
  if (wish.kind === 'remove' && now === undefined)
    return alone(turn, `There is nothing to remove: ${wish.step} has no ${linkNames[wish.link]}.`);
  if (wish.kind === 'set' && now === wish.url) return alone(turn, `That is ${what} already.`);
  const id = stableId('module-link', turn.incoming.id);
  await pending.put({ _id: id, userId: turn.person.userId, text, createdAt: clock.nowMs() });
  const before = now === undefined ? '' : `\nNow it is ${now}`;
  return wish.kind === 'set'
    ? alone(turn, `Set ${what} to ${wish.url}? Everybody who reads the module gets it.${before}`, [
        button('Set link', 'link', id),
      ])
    : alone(turn, `Remove ${what}?${before}`, [button('Remove link', 'link', id)]);
}

/** The answer to that question: the words that were read back are read once more. */
export async function changeModuleLink(requestId: string, turn: Turn): Promise<Reply> {
  const { catalogue, links, pending } = turn.deps;
  if (!(await whoAsks(turn)).isFacilitator) return alone(turn, facilitatorsOnly);
  const request = await pending.get(turn.person.userId, requestId);
  if (!request) return alone(turn, sentenceFor({ kind: 'not-yours' }));
  const wish = readLinkWish(
    request.text,
    catalogue.modules.map(({ step }) => step),
  );
  const module = catalogue.modules.find(
    ({ step }) => (wish?.kind === 'set' || wish?.kind === 'remove') && step === wish.step,
  );
  if (!module || (wish?.kind !== 'set' && wish?.kind !== 'remove'))
    return alone(turn, sentenceFor({ kind: 'outdated-button' }));
  const { moduleNumber, step } = module;
  const url = wish.kind === 'set' ? wish.url : undefined;
  const what = `${linkNames[wish.link]} of ${step}`;
  if ((await links.read(moduleNumber))[wish.link] !== url) {
    await note(url === undefined ? 'remove module link' : 'set module link', turn, { detail: what });
    await links.set(moduleNumber, wish.link, url);
  }
  const done = url === undefined ? `The ${what} is removed.` : `The ${what} is now ${url}`;
  return alone(turn, done, [button('Open the lesson', 'lesson', `${moduleNumber}.0`)]);
}

function whoAsks({ person, deps }: Turn) {
  return standingOf(person.personId, deps);
}

/** The name as it was written. The joiner is ours, from a text that was made harmless. */
function readAppointment(text: string): { on: boolean; name: string; cohort?: string } {
  const plain = text.replaceAll('\u200d', '').replace(/[\s.!?]+$/, '');
  const made = /\bmake\s+@?(.*?)\s*\ban?\s+facilitator\b(?: (?:of|for|in) (.+))?/i.exec(plain);
  const removed = /\bremove\s+@?(.*?)\s*\bas\s+(?:an?\s+)?facilitator\b(?: (?:of|from|for) (.+))?/i.exec(
    plain,
  );
  const [, name = '', cohort] = made ?? removed ?? [];
  return { on: made !== null, name: name.trim(), ...(cohort === undefined ? {} : { cohort: cohort.trim() }) };
}

function appointmentAsItIs(name: string, on: boolean): string {
  return on ? `${name} is a facilitator.` : `${name} is no facilitator.`;
}

function alone(turn: Turn, text: string, buttons: Button[] = []): Reply {
  return [say('Director', text, { audience: turn.inChannel ? 'person' : 'thread', buttons })];
}
