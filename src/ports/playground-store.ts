import type { PlaygroundMessage } from '../domain/playground-message.ts';

/** In `visibleTo`: everybody in the place, rather than one account. No account may have this name. */
export const everyone = 'everyone';

/** The playground's own messages: what Slack and Discord keep for themselves. */
export interface PlaygroundStore {
  /**
   * Posts, or puts it in place of the message of the same id. Its `revision` is given by the store and rises with each
   * call; whoever has read a revision could read every earlier one. When it was first posted is kept. Rejects a direct message for everyone.
   */
  put(message: Omit<PlaygroundMessage, 'revision'>): Promise<PlaygroundMessage>;
  /** Whether it was posted to its end: false for one that still grows. */
  has(id: string): Promise<boolean>;
  /** Messages changed after `revision` that the account may see (every message for `undefined`), oldest change first. */
  since(revision: number, visibleTo: string | undefined, limit: number): Promise<PlaygroundMessage[]>;
  /** The messages that the account may see, last changed first. */
  latest(visibleTo: string, limit: number): Promise<PlaygroundMessage[]>;
  /** The messages of a place that the account may see, last changed first. `place` as in a thread, such as `dm:ana`. */
  inPlace(place: string, visibleTo: string, limit: number): Promise<PlaygroundMessage[]>;
  /** The newest messages of a thread that the account may see, in the order in which they were first posted. */
  inThread(place: string, root: string, visibleTo: string, limit: number): Promise<PlaygroundMessage[]>;
  /** One message that the account may see. */
  get(id: string, visibleTo: string): Promise<PlaygroundMessage | undefined>;
  /** The highest revision there is; 0 where there is no message. */
  lastRevision(): Promise<number>;
  seen(reader: string): Promise<number | undefined>;
  setSeen(reader: string, revision: number): Promise<void>;
}
