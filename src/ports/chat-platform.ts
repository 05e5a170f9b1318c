import type { Author } from '../domain/incoming.ts';
import type { OutboxEntry } from '../domain/outbox-entry.ts';
import type { ReplyPart } from '../domain/reply.ts';
import type { Surface, ThreadRef } from '../domain/thread-ref.ts';

/** What became of one attempt to say something. */
export type DeliveryResult =
  | { kind: 'delivered'; platformMessageId: string }
  | { kind: 'not-delivered'; retryable: boolean; retryAfterMs?: number; why: string }
  /** Sent, and the answer was lost: it must be looked for before it is sent again. */
  | { kind: 'unknown'; why: string };

export type Finding =
  | { kind: 'found'; platformMessageId: string }
  | { kind: 'absent'; platformMessageId?: string }
  | { kind: 'unknown' }
  /** It will never be known: the platform does not let us read there. */
  | { kind: 'unreadable'; why: string };

/** The side of a surface that speaks. None of its members rejects. */
export interface ChatPlatform {
  readonly surface: Surface;
  /**
   * A part as the messages that it takes here, each within the surface's limits, the first under the part's own name:
   * pure, and the same every time.
   */
  split(part: ReplyPart): ReplyPart[];
  /** The root of the thread under a post of ours; absent where the post's own root stays. */
  rootUnder?(platformMessageId: string): string;
  /** What the platform tells of somebody beside their id: name, time zone. As they are given where it cannot be asked. */
  lookUp(author: Author): Promise<Author>;
  /**
   * Until when somebody has told the platform not to disturb them, in milliseconds since the epoch; nothing where they are
   * not to be spared, or it cannot be asked. Absent on platforms that do not tell.
   */
  notDisturbedUntil?(accountId: string, nowMs: number): Promise<number | undefined>;
  /** Shows at once that something was received or is going on. Best effort: a sign that is lost is not repeated. */
  showStatus(thread: ThreadRef, accountId: string, text: string): Promise<void>;
  /** Takes that sign back where nothing is said in the end. Absent where it goes by itself. Best effort. */
  endStatus?(thread: ThreadRef): Promise<void>;
  /** Says it: posts, or edits where `entry.platformMessageId` names a message already there. */
  deliver(entry: OutboxEntry): Promise<DeliveryResult>;
  /** Shows how far a growing entry is. Best effort: the end is delivered in any case. */
  grow(entry: OutboxEntry, textSoFar: string): Promise<DeliveryResult>;
  /**
   * Looks for a message whose delivery is unknown. `found`: the whole of it is there. `absent`: it is not, or only as
   * far as it grew (then with the id of what is there), and `deliver` may say it without doubling anything.
   */
  find(entry: OutboxEntry): Promise<Finding>;
}
