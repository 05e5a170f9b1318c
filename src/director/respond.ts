import type { Incoming } from '../domain/incoming.ts';
import type { Reply } from '../domain/reply.ts';
import { threadKeyOf } from '../domain/thread-ref.ts';
import type { KnownPerson } from '../ports/people-store.ts';
import { answerForm } from './answer-form.ts';
import { answerMessage } from './answer-message.ts';
import { answerPress } from './answer-press.ts';
import { joinByChannel, noteOfJoining } from './cohort-joining.ts';
import type { DirectorDeps, Turn, TurnView } from './turn.ts';
import { welcome } from './welcome.ts';

/**
 * What this person gets for what they did; nothing when it was not for us. May be begun again: its effects are keyed
 * by the event.
 */
export async function respond(
  incoming: Incoming,
  person: KnownPerson,
  work: Turn['work'],
  view: TurnView,
  deps: DirectorDeps,
): Promise<Reply> {
  const conversation = await deps.conversations.get(threadKeyOf(incoming.thread));
  const turn: Turn = {
    incoming,
    person,
    conversation,
    files: incoming.kind === 'message' ? (incoming.files ?? []) : [],
    inChannel: incoming.thread.audience === 'channel',
    work,
    view,
    deps,
  };
  const joined = turn.inChannel ? await joinByChannel(turn) : undefined;
  const answered = await answer(incoming, turn);
  const reply =
    joined && answered.length > 0 ? [...answered, ...(await noteOfJoining(joined, turn))] : answered;
  // Behind the answer: nobody who asks something first is kept from it. Who got none was not speaking to us.
  return deps.welcomes && reply.length > 0 ? [...reply, ...(await welcome(turn))] : reply;
}

function answer(incoming: Incoming, turn: Turn): Promise<Reply> {
  if (incoming.kind === 'message') return answerMessage(incoming, turn);
  return incoming.kind === 'press' ? answerPress(incoming, turn) : answerForm(incoming, turn);
}
