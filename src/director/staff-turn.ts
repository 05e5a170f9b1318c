import { linkNames, readLinkWish } from '../course/read-link-wish.ts';
import { isAdmin } from '../domain/admin.ts';
import type { Button, Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import type { Standing } from '../ports/staff-store.ts';
import { sentenceFor } from '../sentences/failure-sentences.ts';
import { button, say } from './reply-parts.ts';
import type { Turn } from './turn.ts';

const facilitator = 'Facilitator';
const student = 'Student';
const adminsOnly =
  'Only an administrator can say who is a facilitator; whoever runs this bot names them in its setting ADMINS.';
const facilitatorsOnly = 'Only a facilitator can change the links of a module.';

/** "make @fay a facilitator", "remove @fay as facilitator": asked once. */
export async function askAppointment(text: string, turn: Turn): Promise<Reply> {
  if (!(await whoAsks(turn)).isAdmin) return alone(turn, adminsOnly);
  const { on, name } = readAppointment(text);
  if (name === '') return alone(turn, 'Whom do you mean? Say “make @name a facilitator”.');
  const found = await peopleNamed(name, turn);
  const [person, other] = found;
  if (!person) {
    return alone(turn, `I know nobody called ${name} here. Once they have written to me, ask me again.`);
  }
  if (other) {
    return alone(turn, `Several people are called ${name}. Say it with the id of the one you mean.`);
  }
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

/** The answer to that question. */
export async function appoint(personId: string, on: boolean, turn: Turn): Promise<Reply> {
  const { staff } = turn.deps;
  if (!(await whoAsks(turn)).isAdmin) return alone(turn, adminsOnly);
  const person = await staff.byPerson(personId);
  if (!person) return alone(turn, sentenceFor({ kind: 'outdated-button' }));
  if ((person.role === facilitator) === on) return alone(turn, appointmentAsItIs(person.name, on));
  await note(on ? 'make facilitator' : 'remove facilitator', turn, { subjectPersonId: personId });
  await staff.setRole(personId, on ? facilitator : student);
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

async function whoAsks(turn: Turn): Promise<{ isAdmin: boolean; isFacilitator: boolean }> {
  const { surface, accountId } = turn.incoming.author;
  const standing = await turn.deps.staff.standingOf(surface, accountId);
  const isOne = isAdmin(turn.deps.admins, { surface, accountId, email: standing?.email });
  return { isAdmin: isOne, isFacilitator: isOne || standing?.role === facilitator };
}

/** The name as it was written. The joiner is ours, from a text that was made harmless. */
function readAppointment(text: string): { on: boolean; name: string } {
  const plain = text.replaceAll('\u200d', '');
  const made = /\bmake\s+@?(.*?)\s*\ban?\s+facilitator\b/i.exec(plain);
  const removed = /\bremove\s+@?(.*?)\s*\bas\s+(?:an?\s+)?facilitator\b/i.exec(plain);
  return { on: made !== null, name: ((made ?? removed)?.[1] ?? '').trim() };
}

async function peopleNamed(name: string, turn: Turn): Promise<Standing[]> {
  const { surface, accountId } = turn.incoming.author;
  const { staff } = turn.deps;
  if (name.toLowerCase() === 'me') {
    const own = await staff.standingOf(surface, accountId);
    return own ? [own] : [];
  }
  return staff.named(surface, surface === 'slack' ? accountId.split(':')[0] : undefined, name);
}

function appointmentAsItIs(name: string, on: boolean): string {
  return on ? `${name} is a facilitator.` : `${name} is no facilitator.`;
}

async function note(
  action: string,
  turn: Turn,
  about: { subjectPersonId?: string; detail?: string },
): Promise<void> {
  await turn.deps.staff.note({
    _id: stableId('audit', turn.incoming.id),
    actorPersonId: turn.person.personId,
    action,
    ...about,
    at: turn.deps.clock.nowMs(),
  });
}

function alone(turn: Turn, text: string, buttons: Button[] = []): Reply {
  return [say('Director', text, { audience: turn.inChannel ? 'person' : 'thread', buttons })];
}
