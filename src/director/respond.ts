import type { Incoming } from '../domain/incoming.ts';
import type { Reply } from '../domain/reply.ts';
import { threadKeyOf } from '../domain/thread-ref.ts';
import type { KnownPerson } from '../ports/people-store.ts';
import { answerForm } from './answer-form.ts';
import { answerMessage } from './answer-message.ts';
import { answerPress } from './answer-press.ts';
import type { DirectorDeps, Turn, TurnView } from './turn.ts';

export interface Answered {
  person: KnownPerson;
  /** Empty when the message was not for us. */
  reply: Reply;
}

/** Who is this, what did they do, what do they get for it. May be begun again: its effects are keyed by the event. */
export async function respond(
  incoming: Incoming,
  signals: Turn['signals'],
  view: TurnView,
  deps: DirectorDeps,
): Promise<Answered> {
  const person = await deps.people.recognise(incoming.author, deps.clock.nowMs());
  const conversation = await deps.conversations.get(threadKeyOf(incoming.thread));
  const turn: Turn = {
    incoming,
    person,
    conversation,
    inChannel: incoming.thread.audience === 'channel',
    signals,
    view,
    deps,
  };
  if (incoming.kind === 'message') return { person, reply: await answerMessage(incoming, turn) };
  if (incoming.kind === 'press') return { person, reply: await answerPress(incoming, turn) };
  return { person, reply: await answerForm(incoming, turn) };
}
