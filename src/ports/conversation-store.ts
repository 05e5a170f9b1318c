import type { Conversation, ConversationMessage } from '../domain/conversation.ts';
import type { SystemRole } from '../domain/system-role.ts';
import type { Surface, ThreadRef } from '../domain/thread-ref.ts';

export interface ConversationStore {
  get(conversationId: string): Promise<Conversation | undefined>;
  /**
   * Opens the conversation and its participants where they are new, and adds the messages whose ids are new. Rejects
   * messages of another conversation, and those that do not name their reader exactly where they are for one person.
   */
  record(
    thread: ThreadRef,
    turn: {
      personId: string;
      title: string;
      agents: SystemRole[];
      /** Owns the conversation if this turn opens it and nobody else does. */
      opensWith?: SystemRole;
      /** Owns it from now on; undefined leaves it as it is. */
      owningAgent: SystemRole | undefined;
      messages: ConversationMessage[];
      nowMs: number;
    },
  ): Promise<void>;
  /** Conversations on a surface with a message since then, newest first, at most `limit`. */
  activeSince(surface: Surface, sinceMs: number, limit: number): Promise<Conversation[]>;
  /** The bot leaves the conversation; a turn that is recorded with a later message brings it back. */
  mute(conversationId: string, atMs: number): Promise<void>;
  /**
   * The last messages, oldest first, at most `limit`: those that everybody in the thread may see, and with a person
   * named also what was said to them alone. A channel's context is read without a person.
   */
  recent(conversationId: string, personId: string | undefined, limit: number): Promise<ConversationMessage[]>;
}
