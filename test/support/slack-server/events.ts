import type { EnvelopedEvent, types } from '@slack/bolt';
import type { Deliveries, Outcome } from './deliveries.ts';
import { type wireFile, wireMessage } from './wire.ts';
import type { Channel, StoredMessage, World } from './world.ts';
import { channelOf, nowSeconds, nowTs, workspaceOf } from './world.ts';

export interface Events {
  /** Sends one event of a workspace to the app, if the app is there and asked for it. */
  emit(workspaceId: string, event: types.SlackEvent, options?: EmitOptions): Promise<Outcome>;
  /** The events that a new message makes: none, one, or the `app_mention` with its `message` twin. */
  posted(message: StoredMessage): Promise<Outcome>[];
  changed(message: StoredMessage, before: StoredMessage): Promise<Outcome>;
  deleted(message: StoredMessage): Promise<Outcome>;
}

interface EmitOptions {
  channel?: Channel;
  /** Also to an app that has just been taken out of the workspace. */
  afterUninstall?: boolean;
}

const unsent: Outcome = { acknowledged: false, reason: 'not_subscribed', noRetry: true };
const channelTypes = { public: 'channel', private: 'group', im: 'im' } as const;
const subscriptions = { public: 'message.channels', private: 'message.groups', im: 'message.im' } as const;

export function createEvents({
  world,
  baseUrl,
  deliveries,
  subscribes,
}: {
  world: World;
  baseUrl: string;
  deliveries: Deliveries;
  subscribes: (subscription: string) => boolean;
}): Events {
  async function emit(
    workspaceId: string,
    event: types.SlackEvent,
    { channel, afterUninstall = false }: EmitOptions = {},
  ): Promise<Outcome> {
    const workspace = workspaceOf(world, workspaceId);
    const subscription = event.type === 'message' && channel ? subscriptions[channel.kind] : event.type;
    if (!subscribes(subscription) || (!workspace.installed && !afterUninstall)) return unsent;
    const payload = {
      token: world.app.verificationToken,
      team_id: workspaceId,
      context_team_id: workspaceId,
      api_app_id: world.app.id,
      event,
      type: 'event_callback',
      event_id: world.nextId('Ev'),
      event_time: nowSeconds(world),
      authorizations: [
        {
          enterprise_id: null,
          team_id: workspaceId,
          user_id: workspace.botUserId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: channel?.isExtShared ?? false,
    } satisfies EnvelopedEvent<types.SlackEvent>;
    return deliveries.send({ kind: 'events_api', type: event.type, payload });
  }

  const botSees = (channel: Channel) =>
    channel.members.has(workspaceOf(world, channel.workspaceId).botUserId);

  return {
    emit,
    posted: (message) => {
      const channel = channelOf(world, message.channelId);
      if (!botSees(channel)) return [];
      const outcomes: Promise<Outcome>[] = [];
      const { botUserId, botId } = workspaceOf(world, channel.workspaceId);
      const mentioned = message.text.includes(`<@${botUserId}>`) && message.botId !== botId;
      if (mentioned && channel.kind !== 'im') {
        const mention = mentionEvent(world, baseUrl, message);
        outcomes.push(emit(channel.workspaceId, mention, { channel }));
      }
      const event = messageEvent(world, baseUrl, message);
      outcomes.push(emit(channel.workspaceId, event, { channel }));
      return outcomes;
    },
    changed: async (message, before) => {
      const channel = channelOf(world, message.channelId);
      if (!botSees(channel)) return unsent;
      const event: types.MessageChangedEvent = {
        type: 'message',
        subtype: 'message_changed',
        hidden: true,
        channel: channel.id,
        channel_type: channelTypes[channel.kind],
        ts: world.nextTs(channel),
        event_ts: nowTs(world),
        message: messageEvent(world, baseUrl, message),
        previous_message: messageEvent(world, baseUrl, before),
      };
      return emit(channel.workspaceId, event, { channel });
    },
    deleted: async (message) => {
      const channel = channelOf(world, message.channelId);
      if (!botSees(channel)) return unsent;
      const event: types.MessageDeletedEvent = {
        type: 'message',
        subtype: 'message_deleted',
        hidden: true,
        channel: channel.id,
        channel_type: channelTypes[channel.kind],
        ts: world.nextTs(channel),
        event_ts: nowTs(world),
        deleted_ts: message.ts,
        previous_message: messageEvent(world, baseUrl, message),
      };
      return emit(channel.workspaceId, event, { channel });
    },
  };
}

function messageEvent(
  world: World,
  baseUrl: string,
  message: StoredMessage,
): types.GenericMessageEvent | types.BotMessageEvent {
  const channel = channelOf(world, message.channelId);
  const {
    subtype,
    files,
    attachments,
    streaming_state: streaming,
    ...wire
  } = wireMessage(world, baseUrl, message);
  const common = {
    ...wire,
    event_ts: message.ts,
    channel: channel.id,
    channel_type: channelTypes[channel.kind],
    ...(attachments && { attachments: attachments as types.MessageAttachment[] }),
    ...(streaming && { streaming_state: streaming }),
  };
  if (subtype === 'bot_message') return { ...common, subtype, bot_id: message.botId ?? '' };
  return {
    ...common,
    // The type has no `file_share` that may lack half of a file's fields, yet that is what Slack sends.
    subtype: subtype as undefined,
    user: message.userId ?? '',
    ...(files && { files: files.map((file) => ({ ...file, channels: [], groups: [] })) }),
  };
}

function mentionEvent(world: World, baseUrl: string, message: StoredMessage): types.AppMentionEvent {
  const wire = wireMessage(world, baseUrl, message);
  return {
    type: 'app_mention',
    ...(message.userId && { user: message.userId }),
    ...(message.botId && { bot_id: message.botId }),
    ...(message.clientMsgId && { client_msg_id: message.clientMsgId }),
    text: message.text,
    ts: message.ts,
    channel: message.channelId,
    event_ts: message.ts,
    ...(wire.team && { team: wire.team }),
    ...(message.threadTs && { thread_ts: message.threadTs }),
    ...(wire.blocks && { blocks: wire.blocks }),
    ...(wire.files && { files: wire.files.map(fileOfMention) }),
  };
}

/** What the type of a mention's file asks for beside what a message's has. */
function fileOfMention(file: ReturnType<typeof wireFile>) {
  return {
    ...file,
    user_team: '',
    media_display_type: 'unknown',
    permalink_public: '',
    is_starred: false,
    has_rich_preview: false,
    file_access: 'visible',
  };
}
