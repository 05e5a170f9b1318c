import type { ReplyPart } from './reply.ts';
import type { ThreadRef } from './thread-ref.ts';

/** Something to be said that no message asked for. The same key is said once, however often it is given. */
export interface JobMessage {
  key: string;
  thread: ThreadRef;
  accountId: string;
  personId: string;
  part: ReplyPart;
}
