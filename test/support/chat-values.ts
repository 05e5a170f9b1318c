import type { Incoming, IncomingMessage } from '../../src/domain/incoming.ts';
import { type OutboxEntry, outboxTable } from '../../src/domain/outbox-entry.ts';
import type { ReplyPart } from '../../src/domain/reply.ts';
import { type ThreadRef, threadKeyOf } from '../../src/domain/thread-ref.ts';

export const generalThread: ThreadRef = {
  surface: 'playground',
  place: '#general',
  root: 'm1',
  audience: 'channel',
};

export function threadNamed(root: string): ThreadRef {
  return { ...generalThread, root };
}

export function messageFrom(name: string, values: Partial<IncomingMessage> = {}): Incoming {
  return {
    kind: 'message',
    id: 'm1',
    thread: generalThread,
    author: { surface: 'playground', accountId: name, name },
    position: '0001',
    sentAtMs: 1_000,
    text: '@Writer H1 please',
    addressed: true,
    ...values,
  };
}

export function replyPart(values: Partial<ReplyPart> = {}): ReplyPart {
  return {
    part: 'answer',
    audience: 'thread',
    agent: 'Writer',
    text: 'Three headlines.',
    buttons: [{ id: '1:save:e1', label: 'Save' }],
    ...values,
  };
}

export function outboxEntry(values: Partial<OutboxEntry> = {}): OutboxEntry {
  const thread = values.thread ?? generalThread;
  return outboxTable.schema.parse({
    _id: 'reply:m1:answer',
    threadKey: threadKeyOf(thread),
    thread,
    position: '0001:0',
    accountId: 'ana',
    personId: 'p-ana',
    inReplyTo: 'm1',
    cause: 'message',
    content: replyPart(),
    state: 'waiting',
    claimedUntil: 0,
    attempts: 0,
    nextAttemptAt: 0,
    createdAt: 1_000,
    ...values,
  });
}
