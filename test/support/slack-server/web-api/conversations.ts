import type { Backstage } from '../backstage.ts';
import { limits } from '../limits.ts';
import { wireChannel, wireMessage } from '../wire.ts';
import type { Channel, StoredMessage } from '../world.ts';
import { directChannel, nowTs } from '../world.ts';
import type { Methods } from './answers.ts';
import type { Arguments } from './arguments.ts';
import { type MethodCall, refuse, requireScope, workspaceOfCall } from './method.ts';
import { knownChannel, readableChannel } from './places.ts';

export const conversationMethods: Methods<
  | 'conversations.info'
  | 'conversations.history'
  | 'conversations.replies'
  | 'conversations.open'
  | 'conversations.join'
  | 'conversations.list'
  | 'conversations.members'
  | 'users.conversations'
> = {
  'conversations.info': {
    token: 'bot',
    scopes: [],
    tier: 'tier3',
    run: (call, backstage) => {
      const channel = readableChannel(call, backstage, call.args.required('channel'), 'read');
      return { channel: wireChannel(backstage.world, channel) };
    },
  },

  'conversations.history': {
    token: 'bot',
    scopes: [],
    tier: 'tier3',
    run: (call, backstage) => {
      const channel = readableChannel(call, backstage, call.args.required('channel'), 'history');
      const shown = channel.messages.filter(
        (message) =>
          !message.threadTs || message.threadTs === message.ts || message.subtype === 'thread_broadcast',
      );
      const inWindow = within(shown, call.args).reverse();
      return messagePage(backstage, call.args, inWindow);
    },
  },

  'conversations.replies': {
    token: 'bot',
    scopes: [],
    tier: 'tier3',
    run: (call, backstage) => {
      const channel = readableChannel(call, backstage, call.args.required('channel'), 'history');
      const ts = call.args.required('ts');
      const root = channel.messages.find((message) => message.ts === ts);
      if (!root) refuse('thread_not_found');
      const replies = channel.messages.filter((message) => message.threadTs === ts && message !== root);
      return messagePage(backstage, call.args, [root, ...within(replies, call.args)]);
    },
  },

  'conversations.open': {
    token: 'bot',
    scopes: ['im:write'],
    tier: 'tier3',
    run: (call, backstage) => {
      const { world } = backstage;
      const users = (call.args.text('users') ?? '').split(',').filter(Boolean);
      const [userId] = users;
      if (!userId) refuse('users_list_not_supplied');
      // Group messages with several people are not held here.
      if (users.length > 1) refuse('method_not_supported_for_channel_type');
      const user = world.users.get(userId);
      if (!user || user.workspaceId !== workspaceOfCall(call, backstage).id) refuse('user_not_found');
      if (user.deleted) refuse('user_disabled');
      if (user.isBot) refuse('cannot_dm_bot');
      const { channel, isNew } = directChannel(world, user);
      const known = isNew ? {} : { no_op: true, already_open: true };
      const whole = call.args.flag('return_im');
      return { ...known, channel: whole ? wireChannel(world, channel) : { id: channel.id } };
    },
  },

  'conversations.join': {
    token: 'bot',
    scopes: ['channels:join'],
    tier: 'tier3',
    run: (call, backstage) => {
      const { world, events } = backstage;
      const channel = knownChannel(call, backstage, call.args.required('channel'));
      if (channel.kind !== 'public') refuse('method_not_supported_for_channel_type');
      if (channel.isArchived) refuse('is_archived');
      const { botUserId, id } = workspaceOfCall(call, backstage);
      const already = channel.members.has(botUserId);
      channel.members.add(botUserId);
      if (!already) {
        void events.emit(
          id,
          {
            type: 'member_joined_channel',
            user: botUserId,
            channel: channel.id,
            channel_type: 'C',
            team: id,
            event_ts: nowTs(world),
          },
          { channel },
        );
      }
      return { channel: wireChannel(world, channel), ...(already && { warning: 'already_in_channel' }) };
    },
  },

  'conversations.list': {
    token: 'bot',
    scopes: [],
    tier: 'tier2',
    run: (call, backstage) => {
      const { botUserId } = workspaceOfCall(call, backstage);
      return channelPage(
        call,
        backstage,
        (channel) => channel.kind === 'public' || channel.members.has(botUserId),
      );
    },
  },

  'users.conversations': {
    token: 'bot',
    scopes: [],
    tier: 'tier3',
    run: (call, backstage) => {
      const { botUserId } = workspaceOfCall(call, backstage);
      return channelPage(call, backstage, (channel) => channel.members.has(botUserId));
    },
  },

  'conversations.members': {
    token: 'bot',
    scopes: [],
    tier: 'tier4',
    run: (call, backstage) => {
      const channel = readableChannel(call, backstage, call.args.required('channel'), 'read');
      const { page, next } = cut([...channel.members], call.args, { fallback: 100, most: 1_000 });
      return { members: page, response_metadata: { next_cursor: next } };
    },
  },
};

/** One page of the channels asked for, each kind with its scope. */
function channelPage(call: MethodCall, backstage: Backstage, isListed: (channel: Channel) => boolean) {
  const { world } = backstage;
  const workspace = workspaceOfCall(call, backstage);
  const types = (call.args.text('types') ?? 'public_channel').split(',');
  const wanted = { public: 'public_channel', private: 'private_channel', im: 'im' } as const;
  const scopes = {
    public_channel: 'channels:read',
    private_channel: 'groups:read',
    im: 'im:read',
  } as const;
  for (const [kind, scope] of Object.entries(scopes)) {
    if (types.includes(kind)) requireScope(call, scope);
  }
  const channels = [...world.channels.values()].filter(
    (channel) =>
      channel.workspaceId === workspace.id &&
      types.includes(wanted[channel.kind]) &&
      isListed(channel) &&
      !(channel.isArchived && call.args.flag('exclude_archived')),
  );
  const { page, next } = cut(channels, call.args, { fallback: 100, most: 1_000 });
  return {
    channels: page.map((channel) => wireChannel(world, channel)),
    response_metadata: { next_cursor: next },
  };
}

function within(messages: Channel['messages'], args: Arguments): StoredMessage[] {
  const oldest = args.text('oldest') ?? '0';
  const latest = args.text('latest') ?? '99999999999';
  const inclusive = args.flag('inclusive');
  return messages.filter(({ ts }) => {
    const after = inclusive ? Number(ts) >= Number(oldest) : Number(ts) > Number(oldest);
    const before = inclusive ? Number(ts) <= Number(latest) : Number(ts) < Number(latest);
    return after && before;
  });
}

function messagePage({ world, baseUrl }: Backstage, args: Arguments, messages: StoredMessage[]): object {
  const commercial = world.app.distribution === 'commercial';
  const { history } = limits;
  const most = commercial ? history.restrictedPageObjects : history.pageObjects;
  const { page, next } = cut(messages, args, { fallback: commercial ? most : 100, most });
  const metadata = args.flag('include_all_metadata');
  return {
    messages: page.map((message) => wireMessage(world, baseUrl, message, { metadata })),
    has_more: next !== '',
    ...(next && { response_metadata: { next_cursor: next } }),
  };
}

/** One page. A cursor says how far the last one went. */
export function cut<Item>(
  items: Item[],
  args: Arguments,
  { fallback, most }: { fallback: number; most: number },
): { page: Item[]; next: string } {
  const cursor = args.text('cursor');
  const decoded = cursor ? Buffer.from(cursor, 'base64').toString() : 'next:0';
  const from = Number(decoded.match(/^next:(\d+)$/)?.[1] ?? refuse('invalid_cursor'));
  const limit = args.number('limit') ?? fallback;
  if (limit < 1) refuse('invalid_limit');
  const to = from + Math.min(limit, most);
  return {
    page: items.slice(from, to),
    next: to < items.length ? Buffer.from(`next:${to}`).toString('base64') : '',
  };
}
