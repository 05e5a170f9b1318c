import type { Incoming } from '../../domain/incoming.ts';
import type { Form, ReplyPart } from '../../domain/reply.ts';
import type { Choice } from './render-choices.ts';

/** What Discord needs of the program; the root hands it over. */
export interface DiscordProgram {
  /** Rejects when it could not be kept. */
  receive(event: Incoming): Promise<'kept' | 'known'>;
  answerNow(
    event: Extract<Incoming, { kind: 'press' | 'form' }>,
  ): Promise<{ kind: 'form'; form: Form } | { kind: 'sentence'; sentence: string } | { kind: 'queued' }>;
  /** What was said to somebody alone in answer to an event, in order; nothing where it was said to somebody else. */
  saidPrivately(eventId: string, accountId: string): Promise<ReplyPart[]>;
  /** What may be suggested while a command is typed. */
  agents: readonly Choice[];
  /** Each with the agent whose it is. */
  prompts: ReadonlyArray<Choice & { agent: string }>;
}

/** Remembers which commands were registered, so that they are registered anew on a change only. */
export interface RegisteredCommands {
  read(applicationId: string): Promise<string | undefined>;
  write(applicationId: string, hash: string): Promise<void>;
}
