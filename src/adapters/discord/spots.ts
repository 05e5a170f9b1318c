import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';
import { isChannelPost, type ThreadRef } from '../../domain/thread-ref.ts';
import { shorten } from '../../markdown/shorten.ts';
import type { Logger } from '../../ports/logger.ts';
import type { CallOutcome } from './call-outcome.ts';
import { type DiscordApi, isRefused } from './discord-api.ts';
import { readContent } from './read-content.ts';

/** Where a thread's words are said. */
export interface Spot {
  channelId: string;
  /** The channel that webhooks belong to; none in direct messages. */
  parentId?: string;
  /** The question, where no thread could be made for it. */
  replyTo?: string;
}

export interface Spots {
  /** Remembers what a thread will be called that is made for this question. */
  nameAfter(thread: ThreadRef, question: string): void;
  /** Makes a thread for a question in a channel, unless there is one. */
  of(thread: ThreadRef): Promise<CallOutcome<Spot>>;
  /** Without making anything: where a sign that something is under way is seen. */
  glimpse(thread: ThreadRef): string;
}

const nameCharacters = 100;
const mostRemembered = 10_000;

const done = (result: Spot): CallOutcome<Spot> => ({ kind: 'done', result });

type Refused = Extract<CallOutcome<never>, { kind: 'refused' }>;
/** Why nothing follows from an outcome: it was lost, or refused for now. Nothing was said yet, so it may be tried again. */
function later(outcome: CallOutcome<unknown>): Refused | undefined {
  if (outcome.kind === 'unknown') return { kind: 'refused', code: 0, why: outcome.why, retryable: true };
  return outcome.kind === 'refused' && outcome.retryable ? outcome : undefined;
}

/** @param isThread Whether the gateway has told of a thread with this id. */
export function createSpots(api: DiscordApi, isThread: (id: string) => boolean, log: Logger): Spots {
  const names = new Map<string, string>();
  const known = new Map<string, Spot>();

  function remember<Value>(all: Map<string, Value>, key: string, value: Value): Value {
    if (all.size >= mostRemembered) all.clear();
    all.set(key, value);
    return value;
  }

  async function find({ place, root }: ThreadRef): Promise<CallOutcome<Spot>> {
    const inThread = { channelId: root, parentId: place };
    if (isThread(root)) return done(inThread);
    const name = await nameOf(place, root);
    if (name.kind === 'later') return name.outcome;
    const made = name.kind === 'none' ? undefined : await api.startThread(place, root, name.name);
    if (made && (made.kind === 'done' || isRefused(made, Code.ThreadAlreadyCreatedForMessage)))
      return done(inThread);
    // Nothing was said yet, so it may be tried again: then the thread is there.
    const notMadeYet = made && later(made);
    if (notMadeYet) return notMadeYet;
    // Begun by a command, or a thread without a message that the gateway has not told of, such as an archived one.
    const itself = await api.channel(root);
    if (itself.kind === 'done') return done(inThread);
    const notSeenYet = later(itself);
    if (notSeenYet) return notSeenYet;
    if (made?.kind !== 'refused') return done({ channelId: place, parentId: place });
    log.warn(
      { place, error: made.why, cure: 'let the bot create public threads in that channel' },
      'no thread could be made for a question: it is answered in the channel',
    );
    return done({ channelId: place, parentId: place, replyTo: root });
  }

  /**
   * After a restart the question is read back. None where the thread did not begin with a message; where Discord did not
   * say, that is not known, and an answer in the channel would be one where nobody looks for it.
   */
  async function nameOf(
    place: string,
    root: string,
  ): Promise<{ kind: 'name'; name: string } | { kind: 'none' } | { kind: 'later'; outcome: Refused }> {
    const kept = names.get(root);
    if (kept !== undefined) return { kind: 'name', name: kept };
    const question = await api.message(place, root);
    const outcome = later(question);
    if (outcome) return { kind: 'later', outcome };
    if (question.kind !== 'done') return { kind: 'none' };
    const nobody = () => undefined;
    const { content, mentions } = question.result;
    const user = (id: string) => mentions.find((mentioned) => mentioned.id === id)?.username;
    return { kind: 'name', name: nameFrom(readContent(content, { user, role: nobody, channel: nobody })) };
  }

  return {
    nameAfter: ({ root }, question) => void remember(names, root, nameFrom(question)),
    of: async (thread) => {
      if (thread.audience === 'direct') return done({ channelId: thread.place });
      if (isChannelPost(thread)) return done({ channelId: thread.place, parentId: thread.place });
      const kept = known.get(thread.root);
      if (kept) return done(kept);
      const found = await find(thread);
      if (found.kind === 'done') remember(known, thread.root, found.result);
      return found;
    },
    glimpse: ({ place, root, audience }) => {
      if (audience === 'direct') return place;
      return known.get(root)?.channelId ?? (isThread(root) ? root : place);
    },
  };
}

/** The question without the mention that begins it. */
function nameFrom(question: string): string {
  const words = question
    .replace(/^\s*@Elevate\b[\s,:]*/i, '')
    .replace(/\s+/g, ' ')
    .trim();
  return shorten(words || 'A question', nameCharacters);
}
