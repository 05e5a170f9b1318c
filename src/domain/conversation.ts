import { z } from 'zod';
import { systemRoleSchema } from './system-role.ts';
import { defineTable } from './table.ts';
import { audienceSchema, surfaceSchema } from './thread-ref.ts';

/** One thread of a place. `_id` is its thread key. */
export const conversationSchema = z.strictObject({
  _id: z.string(),
  /** Platform that the thread lives on. */
  platform: surfaceSchema,
  place: z.string(),
  thread: z.string(),
  audience: audienceSchema,
  /** First words of the thread, at most 100 characters; absent once whoever wrote them has deleted their data. */
  title: z.string().optional(),
  /** Whose words the title is. */
  openedByPersonId: z.string().optional(),
  /** The agent that answered last and goes on when nobody else is named. */
  owningAgent: systemRoleSchema.optional(),
  createdAt: z.number(),
  lastMessageAt: z.number(),
  /** When somebody in the thread asked the bot to leave it. It is back with the first turn after that. */
  mutedAt: z.number().optional(),
});
export type Conversation = z.infer<typeof conversationSchema>;

export const conversationsTable = defineTable({
  name: 'conversations',
  purpose: 'Every thread that the bot takes part in.',
  schema: conversationSchema,
  indexes: [
    { name: 'by_place', keys: { platform: 1, place: 1, lastMessageAt: 1 } },
    { name: 'by_activity', keys: { platform: 1, lastMessageAt: 1 } },
  ],
});

/** A person or an agent in a conversation. `_id` is `<conversation>|<person or agent>`. */
export const conversationParticipantSchema = z.strictObject({
  _id: z.string(),
  conversationId: z.string(),
  personId: z.string().optional(),
  agentRole: systemRoleSchema.optional(),
  /** When they first wrote in it. */
  since: z.number(),
  /** Up to when a person has read it, where the surface tells. */
  lastReadAt: z.number().optional(),
});
export type ConversationParticipant = z.infer<typeof conversationParticipantSchema>;

export const conversationParticipantsTable = defineTable({
  name: 'conversationParticipants',
  purpose: 'Who takes part in a conversation.',
  schema: conversationParticipantSchema,
  indexes: [
    { name: 'by_conversation', keys: { conversationId: 1 } },
    { name: 'by_person', keys: { personId: 1 } },
  ],
});

/** One message of a conversation. `_id` is the platform event's id, or the outbox key for an agent's message. */
export const conversationMessageSchema = z.strictObject({
  _id: z.string(),
  conversationId: z.string(),
  /** Exactly one of the two wrote it. */
  authorPersonId: z.string().optional(),
  authorAgentRole: systemRoleSchema.optional(),
  text: z.string(),
  /** Everybody in the thread, or one person alone: what is private never enters a channel's context. */
  audience: z.enum(['thread', 'person']),
  /** With audience `person`: whom it was for. */
  audiencePersonId: z.string().optional(),
  /** Of an agent's message: whom it answers. */
  answeredPersonId: z.string().optional(),
  platformMessageId: z.string().optional(),
  executionId: z.string().optional(),
  /** Sorts within the conversation: the platform's position, then the part's number. */
  position: z.string(),
  sentAt: z.number(),
});
export type ConversationMessage = z.infer<typeof conversationMessageSchema>;

export const conversationMessagesTable = defineTable({
  name: 'conversationMessages',
  purpose: 'Every message and reply, for context and recall.',
  schema: conversationMessageSchema,
  indexes: [{ name: 'by_conversation', keys: { conversationId: 1, position: 1 } }],
});
