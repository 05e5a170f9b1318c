import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMongoConversationStore } from '../../../src/adapters/mongo/mongo-conversation-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import type { ConversationMessage } from '../../../src/domain/conversation.ts';
import { threadKeyOf } from '../../../src/domain/thread-ref.ts';
import type { ConversationStore } from '../../../src/ports/conversation-store.ts';
import { generalThread, threadNamed } from '../../support/chat-values.ts';
import { closeModels, openModels } from '../../support/store-models.ts';

const conversationId = threadKeyOf(generalThread);

type Turn = Parameters<ConversationStore['record']>[1];

function said(id: string, values: Partial<ConversationMessage> = {}): ConversationMessage {
  return {
    _id: id,
    conversationId,
    authorPersonId: 'p-ana',
    text: `words of ${id}`,
    audience: 'thread',
    position: id,
    sentAt: 100,
    ...values,
  };
}

function turn(values: Partial<Turn> = {}): Turn {
  const reply = said('m1:0', { sentAt: 120, executionId: 'e1' });
  delete reply.authorPersonId;
  return {
    personId: 'p-ana',
    title: 'H1 please',
    agents: ['Writer'],
    owningAgent: 'Writer',
    messages: [said('m1'), { ...reply, authorAgentRole: 'Writer' }],
    nowMs: 130,
    ...values,
  };
}

describe('the conversation store', () => {
  let database: OpenStore;
  let conversations: ConversationStore;

  beforeEach(async () => {
    database = await openModels();
    conversations = createMongoConversationStore(database.models);
  });
  afterEach(() => closeModels(database));

  async function everything() {
    const { conversationParticipants, conversationMessages } = database.models;
    return {
      conversation: await conversations.get(conversationId),
      participants: await conversationParticipants.find().sort({ _id: 1 }).lean(),
      messages: await conversationMessages.find().sort({ _id: 1 }).lean(),
    };
  }

  const opened = {
    conversation: {
      _id: conversationId,
      platform: 'playground',
      place: '#general',
      thread: 'm1',
      audience: 'channel',
      title: 'H1 please',
      openedByPersonId: 'p-ana',
      owningAgent: 'Writer',
      createdAt: 130,
      lastMessageAt: 120,
    },
    participants: [
      { _id: `${conversationId}|Writer`, conversationId, agentRole: 'Writer', since: 130 },
      { _id: `${conversationId}|p-ana`, conversationId, personId: 'p-ana', since: 130 },
    ],
    messages: turn().messages,
  };

  it('opens a conversation with its participants and messages', async () => {
    expect(await conversations.get(conversationId)).toBeUndefined();
    await conversations.record(generalThread, turn());
    expect(await everything()).toEqual(opened);
  });

  it('adds nothing at a second attempt, nor at twenty at once', async () => {
    await conversations.record(generalThread, turn());
    await conversations.record(generalThread, turn({ nowMs: 999 }));
    expect(await everything()).toEqual(opened);
    await Promise.all(
      Array.from({ length: 20 }, () => conversations.record(generalThread, turn({ nowMs: 999 }))),
    );
    expect(await everything()).toEqual(opened);
  });

  it.each(['conversations', 'conversationParticipants', 'conversationMessages'] as const)(
    'completes what a crash at %s left out',
    async (table) => {
      vi.spyOn(database.models[table].collection, 'insertMany').mockRejectedValueOnce(new Error('crash'));
      await expect(conversations.record(generalThread, turn())).rejects.toThrow('crash');
      await conversations.record(generalThread, turn());
      expect(await everything()).toEqual(opened);
    },
  );

  it('adds later messages, new participants and a new owner', async () => {
    await conversations.record(generalThread, turn());
    const next = {
      personId: 'p-ben',
      agents: ['Sage' as const],
      messages: [said('m2', { sentAt: 200 })],
      nowMs: 210,
    };
    await conversations.record(generalThread, turn({ ...next, owningAgent: undefined, title: 'Other' }));
    expect(await conversations.get(conversationId)).toEqual({ ...opened.conversation, lastMessageAt: 200 });
    await conversations.record(generalThread, turn({ ...next, owningAgent: 'Sage' }));
    expect(await conversations.get(conversationId)).toMatchObject({
      owningAgent: 'Sage',
      title: 'H1 please',
    });
    const { participants, messages } = await everything();
    expect(participants.map(({ _id }) => _id.split('|')[1])).toEqual(['Sage', 'Writer', 'p-ana', 'p-ben']);
    expect(messages.map(({ _id }) => _id)).toEqual(['m1', 'm1:0', 'm2']);
  });

  it('never sets the last message back', async () => {
    await conversations.record(generalThread, turn({ messages: [said('m5', { sentAt: 500 })] }));
    await conversations.record(generalThread, turn({ messages: [said('m4', { sentAt: 400 })] }));
    expect((await conversations.get(conversationId))?.lastMessageAt).toBe(500);
  });

  it('keeps at most 100 characters of the title, none of them halved', async () => {
    await conversations.record(generalThread, turn({ title: '☕️🙂'.repeat(60) }));
    const title = (await conversations.get(conversationId))?.title ?? '';
    expect(Array.from(title)).toHaveLength(100);
    expect(title).not.toMatch(/[\uD800-\uDFFF]/u);
  });

  it('refuses messages of another conversation', async () => {
    const stray = said('m9', { conversationId: threadKeyOf(threadNamed('m9')) });
    await expect(conversations.record(generalThread, turn({ messages: [stray] }))).rejects.toThrow('m9');
    expect(await conversations.get(conversationId)).toBeUndefined();
  });

  it.each([
    ['for one person, without a name', said('m9', { audience: 'person' })],
    ['for everybody, with a name', said('m9', { audiencePersonId: 'p-ana' })],
  ])('refuses a message %s', async (_what, message) => {
    await expect(conversations.record(generalThread, turn({ messages: [message] }))).rejects.toThrow('m9');
    expect(await conversations.get(conversationId)).toBeUndefined();
  });

  it('shows nobody a stored message that does not say for whom it is', async () => {
    await conversations.record(generalThread, turn({ messages: [said('01')] }));
    await database.models.conversationMessages.updateOne({ _id: '01' }, { $set: { audience: 'person' } });
    expect(await conversations.recent(conversationId, 'p-ana', 10)).toEqual([]);
  });

  it('recalls the last messages that the person may see, oldest first', async () => {
    const messages = [
      said('01'),
      said('02', { audience: 'person', audiencePersonId: 'p-ana' }),
      said('03', { audience: 'person', audiencePersonId: 'p-ben' }),
      said('04'),
      said('05', { audience: 'person', audiencePersonId: 'p-ben' }),
    ];
    await conversations.record(generalThread, turn({ messages: [...messages].reverse() }));
    await conversations.record(
      threadNamed('m9'),
      turn({ messages: [said('06', { conversationId: threadKeyOf(threadNamed('m9')) })] }),
    );
    const recall = async (personId: string, limit: number) =>
      (await conversations.recent(conversationId, personId, limit)).map(({ _id }) => _id);
    expect(await recall('p-ana', 10)).toEqual(['01', '02', '04']);
    expect(await recall('p-ana', 2)).toEqual(['02', '04']);
    expect(await recall('p-ben', 3)).toEqual(['03', '04', '05']);
    expect(await recall('p-fay', 10)).toEqual(['01', '04']);
    expect(await recall('p-ana', 0)).toEqual([]);
    expect(await conversations.recent(conversationId, 'p-ana', 1)).toEqual([messages[3]]);
  });
});
