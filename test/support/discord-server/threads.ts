import {
  type APIMessage,
  type APIThreadChannel,
  ChannelType,
  GatewayDispatchEvents,
  type GatewayThreadDeleteDispatchData,
  MessageFlags,
  MessageReferenceType,
  MessageType,
  type ThreadChannelType,
} from 'discord-api-types/v10';
import { channelView, threadMemberView } from './views.ts';
import type { ChannelRecord, StoredMessage, ThreadRecord, World } from './world.ts';

interface NewThread {
  name: string;
  ownerId: string;
  type?: ThreadChannelType;
  autoArchiveMinutes?: ThreadRecord['autoArchiveMinutes'];
  appliedTags?: string[];
  /** The thread hangs on it and takes its id. */
  from?: StoredMessage;
}

export function createThread(world: World, parent: ChannelRecord, fields: NewThread): ChannelRecord {
  const id = fields.from?.message.id ?? world.nextId();
  const channel: ChannelRecord = {
    id,
    type: fields.type ?? ChannelType.PublicThread,
    name: fields.name,
    ...(parent.guildId && { guildId: parent.guildId }),
    overwrites: [],
    messages: new Map(),
    thread: {
      parentId: parent.id,
      ownerId: fields.ownerId,
      archived: false,
      locked: false,
      autoArchiveMinutes: fields.autoArchiveMinutes ?? 1_440,
      changedAt: world.now(),
      memberIds: new Set([fields.ownerId]),
      appliedTags: fields.appliedTags ?? [],
    },
  };
  world.channels.set(id, channel);
  const view = channelView(world, channel) as APIThreadChannel;
  if (fields.from) {
    const { message } = fields.from;
    message.flags = ((message.flags ?? 0) | MessageFlags.HasThread) as MessageFlags;
    message.thread = view;
  }
  world.publish({ t: GatewayDispatchEvents.ThreadCreate, d: { ...view, newly_created: true } });
  if (fields.from) addStarter(world, channel, parent, fields.from);
  return channel;
}

/** The first message of a thread that hangs on one is a system message that only points at it. */
function addStarter(world: World, channel: ChannelRecord, parent: ChannelRecord, from: StoredMessage): void {
  const { thread: _itself, ...starter } = from.message;
  const message: APIMessage = {
    ...starter,
    id: world.nextId(),
    channel_id: channel.id,
    type: MessageType.ThreadStarterMessage,
    content: '',
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    embeds: [],
    components: [],
    attachments: [],
    flags: 0 as MessageFlags,
    timestamp: world.now(),
    message_reference: {
      type: MessageReferenceType.Default,
      channel_id: parent.id,
      message_id: from.message.id,
      ...(parent.guildId && { guild_id: parent.guildId }),
    },
    referenced_message: starter,
  };
  const pinged = { everyone: false, users: [], roles: [] };
  channel.messages.set(message.id, { message, pinged, sentMs: world.clock.nowMs() });
  const d = { ...message, ...(parent.guildId && { guild_id: parent.guildId }) };
  world.publish({ t: GatewayDispatchEvents.MessageCreate, d });
}

export interface ThreadChanges {
  name?: string;
  archived?: boolean;
  locked?: boolean;
  autoArchiveMinutes?: ThreadRecord['autoArchiveMinutes'];
}

export function changeThread(world: World, channel: ChannelRecord, changes: ThreadChanges): void {
  const { thread } = channel;
  if (!thread) throw new Error(`${channel.name} is no thread.`);
  channel.name = changes.name ?? channel.name;
  thread.archived = changes.archived ?? thread.archived;
  thread.locked = changes.locked ?? thread.locked;
  thread.autoArchiveMinutes = changes.autoArchiveMinutes ?? thread.autoArchiveMinutes;
  thread.changedAt = world.now();
  const d = channelView(world, channel) as APIThreadChannel;
  world.publish({ t: GatewayDispatchEvents.ThreadUpdate, d });
}

export function deleteThread(world: World, channel: ChannelRecord): void {
  const { thread } = channel;
  if (!thread) throw new Error(`${channel.name} is no thread.`);
  const { id, type, guildId = '' } = channel;
  world.channels.delete(id);
  const d = { id, type, guild_id: guildId, parent_id: thread.parentId } as GatewayThreadDeleteDispatchData;
  world.publish({ t: GatewayDispatchEvents.ThreadDelete, d });
}

/** Writing in an archived thread opens it again. */
export function unarchive(world: World, channel: ChannelRecord): void {
  changeThread(world, channel, { archived: false });
}

/** Whoever writes in a thread, or is put there, is in it from then on. */
export function joinThread(world: World, channel: ChannelRecord, userId: string): void {
  const { thread } = channel;
  if (!thread || thread.memberIds.has(userId)) return;
  thread.memberIds.add(userId);
  publishMembers(world, channel, { added: [userId], removed: [] });
}

export function leaveThread(world: World, channel: ChannelRecord, userId: string): void {
  if (channel.thread?.memberIds.delete(userId)) {
    publishMembers(world, channel, { added: [], removed: [userId] });
  }
}

function publishMembers(
  world: World,
  channel: ChannelRecord,
  { added, removed }: { added: string[]; removed: string[] },
): void {
  world.publish({
    t: GatewayDispatchEvents.ThreadMembersUpdate,
    d: {
      id: channel.id,
      guild_id: channel.guildId ?? '',
      member_count: channel.thread?.memberIds.size ?? 0,
      added_members: added.map((userId) => ({
        ...threadMemberView(channel, userId),
        presence: null,
      })),
      removed_member_ids: removed,
    },
  });
}
