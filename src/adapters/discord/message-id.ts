import type { OutboxEntry } from '../../domain/outbox-entry.ts';

/** By which door a message came in: only by the same one can it be changed. */
export type Door = 'bot' | 'interaction' | { webhookId: string };

/** A message of ours, as the outbox remembers it: `<channel>/<message>/<door>`. */
export interface SentMessage {
  channelId: string;
  messageId: string;
  door: Door;
}

export function formatMessageId({ channelId, messageId, door }: SentMessage): string {
  return [channelId, messageId, typeof door === 'string' ? door : door.webhookId].join('/');
}

/** What `formatMessageId` wrote. */
export function readMessageId(text: string): SentMessage {
  const [channelId = '', messageId = '', door = 'bot'] = text.split('/');
  return {
    channelId,
    messageId,
    door: door === 'bot' || door === 'interaction' ? door : { webhookId: door },
  };
}

export function sentBefore({
  platformMessageId,
}: Pick<OutboxEntry, 'platformMessageId'>): SentMessage | undefined {
  return platformMessageId === undefined ? undefined : readMessageId(platformMessageId);
}
