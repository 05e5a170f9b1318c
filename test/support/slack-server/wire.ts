import type { types } from '@slack/bolt';
import type {
  AnyBlock,
  Channel,
  EphemeralMessage,
  StoredFile,
  StoredMessage,
  StoredView,
  User,
  World,
} from './world.ts';
import { settleStream, workspaceOf } from './world.ts';

/** How what is stored looks from outside: the one place that knows the names on the wire. */
export function wireMessage(
  world: World,
  baseUrl: string,
  message: StoredMessage,
  { metadata = false } = {},
): WireMessage {
  const channel = world.channels.get(message.channelId);
  const workspaceId = channel?.workspaceId ?? '';
  return {
    type: 'message',
    ...(message.subtype && { subtype: message.subtype }),
    ...(message.userId && { user: message.userId }),
    ts: message.ts,
    text: message.text,
    team: workspaceId,
    ...(message.botId && { bot_id: message.botId, bot_profile: botProfile(world, message, workspaceId) }),
    ...(message.appId && { app_id: message.appId }),
    ...(message.clientMsgId && { client_msg_id: message.clientMsgId }),
    ...(message.username && { username: message.username }),
    ...((message.iconEmoji || message.iconUrl) && {
      icons: {
        ...(message.iconEmoji && { emoji: message.iconEmoji }),
        ...(message.iconUrl && { image_48: message.iconUrl }),
      },
    }),
    ...(message.threadTs && { thread_ts: message.threadTs }),
    ...(message.threadTs && parentOf(channel, message)),
    ...threadSummary(channel, message),
    ...(message.blocks && { blocks: message.blocks }),
    ...(message.attachments && { attachments: message.attachments }),
    ...(message.files.length > 0 && { files: message.files.map((file) => wireFile(baseUrl, file)) }),
    ...(message.reactions.size > 0 && {
      reactions: [...message.reactions].map(([name, users]) => ({ name, users, count: users.length })),
    }),
    ...(message.editedTs && { edited: { user: message.userId ?? '', ts: message.editedTs } }),
    ...(message.stream && { streaming_state: settleStream(world, message.stream).state }),
    ...(metadata && message.metadata && { metadata: message.metadata }),
  };
}

/** What a `message` has in events, in history and inside interactions alike. */
export interface WireMessage
  extends Omit<
    Partial<types.GenericMessageEvent>,
    'type' | 'subtype' | 'ts' | 'files' | 'blocks' | 'attachments'
  > {
  type: 'message';
  subtype?: StoredMessage['subtype'];
  ts: string;
  text: string;
  blocks?: AnyBlock[];
  attachments?: unknown[];
  files?: ReturnType<typeof wireFile>[];
  app_id?: string;
  username?: string;
  icons?: Record<string, string>;
  reply_count?: number;
  reply_users?: string[];
  reply_users_count?: number;
  latest_reply?: string;
  streaming_state?: 'in_progress' | 'completed' | 'errored';
  metadata?: StoredMessage['metadata'];
}

function botProfile(world: World, message: StoredMessage, workspaceId: string) {
  return {
    id: message.botId ?? '',
    name: message.username ?? world.app.name,
    app_id: message.appId ?? '',
    team_id: workspaceId,
    icons: {},
    updated: 0,
    deleted: false,
  };
}

function parentOf(channel: Channel | undefined, message: StoredMessage) {
  const root = channel?.messages.find((one) => one.ts === message.threadTs);
  return root && root.ts !== message.ts && root.userId ? { parent_user_id: root.userId } : {};
}

function threadSummary(channel: Channel | undefined, message: StoredMessage) {
  if (message.threadTs && message.threadTs !== message.ts) return {};
  const replies =
    channel?.messages.filter((one) => one.threadTs === message.ts && one.ts !== message.ts) ?? [];
  const last = replies.at(-1);
  if (!last) return {};
  const users = [...new Set(replies.map((reply) => reply.userId ?? reply.botId ?? ''))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: users,
    reply_users_count: users.length,
    latest_reply: last.ts,
  };
}

export function wireEphemeral(message: EphemeralMessage) {
  return {
    type: 'message' as const,
    ts: message.ts,
    text: message.text,
    ...(message.threadTs && { thread_ts: message.threadTs }),
    ...(message.blocks && { blocks: message.blocks }),
  };
}

/** The fields of a file that `message.d.ts` of `@slack/types` asks for, and the addresses to fetch it from. */
export function wireFile(baseUrl: string, file: StoredFile) {
  const extension = file.name.split('.').at(-1) ?? '';
  const address = `${baseUrl}/files-pri/${file.workspaceId}-${file.id}`;
  return {
    id: file.id,
    created: file.createdSeconds,
    timestamp: file.createdSeconds,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: extension,
    pretty_type: extension.toUpperCase(),
    user: file.userId,
    editable: false,
    size: file.content?.length ?? file.declaredBytes,
    mode: 'hosted' as const,
    is_external: false,
    external_type: '',
    is_public: true,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${address}/${encodeURIComponent(file.name)}`,
    url_private_download: `${address}/download/${encodeURIComponent(file.name)}`,
    permalink: `${baseUrl}/files/${file.userId}/${file.id}/${encodeURIComponent(file.name)}`,
    ...(file.altText && { alt_txt: file.altText }),
    channels: [],
    groups: [],
  };
}

export function wireView(world: World, view: StoredView) {
  const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: true });
  return {
    id: view.id,
    team_id: view.workspaceId,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: view.values },
    hash: view.hash,
    title: plain(view.title ?? 'View Title'),
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: view.close === undefined ? null : plain(view.close),
    submit: view.submit === undefined ? null : plain(view.submit),
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: world.app.id,
    external_id: view.externalId,
    app_installed_team_id: view.workspaceId,
    bot_id: workspaceOf(world, view.workspaceId).botId,
  };
}

/** The workspace whose member somebody is. */
export function homeTeamOf({ workspaceId, isStranger }: User): string {
  return isStranger ? `${workspaceId}X` : workspaceId;
}

export function wireUser(world: World, user: User, { email, locale }: { email: boolean; locale: boolean }) {
  return {
    id: user.id,
    team_id: homeTeamOf(user),
    name: user.name,
    deleted: user.deleted,
    is_bot: user.isBot,
    updated: 0,
    is_app_user: false,
    profile: {
      real_name: user.realName,
      display_name: user.displayName,
      first_name: user.realName.split(' ')[0] ?? '',
      last_name: user.realName.split(' ').slice(1).join(' '),
      ...(email && user.email && { email: user.email }),
      ...(user.imageUrl && { image_512: user.imageUrl, image_192: user.imageUrl, image_72: user.imageUrl }),
      ...(user.isBot && { bot_id: workspaceOf(world, user.workspaceId).botId }),
      team: user.workspaceId,
    },
    // Slack tells nothing of these about somebody who has been deactivated.
    ...(!user.deleted && {
      real_name: user.realName,
      tz: user.tz,
      tz_label: user.tz,
      tz_offset: user.tzOffsetSeconds,
      is_admin: user.isAdmin,
      is_owner: user.isOwner,
      is_primary_owner: user.isOwner,
      is_restricted: user.isRestricted,
      is_ultra_restricted: user.isUltraRestricted,
      ...(user.isStranger && { is_stranger: true }),
      ...(locale && { locale: user.locale }),
    }),
  };
}

export function wireChannel(world: World, channel: Channel) {
  const workspace = workspaceOf(world, channel.workspaceId);
  if (channel.kind === 'im') {
    return {
      id: channel.id,
      created: 0,
      is_im: true,
      is_archived: channel.isArchived,
      is_org_shared: false,
      user: channel.userId ?? '',
      context_team_id: channel.workspaceId,
    };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    created: 0,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_archived: channel.isArchived,
    is_general: channel.name === 'general',
    is_shared: channel.isExtShared,
    is_ext_shared: channel.isExtShared,
    is_org_shared: false,
    is_member: channel.members.has(workspace.botUserId),
    num_members: channel.members.size,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    context_team_id: channel.workspaceId,
  };
}
