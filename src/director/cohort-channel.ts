import { type Cohort, type CohortPlace, isSamePlace } from '../domain/cohort.ts';
import type { Reply } from '../domain/reply.ts';
import { stableId } from '../domain/stable-id.ts';
import { surfaceSchema } from '../domain/thread-ref.ts';
import { notYours } from './cohort-card.ts';
import { privateReply } from './private-reply.ts';
import { button } from './reply-parts.ts';
import { ledCohort, noteAct } from './staff.ts';
import type { Turn } from './turn.ts';

/** Asked where it was said, and answered wherever the question is read: the channel is kept with the request. */
export async function askChannel(act: 'connect' | 'disconnect', cohort: Cohort, turn: Turn): Promise<Reply> {
  const { thread } = turn.incoming;
  if (!turn.inChannel)
    return privateReply(
      'Director',
      `Say it in the channel that you mean: “@Elevate ${act} this channel”. Here we are alone.`,
      turn,
    );
  const place = { surface: thread.surface, place: thread.place };
  const holder = await turn.deps.cohorts.inPlace(place.surface, place.place);
  if (act === 'connect' && holder)
    return privateReply(
      'Director',
      holder._id === cohort._id
        ? `This channel is ${cohort.name}’s already.`
        : `This channel is ${holder.name}’s. Disconnect it there first: “disconnect this channel from ${holder.name}”.`,
      turn,
    );
  if (act === 'disconnect' && holder?._id !== cohort._id)
    return privateReply('Director', `This channel is not ${cohort.name}’s.`, turn);
  const id = stableId('cohort-channel', turn.incoming.id);
  await turn.deps.pending.put({
    _id: id,
    userId: turn.person.userId,
    text: placeText(place),
    createdAt: turn.deps.clock.nowMs(),
  });
  return act === 'connect'
    ? privateReply(
        'Director',
        `Connect this channel to ${cohort.name}? Whoever writes here then belongs to it, and its announcements are posted here.`,
        turn,
        { buttons: [button('Connect channel', 'connect', `${cohort._id}~${id}`)] },
      )
    : privateReply(
        'Director',
        `Disconnect this channel from ${cohort.name}? Its people stay in it; announcements are no longer posted here.`,
        turn,
        { buttons: [button('Disconnect channel', 'disconnect', `${cohort._id}~${id}`)] },
      );
}

const placeText = ({ surface, place }: CohortPlace) => `${surface} ${place}`;

function readPlaceText(text: string): CohortPlace | undefined {
  const [, name, place = ''] = /^(\w+) (.+)$/.exec(text) ?? [];
  const surface = surfaceSchema.safeParse(name);
  return surface.success ? { surface: surface.data, place } : undefined;
}

export async function changeChannel(act: 'connect' | 'disconnect', id: string, turn: Turn): Promise<Reply> {
  const { cohorts, pending } = turn.deps;
  const [cohortId = '', requestId = ''] = id.split('~');
  const cohort = await ledCohort(cohortId, turn.person.personId, turn.deps);
  const request = await pending.get(turn.person.userId, requestId);
  const place = readPlaceText(request?.text ?? '');
  if (!cohort || cohort.endedAt !== undefined || !place) return notYours(turn);
  const holder = await cohorts.inPlace(place.surface, place.place);
  if (act === 'disconnect') {
    if (holder?._id === cohortId) {
      await noteAct('disconnect channel', turn, { detail: cohort.name });
      await cohorts.change(cohortId, ({ places }) => ({
        places: places.filter((one) => !isSamePlace(one, place)),
      }));
    }
    return privateReply(
      'Director',
      `That channel is not ${cohort.name}’s any more. Its people stay in it.`,
      turn,
    );
  }
  if (holder && holder._id !== cohortId)
    return privateReply('Director', `That channel is ${holder.name}’s by now, so I left it as it is.`, turn);
  if (!holder) {
    await noteAct('connect channel', turn, { detail: cohort.name });
    await cohorts.change(cohortId, ({ places }) =>
      places.some((one) => isSamePlace(one, place)) ? {} : { places: [...places, place] },
    );
  }
  return privateReply(
    'Director',
    `Connected: that channel is ${cohort.name}’s now. Whoever writes there belongs to it.`,
    turn,
  );
}
