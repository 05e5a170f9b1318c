import type { Conversation, ConversationMessage } from '../domain/conversation.ts';
import type { SystemRole } from '../domain/system-role.ts';
import type { ThreadRef } from '../domain/thread-ref.ts';

export interface ConversationStore {
  get(conversationId: string): Promise<Conversation | undefined>;
  /** Opens the conversation and its participants where they are new, and adds the messages whose ids are new. */
  record(
    thread: ThreadRef,
    turn: {
      personId: string;
      title: string;
      agents: SystemRole[];
      owningAgent: SystemRole | undefined;
      messages: ConversationMessage[];
      nowMs: number;
    },
  ): Promise<void>;
  /** The last messages that this person may see here, oldest first, at most `limit`. */
  recent(conversationId: string, personId: string, limit: number): Promise<ConversationMessage[]>;
}
