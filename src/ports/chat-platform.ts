import type { OutboxEntry } from '../domain/outbox-entry.ts';
import type { Surface, ThreadRef } from '../domain/thread-ref.ts';

/** What became of one attempt to say something. */
export type DeliveryResult =
  | { kind: 'delivered'; platformMessageId: string }
  | { kind: 'not-delivered'; retryable: boolean; retryAfterMs?: number; why: string }
  /** Sent, and the answer was lost: it must be looked for before it is sent again. */
  | { kind: 'unknown'; why: string };

/** The side of a surface that speaks. None of its members rejects. */
export interface ChatPlatform {
  readonly surface: Surface;
  /** Shows at once that something was received or is going on. Best effort: a sign that is lost is not repeated. */
  showStatus(thread: ThreadRef, accountId: string, text: string): Promise<void>;
  /** Says it: posts, or edits where `entry.platformMessageId` names a message already there. */
  deliver(entry: OutboxEntry): Promise<DeliveryResult>;
  /** Shows how far a growing entry is. Best effort: the end is delivered in any case. */
  grow(entry: OutboxEntry, textSoFar: string): Promise<DeliveryResult>;
  /**
   * Looks for a message whose delivery is unknown. `found`: the whole of it is there. `absent`: it is not, or only as
   * far as it grew, and `deliver` may say it without doubling anything.
   */
  find(
    entry: OutboxEntry,
  ): Promise<{ kind: 'found'; platformMessageId: string } | { kind: 'absent' } | { kind: 'unknown' }>;
}
