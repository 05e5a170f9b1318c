import type { QueryFilter } from 'mongoose';
import {
  type ConversationMessage,
  type ConversationParticipant,
  conversationMessagesTable,
  conversationParticipantsTable,
  conversationsTable,
} from '../../domain/conversation.ts';
import { threadKeyOf } from '../../domain/thread-ref.ts';
import type { ConversationStore } from '../../ports/conversation-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

const titleCharacters = 100;

export function createMongoConversationStore(
  models: Pick<StoreModels, 'conversations' | 'conversationParticipants' | 'conversationMessages'>,
): ConversationStore {
  const conversations = storedTable(conversationsTable, models.conversations);
  const participants = storedTable(conversationParticipantsTable, models.conversationParticipants);
  const messages = storedTable(conversationMessagesTable, models.conversationMessages);

  return {
    get: (conversationId) => conversations.first({ _id: conversationId }),

    async record(thread, turn) {
      const conversationId = threadKeyOf(thread);
      const stray = turn.messages.find((message) => message.conversationId !== conversationId);
      if (stray) throw new Error(`conversationMessages ${stray._id} is not of ${conversationId}.`);
      const unclear = turn.messages.find(
        ({ audience, audiencePersonId }) => (audience === 'person') !== (audiencePersonId !== undefined),
      );
      if (unclear) throw new Error(`conversationMessages ${unclear._id} does not say for whom it is.`);
      const lastMessageAt = Math.max(0, ...turn.messages.map(({ sentAt }) => sentAt)) || turn.nowMs;
      const { owningAgent } = turn;

      async function openOrMoveOn(): Promise<void> {
        const _id = conversationId;
        const owned = owningAgent === undefined ? {} : { owningAgent };
        // A newer turn of a known conversation, which nearly every turn is, takes this one change.
        const isMoved = await conversations.update(
          { _id, lastMessageAt: { $lt: lastMessageAt } },
          { $set: { lastMessageAt, ...owned } },
        );
        if (isMoved) return;
        const [isNew] = await conversations.insertNew([
          {
            _id,
            platform: thread.surface,
            place: thread.place,
            thread: thread.root,
            audience: thread.audience,
            title: Array.from(turn.title).slice(0, titleCharacters).join(''),
            openedByPersonId: turn.personId,
            owningAgent: owningAgent ?? turn.opensWith,
            createdAt: turn.nowMs,
            lastMessageAt,
          },
        ]);
        if (!isNew && owningAgent !== undefined) await conversations.update({ _id }, { $set: owned });
      }

      const those: ConversationParticipant[] = [
        { ...participantOf(conversationId, turn.personId, turn.nowMs), personId: turn.personId },
        ...turn.agents.map((agentRole) => ({
          ...participantOf(conversationId, agentRole, turn.nowMs),
          agentRole,
        })),
      ];
      // In any order: each part is kept once, and a second attempt adds what a crash left out.
      await Promise.all([openOrMoveOn(), participants.insertNew(those), messages.insertNew(turn.messages)]);
    },

    activeSince: (platform, sinceMs, limit) =>
      conversations.many(
        { platform, lastMessageAt: { $gte: sinceMs } },
        { sort: { lastMessageAt: -1 }, limit },
      ),

    async mute(conversationId, atMs) {
      await conversations.update({ _id: conversationId }, { $set: { mutedAt: atMs } });
    },

    async recent(conversationId, personId, limit) {
      if (limit <= 0) return [];
      // Absent or theirs, in one condition: under an $or the embedded store reads the whole collection.
      const newest = await messages.many(
        {
          conversationId,
          audiencePersonId: { $in: personId === undefined ? [null] : [null, personId] },
        } as QueryFilter<ConversationMessage>,
        { sort: { position: -1 }, limit },
      );
      return newest
        .filter(
          ({ audience, audiencePersonId }) =>
            audience === 'thread' || (personId !== undefined && audiencePersonId === personId),
        )
        .reverse();
    },
  };
}

function participantOf(conversationId: string, who: string, since: number) {
  return { _id: `${conversationId}|${who}`, conversationId, since };
}
