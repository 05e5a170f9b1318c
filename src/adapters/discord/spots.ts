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
    const name = names.get(root) ?? (await nameOfMessage(place, root));
    const made = name === undefined ? undefined : await api.startThread(place, root, name);
    if (made && (made.kind === 'done' || isRefused(made, Code.ThreadAlreadyCreatedForMessage)))
      return done(inThread);
    // Nothing was said yet, so it may be tried again: then the thread is there.
    if (made?.kind === 'unknown') return { kind: 'refused', code: 0, why: made.why, retryable: true };
    if (made?.kind === 'refused' && made.retryable) return made;
    // Begun by a command, or a thread without a message that the gateway has not told of, such as an archived one.
    const itself = await api.channel(root);
    if (itself.kind === 'done') return done(inThread);
    if (made?.kind !== 'refused') return done({ channelId: place, parentId: place });
    log.warn(
      { place, error: made.why, cure: 'let the bot create public threads in that channel' },
      'no thread could be made for a question: it is answered in the channel',
    );
    return done({ channelId: place, parentId: place, replyTo: root });
  }

  /** After a restart: the question is read back. Undefined where the thread did not begin with a message. */
  async function nameOfMessage(place: string, root: string): Promise<string | undefined> {
    const question = await api.message(place, root);
    if (question.kind !== 'done') return undefined;
    const nobody = () => undefined;
    const { content, mentions } = question.result;
    const user = (id: string) => mentions.find((mentioned) => mentioned.id === id)?.username;
    return nameFrom(readContent(content, { user, role: nobody, channel: nobody }));
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
