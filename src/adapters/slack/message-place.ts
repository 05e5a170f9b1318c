import type { OutboxEntry } from '../../domain/outbox-entry.ts';
import { isChannelPost, type ThreadRef } from '../../domain/thread-ref.ts';
import { isDirect, readPlace } from './slack-ids.ts';

/** Where a message goes. */
export interface MessagePlace {
  teamId: string;
  /** A channel; or a person, whose direct message Slack then opens. */
  channel: string;
  /** The message under which it stands; absent where it stands by itself. */
  threadTs: string | undefined;
}

/** Ids of people begin with U, or W in an organisation's grid. */
const personId = /^[UW]/;

/**
 * What is for one person in a channel goes to their direct message, and so does the answer to a slash command, which
 * nobody else sees.
 */
export function placeOfEntry({ thread, content, accountId }: OutboxEntry): MessagePlace {
  const { teamId, channelId } = readPlace(thread.place);
  const [, userId = ''] = accountId.split(':');
  const threadTs = threadTsOf(thread);
  if (isChannelPost(thread)) return { teamId, channel: channelId, threadTs: undefined };
  const goesToPerson = content.audience === 'person' && thread.audience === 'channel';
  if (goesToPerson || (threadTs === undefined && !isDirect(channelId) && !personId.test(channelId)))
    return { teamId, channel: userId, threadTs: undefined };
  return { teamId, channel: channelId, threadTs };
}

/** The root as a message's timestamp; what began in App Home or with a command has none. */
export function threadTsOf(thread: ThreadRef): string | undefined {
  return /^\d+\.\d+$/.test(thread.root) ? thread.root : undefined;
}

export function isPersonId(channel: string): boolean {
  return personId.test(channel);
}

/** The id by which the program remembers a message: its channel may be another than the thread's. */
export function messageIdOf(channel: string, ts: string): string {
  return `${channel}/${ts}`;
}

export function readMessageId(id: string): { channel: string; ts: string } {
  const [channel = '', ts = ''] = id.split('/');
  return { channel, ts };
}
