import type { PlaygroundFile } from '../domain/playground-file.ts';

/** The bytes of the playground's files: what Slack and Discord keep for themselves. */
export interface PlaygroundFileStore {
  /** Keeps it, once under one id. Returns what is kept there, which is another account's or older where the id was known. */
  put(file: PlaygroundFile): Promise<PlaygroundFile>;
  get(id: string): Promise<PlaygroundFile | undefined>;
  /** Gives the account's file to a message. False where it is not theirs, or another message has it. */
  attach(id: string, accountId: string, messageId: string): Promise<boolean>;
  /** Removes what was stored before. Returns how many went. */
  sweep(storedBeforeMs: number): Promise<number>;
}
