import type { Backstage } from '../backstage.ts';
import { limits } from '../limits.ts';
import { wireMessage } from '../wire.ts';
import type { Channel, StoredMessage } from '../world.ts';
import { nowTs, settleStream, threadKey } from '../world.ts';
import type { Methods } from './answers.ts';
import { type Content, readContent } from './content.ts';
import { type MethodCall, refuse, requireScope, workspaceOfCall } from './method.ts';
import { knownChannel, ownMessage, threadRoot, writableChannel } from './places.ts';

export const chatMethods: Methods<
  'chat.postMessage' | 'chat.update' | 'chat.delete' | 'chat.postEphemeral' | 'chat.getPermalink'
> = {
  'chat.postMessage': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'posting',
    run: (call, backstage) => {
      const { world, baseUrl, events } = backstage;
      const channel = writableChannel(call, backstage, call.args.required('channel'));
      const threadTs = call.args.text('thread_ts');
      if (threadTs) threadRoot(channel, threadTs);
      const content = readContent(world, call.args, { maxTextChars: limits.message.textChars });
      const message = storeBotMessage(call, backstage, { channel, threadTs, content });
      if (threadTs && call.args.flag('reply_broadcast')) message.subtype = 'thread_broadcast';
      void Promise.all(events.posted(message));
      return {
        channel: channel.id,
        ts: message.ts,
        message: wireMessage(world, baseUrl, message),
      };
    },
  },

  'chat.update': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'tier3',
    run: (call, backstage) => {
      const { world, baseUrl, events } = backstage;
      const channel = knownChannel(call, backstage, call.args.required('channel'));
      const ts = call.args.required('ts');
      const message = ownMessage(call, backstage, { channel, ts, refusal: 'cant_update_message' });
      if (channel.isArchived) refuse('is_archived');
      // Measured by openclaw on the live API; in no documentation.
      if (message.stream && settleStream(world, message.stream).state === 'in_progress') {
        refuse('streaming_state_conflict');
      }
      const content = readContent(world, call.args, { maxTextChars: limits.message.updateTextChars });
      const before = { ...message };
      // D: text alone takes the blocks away; blocks alone leave the text.
      if (content.blocks?.length) message.blocks = content.blocks;
      else delete message.blocks;
      if (content.text !== undefined) message.text = content.text;
      if (content.attachments) message.attachments = content.attachments;
      if (content.metadata) message.metadata = content.metadata;
      message.editedTs = nowTs(world);
      void events.changed(message, before);
      return {
        channel: channel.id,
        ts: message.ts,
        text: message.text,
        message: wireMessage(world, baseUrl, message),
      };
    },
  },

  'chat.delete': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'tier3',
    run: (call, backstage) => {
      const channel = knownChannel(call, backstage, call.args.required('channel'));
      const ts = call.args.required('ts');
      const message = ownMessage(call, backstage, { channel, ts, refusal: 'cant_delete_message' });
      channel.messages.splice(channel.messages.indexOf(message), 1);
      void backstage.events.deleted(message);
      return { channel: channel.id, ts };
    },
  },

  'chat.postEphemeral': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'tier4',
    run: (call, backstage) => {
      const { world } = backstage;
      const channel = writableChannel(call, backstage, call.args.required('channel'));
      const userId = call.args.required('user');
      if (!channel.members.has(userId)) refuse('user_not_in_channel');
      const threadTs = call.args.text('thread_ts');
      if (threadTs) threadRoot(channel, threadTs);
      const { text, blocks } = readContent(world, call.args, { maxTextChars: limits.message.textChars });
      const { username } = authorOf(call);
      const ts = world.nextTs(channel);
      world.ephemerals.push({
        channelId: channel.id,
        userId,
        ts,
        text: text ?? '',
        ...(threadTs && { threadTs }),
        ...(blocks && { blocks }),
        ...(username && { username }),
      });
      return { message_ts: ts };
    },
  },

  'chat.getPermalink': {
    token: 'bot',
    scopes: [],
    tier: 'unlimited',
    run: (call, backstage) => {
      const channel = knownChannel(call, backstage, call.args.required('channel'));
      const ts = call.args.required('message_ts');
      const message = channel.messages.find((one) => one.ts === ts);
      if (!message) refuse('message_not_found');
      const inThread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : '';
      const { domain } = workspaceOfCall(call, backstage);
      const permalink = `https://${domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}${inThread}`;
      return { channel: channel.id, permalink };
    },
  },
};

/** Under which name and picture. Another than the app's own needs `chat:write.customize`. */
export function authorOf(call: MethodCall): Pick<StoredMessage, 'username' | 'iconEmoji' | 'iconUrl'> {
  const username = call.args.text('username');
  const iconEmoji = call.args.text('icon_emoji');
  const iconUrl = call.args.text('icon_url');
  if (username || iconEmoji || iconUrl) requireScope(call, 'chat:write.customize');
  return {
    ...(username && { username }),
    ...(iconEmoji && { iconEmoji }),
    // T: `icon_emoji` takes precedence.
    ...(iconUrl && !iconEmoji && { iconUrl }),
  };
}

export function storeBotMessage(
  call: MethodCall,
  backstage: Backstage,
  { channel, threadTs, content }: { channel: Channel; threadTs: string | undefined; content: Content },
): StoredMessage {
  const { world } = backstage;
  const { botId, botUserId } = workspaceOfCall(call, backstage);
  const author = authorOf(call);
  const message: StoredMessage = {
    channelId: channel.id,
    ts: world.nextTs(channel),
    userId: botUserId,
    botId,
    appId: world.app.id,
    text: content.text ?? '',
    files: [],
    reactions: new Map(),
    ...author,
    ...(threadTs && { threadTs }),
    ...(content.blocks && { blocks: content.blocks }),
    ...(content.attachments && { attachments: content.attachments }),
    ...(content.metadata && { metadata: content.metadata }),
  };
  channel.messages.push(message);
  world.statuses.delete(threadKey(channel.id, threadTs ?? message.ts));
  return message;
}
