import type { ReplyPart } from './reply.ts';
import type { ThreadRef } from './thread-ref.ts';

/** Something to be said that no message asked for. The same key is said once, however often it is given. */
export interface JobMessage {
  key: string;
  thread: ThreadRef;
  accountId: string;
  personId: string;
  part: ReplyPart;
  /** The message whose place it takes. */
  platformMessageId?: string;
}

/** How far a post is: under way also where the platform asks to wait, or did not answer. */
export type PostOutcome =
  | { kind: 'said'; platformMessageId: string }
  | { kind: 'under-way' }
  | { kind: 'failed' };
