import type { OutboxEntry } from '../../domain/outbox-entry.ts';

/** For one person, in a place that others read too. */
export function isPrivate({ content, thread }: OutboxEntry): boolean {
  return content.audience === 'person' && thread.audience === 'channel';
}
