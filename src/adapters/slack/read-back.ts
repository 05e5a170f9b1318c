import type { OutboxEntry } from '../../domain/outbox-entry.ts';
import type { Finding } from '../../ports/chat-platform.ts';
import { outcomeOf } from './call-outcome.ts';
import { isPersonId, type MessagePlace, messageIdOf } from './message-place.ts';
import { cureOf } from './refusals.ts';
import { deliveryEventType } from './render-part.ts';
import type { Workspace } from './workspaces.ts';

/** Slack's clock and ours may differ by this much. */
const clockSkewMs = 60_000;
const pageMessages = 100;
/** A thread in which more was said since than this many pages hold is looked through in a later attempt, or not at all. */
const mostPages = 10;

/** Where there is no such place (any more) for us, nothing of ours was said in it. */
const noSuchPlace = new Set(['thread_not_found', 'channel_not_found', 'not_in_channel']);

type Message = {
  ts?: string;
  metadata?: { event_type?: string; event_payload?: object };
  blocks?: Array<{ block_id?: string }>;
};

/** Looks through a place for the message of an entry: by the key in its metadata, or in the first block of a stream. */
export async function readBack(
  entry: OutboxEntry,
  workspace: Workspace,
  { channel: given, threadTs }: Pick<MessagePlace, 'channel' | 'threadTs'>,
): Promise<Finding> {
  const { client } = workspace;
  let channel = given;
  if (isPersonId(given)) {
    const opened = await outcomeOf(client.conversations.open({ users: given }));
    if (opened.kind !== 'done') return unread(opened);
    channel = opened.result.channel?.id ?? '';
  }
  const range = {
    channel,
    oldest: String((entry.createdAt - clockSkewMs) / 1_000),
    limit: pageMessages,
    include_all_metadata: true,
  };
  let cursor: string | undefined;
  for (let page = 1; page <= mostPages; page += 1) {
    const from = cursor === undefined ? range : { ...range, cursor };
    const outcome = await outcomeOf(
      threadTs === undefined
        ? client.conversations.history(from)
        : client.conversations.replies({ ...from, ts: threadTs }),
    );
    if (outcome.kind !== 'done') return unread(outcome);
    const { messages = [], response_metadata: more } = outcome.result;
    for (const message of messages as Message[]) {
      const found = asDelivery(message, entry, channel);
      if (found) return found;
    }
    cursor = more?.next_cursor;
    if (!cursor) return { kind: 'absent' };
  }
  return { kind: 'unknown' };
}

function unread(
  outcome: { kind: 'unknown' } | { kind: 'refused'; error: string; retryable: boolean },
): Finding {
  if (outcome.kind === 'unknown' || outcome.retryable) return { kind: 'unknown' };
  if (noSuchPlace.has(outcome.error)) return { kind: 'absent' };
  return cureOf(outcome.error) ? { kind: 'unreadable', why: outcome.error } : { kind: 'unknown' };
}

function asDelivery(
  { ts, metadata, blocks }: Message,
  { _id: key, content }: OutboxEntry,
  channel: string,
): Finding | undefined {
  if (ts === undefined) return undefined;
  const platformMessageId = messageIdOf(channel, ts);
  const payload = (metadata?.event_payload ?? {}) as { key?: unknown; growing?: unknown };
  if (metadata?.event_type === deliveryEventType && payload.key === key)
    return { kind: payload.growing === true ? 'absent' : 'found', platformMessageId };
  // A stream takes no metadata before its end, and files take none at all: their first block has the key.
  if (!blocks?.some((block) => block.block_id === key)) return undefined;
  return { kind: content.files ? 'found' : 'absent', platformMessageId };
}
