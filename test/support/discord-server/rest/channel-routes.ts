import { type APIThreadChannel, ChannelType } from 'discord-api-types/v10';
import { FormCheck, isObject, type JsonObject } from '../checks/form-check.ts';
import { refusal } from '../discord-error.ts';
import { threadLimits } from '../limits.ts';
import { postMessage } from '../messages.ts';
import { botMay, requireInChannel } from '../permissions.ts';
import { changeThread, createThread, joinThread, leaveThread, type ThreadChanges } from '../threads.ts';
import { channelView, threadMemberView } from '../views.ts';
import type { ChannelRecord, ThreadRecord, World } from '../world.ts';
import { messageOf } from './message-routes.ts';
import { readOutgoing } from './outgoing-message.ts';
import { channelOf, created, formOf, noContent, ok, paramOf, type RestRequest, type Route } from './route.ts';
import { refuseWhereArchived } from './speaking-rights.ts';

/** Channels, and the threads in them. */
export function channelRoutes(world: World): Route[] {
  return [
    {
      name: 'GET /channels/:channel',
      handle: (request) => {
        const channel = channelOf(world, request);
        requireInChannel(world, channel, 'ViewChannel');
        return ok(channelView(world, channel));
      },
    },
    { name: 'PATCH /channels/:channel', handle: patchThread },
    { name: 'POST /channels/:channel/threads', handle: startThread },
    {
      name: 'POST /channels/:channel/messages/:message/threads',
      handle: (request) => {
        const parent = textChannelOf(request);
        requireInChannel(world, parent, 'ViewChannel', 'CreatePublicThreads');
        const from = messageOf(parent, request);
        const fields = threadFields(formOf(request));
        if (world.channels.has(from.message.id)) throw refusal('threadAlreadyMade');
        const thread = createThread(world, parent, { ...fields, ownerId: world.bot.id, from });
        return created(channelView(world, thread));
      },
    },
    {
      name: 'GET /channels/:channel/thread-members',
      handle: (request) => {
        const channel = visibleThreadOf(request);
        return ok([...channel.thread.memberIds].map((userId) => threadMemberView(channel, userId)));
      },
    },
    {
      name: 'PUT /channels/:channel/thread-members/:user',
      handle: (request) => {
        const channel = visibleThreadOf(request);
        refuseWhereArchived(channel);
        requireInChannel(world, channel, 'SendMessagesInThreads');
        joinThread(world, channel, userIn(request));
        return noContent;
      },
    },
    {
      name: 'DELETE /channels/:channel/thread-members/:user',
      handle: (request) => {
        const channel = visibleThreadOf(request);
        refuseWhereArchived(channel);
        const userId = userIn(request);
        if (userId !== world.bot.id) requireInChannel(world, channel, 'ManageThreads');
        leaveThread(world, channel, userId);
        return noContent;
      },
    },
  ];

  function userIn(request: RestRequest): string {
    const user = paramOf(request, 'user');
    const userId = user === '@me' ? world.bot.id : user;
    if (userId !== world.bot.id && !world.users.has(userId)) throw refusal('unknownUser');
    return userId;
  }

  function visibleThreadOf(request: RestRequest): ChannelRecord & { thread: ThreadRecord } {
    const channel = channelOf(world, request);
    requireInChannel(world, channel, 'ViewChannel');
    if (!channel.thread) throw refusal('wrongChannelType');
    return channel as ChannelRecord & { thread: ThreadRecord };
  }

  function textChannelOf(request: RestRequest): ChannelRecord {
    const channel = channelOf(world, request);
    if (channel.type === ChannelType.DM) throw refusal('dmChannel');
    if (channel.thread || channel.type === ChannelType.GuildForum) throw refusal('wrongChannelType');
    return channel;
  }

  function startThread(request: RestRequest) {
    const parent = channelOf(world, request);
    if (parent.type === ChannelType.DM) throw refusal('dmChannel');
    if (parent.thread) throw refusal('wrongChannelType');
    const body = formOf(request);
    const ownerId = world.bot.id;
    if (parent.type !== ChannelType.GuildForum) {
      // Without a type a thread is private (C, discord-api-docs: "in a future API version" this will be required).
      const isPrivate = (body.type ?? ChannelType.PrivateThread) === ChannelType.PrivateThread;
      requireInChannel(
        world,
        parent,
        'ViewChannel',
        isPrivate ? 'CreatePrivateThreads' : 'CreatePublicThreads',
      );
      const type = isPrivate ? ChannelType.PrivateThread : ChannelType.PublicThread;
      const thread = createThread(world, parent, { ...threadFields(body), type, ownerId });
      return created(channelView(world, thread));
    }
    requireInChannel(world, parent, 'ViewChannel', 'SendMessages');
    const fields = threadFields(body);
    const outgoing = readOutgoing(world, parent, request, isObject(body.message) ? body.message : {});
    const thread = createThread(world, parent, { ...fields, ownerId });
    const { message } = postMessage(world, thread, { ...outgoing, author: world.bot });
    return created({ ...channelView(world, thread), message });
  }

  /** Only threads can be changed here; the bot has no business with channels themselves. */
  function patchThread(request: RestRequest) {
    const channel = visibleThreadOf(request);
    const body = formOf(request);
    const { archived, locked } = body;
    const changes: ThreadChanges = {
      ...threadFields({ name: channel.name, ...body }),
      ...(typeof archived === 'boolean' && { archived }),
      ...(typeof locked === 'boolean' && { locked }),
    };
    const mayManage = botMay(world, channel, 'ManageThreads');
    const { thread } = channel;
    // Opening again is the one thing that an archived thread lets everybody do who may write in it (C).
    if (thread.archived && archived !== false) throw refusal('archivedThread');
    const opensOnly = thread.archived && locked === undefined && body.name === undefined && !thread.locked;
    if (opensOnly) requireInChannel(world, channel, 'SendMessagesInThreads');
    else if (thread.ownerId !== world.bot.id || thread.locked) {
      if (!mayManage) throw refusal('missingPermissions');
    }
    changeThread(world, channel, changes);
    return ok(channelView(world, channel) as APIThreadChannel);
  }
}

function threadFields(body: JsonObject) {
  const form = new FormCheck();
  form.text(['name'], body.name, { min: 1, max: threadLimits.nameCharacters });
  const minutes = body.auto_archive_duration;
  if (minutes !== undefined && minutes !== null) {
    form.choice(['auto_archive_duration'], minutes, threadLimits.archiveMinutes);
  }
  const tags = form.list(['applied_tags'], body.applied_tags, {
    max: threadLimits.appliedTags,
    optional: true,
  });
  form.refuseIfWrong();
  return {
    name: String(body.name),
    appliedTags: tags.map(String),
    ...(typeof minutes === 'number' && {
      autoArchiveMinutes: minutes as ThreadRecord['autoArchiveMinutes'],
    }),
  };
}
