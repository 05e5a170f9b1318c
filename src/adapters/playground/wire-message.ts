import type { PlaygroundMessage } from '../../domain/playground-message.ts';
import { everyone } from '../../ports/playground-store.ts';
import type { WireMessage } from './protocol.ts';

/** A stored message as clients see it. */
export function wireMessage(message: PlaygroundMessage): WireMessage {
  const { thread, content } = message;
  const place = thread.audience === 'direct' ? 'dm' : thread.place;
  return {
    id: message._id,
    to: message.visibleTo === everyone ? place : message.visibleTo,
    place,
    thread: thread.root,
    agent: content?.agent ?? null,
    author: message.authorAccountId ?? null,
    promptCode: content?.promptCode ?? null,
    text: message.text,
    buttons: (content?.buttons ?? []).map(({ label }) => ({ label })),
    form: content?.form ?? null,
    files: [],
    private: thread.audience === 'channel' && message.visibleTo !== everyone,
    inReplyTo: message.inReplyTo ?? null,
    cause: message.finished ? message.cause : 'update',
    at: message.postedAt,
    run: content?.executionId !== undefined,
  };
}
