import type { ThreadRef } from '../../domain/thread-ref.ts';

/** Where something happened, as far as a thread's place depends on it. */
export type DiscordPlace =
  | { kind: 'dm'; channelId: string }
  | { kind: 'channel'; channelId: string }
  | {
      kind: 'thread' | 'forum-thread';
      channelId: string;
      parentId: string;
      /** The command's interaction, where the thread was made from the answer to one: that began the conversation. */
      rootId?: string;
    };

/**
 * The thread that something belongs to. In a channel it is rooted at the message (or at the interaction, where there is
 * no message) that begins it. A public thread made from a message has the message's own id (discord-api-docs,
 * "Start Thread from Message"), so a question in a channel and all that follows in the thread made for it are one thread
 * here, without anything kept. A direct message is one running thread.
 *
 * @param beginsAt Id of what would begin a thread in a channel.
 */
export function threadAt(place: DiscordPlace, beginsAt: string): ThreadRef {
  const surface = 'discord';
  switch (place.kind) {
    case 'dm':
      return { surface, place: place.channelId, root: place.channelId, audience: 'direct' };
    case 'channel':
      return { surface, place: place.channelId, root: beginsAt, audience: 'channel' };
    case 'thread':
    case 'forum-thread':
      return { surface, place: place.parentId, root: place.rootId ?? place.channelId, audience: 'channel' };
  }
}
