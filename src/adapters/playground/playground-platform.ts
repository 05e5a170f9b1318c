import type { OutboxEntry } from '../../domain/outbox-entry.ts';
import type { PlaygroundFile, ShownFile } from '../../domain/playground-file.ts';
import type { PlaygroundMessage } from '../../domain/playground-message.ts';
import { stableId } from '../../domain/stable-id.ts';
import type { ThreadRef } from '../../domain/thread-ref.ts';
import type { ChatPlatform, DeliveryResult } from '../../ports/chat-platform.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PlaygroundFileStore } from '../../ports/playground-file-store.ts';
import { everyone, type PlaygroundStore } from '../../ports/playground-store.ts';

/** Something that clients see at once, beside what is kept. */
export type PlaygroundSignal =
  | { kind: 'kept'; message: PlaygroundMessage }
  | { kind: 'growing'; message: PlaygroundMessage }
  | { kind: 'status'; thread: ThreadRef; accountId: string; text: string };

export interface PlaygroundPlatform extends ChatPlatform {
  /** Shows what a person wrote to everybody in the place. */
  showWritten(message: {
    id: string;
    thread: ThreadRef;
    accountId: string;
    text: string;
    files?: ShownFile[];
  }): Promise<void>;
  /** The message with what it has grown to by now: of a growing one only the beginning is kept. */
  asGrown(message: PlaygroundMessage): PlaygroundMessage;
  /** Returns a function that ends it. */
  onSignal(callback: (signal: PlaygroundSignal) => void): () => void;
}

/** The playground as a platform: keeps its own messages, under our keys, so that posting twice posts once. */
export function createPlaygroundPlatform(
  store: PlaygroundStore,
  files: PlaygroundFileStore,
  clock: Clock,
): PlaygroundPlatform {
  const listeners = new Set<(signal: PlaygroundSignal) => void>();
  /** Texts of the messages that grow just now, by id. */
  const growing = new Map<string, string>();
  const tell = (signal: PlaygroundSignal) => {
    for (const listener of listeners) listener(signal);
  };

  function messageOf(
    entry: OutboxEntry,
    text: string,
    finished: boolean,
  ): Omit<PlaygroundMessage, 'revision'> {
    const { files: _withBytes, ...content } = entry.content;
    const files = finished ? filesOf(entry, clock.nowMs()).map(({ shown }) => shown) : [];
    const alone = entry.content.audience === 'person' || entry.thread.audience === 'direct';
    return {
      // What changes a message takes its place.
      _id: entry.platformMessageId ?? entry._id,
      thread: entry.thread,
      answersAccountId: entry.accountId,
      visibleTo: alone ? entry.accountId : everyone,
      content: finished ? content : { ...content, text, buttons: [] },
      text,
      ...(files.length > 0 ? { files } : {}),
      ...(entry.inReplyTo ? { inReplyTo: entry.inReplyTo } : {}),
      cause: entry.cause,
      finished,
      postedAt: clock.nowMs(),
    };
  }

  async function post(
    message: Omit<PlaygroundMessage, 'revision'>,
    bytes: PlaygroundFile[] = [],
  ): Promise<DeliveryResult> {
    try {
      // First: whoever sees the message can open what it shows.
      for (const file of bytes) await files.put(file);
      tell({ kind: 'kept', message: await store.put(message) });
      return { kind: 'delivered', platformMessageId: message._id };
    } catch {
      // The id is ours, so sending again can never double it.
      return { kind: 'not-delivered', retryable: true, why: 'the store did not answer' };
    }
  }

  return {
    surface: 'playground',
    split: (part) => [part],
    lookUp: async (author) => author,
    showStatus: async (thread, accountId, text) => tell({ kind: 'status', thread, accountId, text }),
    deliver: async (entry) => {
      const bytes = filesOf(entry, clock.nowMs()).map(({ kept }) => kept);
      const result = await post(messageOf(entry, entry.content.text, true), bytes);
      growing.delete(entry._id);
      return result;
    },
    grow: async (entry, textSoFar) => {
      const message = messageOf(entry, textSoFar, false);
      growing.set(entry._id, textSoFar);
      if (entry.platformMessageId === undefined) return post(message);
      // Kept once when it opens; how it grows is only shown, and its end is kept again.
      tell({ kind: 'growing', message: { ...message, revision: 0 } });
      return { kind: 'delivered', platformMessageId: entry._id };
    },
    find: async (entry) => {
      try {
        return (await store.has(entry._id))
          ? { kind: 'found', platformMessageId: entry._id }
          : { kind: 'absent' };
      } catch {
        return { kind: 'unknown' };
      }
    },
    showWritten: async ({ id, thread, accountId, text, files: sent }) => {
      await post({
        _id: writtenId(id),
        thread,
        authorAccountId: accountId,
        visibleTo: thread.audience === 'direct' ? accountId : everyone,
        text,
        ...(sent && sent.length > 0 ? { files: sent } : {}),
        cause: 'message',
        finished: true,
        postedAt: clock.nowMs(),
      });
    },
    asGrown: (message) =>
      message.finished ? message : { ...message, text: growing.get(message._id) ?? message.text },
    onSignal: (callback) => {
      listeners.add(callback);
      return () => void listeners.delete(callback);
    },
  };
}

/** The playground's message of what a person wrote with the event of that id. */
export function writtenId(eventId: string): string {
  return `said:${eventId}`;
}

/** The files of an agent's message, as they are kept and as they are shown. Their ids are the message's: made once. */
function filesOf(entry: OutboxEntry, nowMs: number): Array<{ kept: PlaygroundFile; shown: ShownFile }> {
  return (entry.content.files ?? []).map(({ name, mediaType, alt, content, encoding }, index) => {
    const id = stableId('playground-file', entry._id, String(index));
    const content64 = encoding === 'base64' ? content : Buffer.from(content, 'utf8').toString('base64');
    const bytes = Buffer.byteLength(content64, 'base64');
    return {
      kept: {
        _id: id,
        accountId: entry.accountId,
        messageId: entry._id,
        name,
        mediaType,
        bytes,
        content: content64,
        storedAt: nowMs,
      },
      shown: { id, name, mediaType, bytes, alt },
    };
  });
}
