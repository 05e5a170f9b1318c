import { type APIUser, ChannelType } from 'discord-api-types/v10';
import { FormCheck, type FormPath } from '../checks/form-check.ts';
import { refusal } from '../discord-error.ts';
import { webhookLimits } from '../limits.ts';
import { deleteMessage, editMessage, postMessage } from '../messages.ts';
import { botMay, requireInChannel } from '../permissions.ts';
import { createThread } from '../threads.ts';
import { webhookView } from '../views.ts';
import type { ChannelRecord, StoredMessage, WebhookRecord, World } from '../world.ts';
import { readChanges, readOutgoing } from './outgoing-message.ts';
import {
  channelOf,
  formOf,
  guildOf,
  noContent,
  ok,
  paramOf,
  type RestAnswer,
  type RestRequest,
  type Route,
} from './route.ts';
import { refuseWhereArchived } from './speaking-rights.ts';

/** A channel's webhooks, as the bot manages them. Executing one is in `webhookTokenHandlers`. */
export function webhookRoutes(world: World): Route[] {
  return [
    {
      name: 'GET /channels/:channel/webhooks',
      handle: (request) => {
        const channel = channelOf(world, request);
        requireInChannel(world, channel, 'ViewChannel', 'ManageWebhooks');
        return ok(webhooksIn(world, channel).map((webhook) => webhookView(world, webhook)));
      },
    },
    {
      name: 'GET /guilds/:guild/webhooks',
      handle: (request) => {
        const guild = guildOf(world, request);
        const channels = [...world.channels.values()].filter(({ guildId }) => guildId === guild.id);
        const all = channels.flatMap((channel) => {
          requireInChannel(world, channel, 'ManageWebhooks');
          return webhooksIn(world, channel);
        });
        return ok(all.map((webhook) => webhookView(world, webhook)));
      },
    },
    {
      name: 'POST /channels/:channel/webhooks',
      handle: (request) => {
        const channel = channelOf(world, request);
        requireInChannel(world, channel, 'ViewChannel', 'ManageWebhooks');
        if (channel.thread || channel.type === ChannelType.DM) throw refusal('wrongChannelType');
        const form = new FormCheck();
        const { name } = formOf(request);
        checkWebhookName(form, ['name'], name, { isRequired: true });
        form.refuseIfWrong();
        if (webhooksIn(world, channel).length >= webhookLimits.perChannel) throw refusal('tooManyWebhooks');
        const webhook: WebhookRecord = {
          id: world.nextId(),
          token: `webhook-token-${world.nextId()}`,
          channelId: channel.id,
          name: String(name),
          creatorId: world.bot.id,
        };
        world.webhooks.set(webhook.id, webhook);
        world.changed();
        return ok(webhookView(world, webhook));
      },
    },
    {
      name: 'DELETE /webhooks/:webhook',
      handle: (request) => {
        const webhook = world.webhooks.get(paramOf(request, 'webhook'));
        const channel = webhook && world.channels.get(webhook.channelId);
        if (!webhook || !channel) throw refusal('unknownWebhook');
        if (!botMay(world, channel, 'ManageWebhooks')) throw refusal('missingPermissions');
        world.webhooks.delete(webhook.id);
        world.changed();
        return noContent;
      },
    },
  ];
}

/** What can be done with a webhook's id and token, in its channel or, by `thread_id`, in a thread of it. */
export function webhookTokenHandlers(world: World) {
  return {
    execute(request: RestRequest): RestAnswer {
      const webhook = webhookOf(request);
      const body = formOf(request);
      const form = new FormCheck();
      checkWebhookName(form, ['username'], body.username, { isRequired: false });
      form.refuseIfWrong();
      const parent = parentOf(webhook);
      const outgoing = readOutgoing(world, parent, request);
      const channel = placeFor(request, parent, body.thread_name);
      const author: APIUser = {
        id: webhook.id,
        username: typeof body.username === 'string' ? body.username : webhook.name,
        global_name: null,
        discriminator: '0000',
        avatar: null,
        bot: true,
      };
      const { message } = postMessage(world, channel, {
        ...outgoing,
        author,
        webhookId: webhook.id,
        senderToken: webhook.token,
        ...(typeof body.avatar_url === 'string' && { avatarUrl: body.avatar_url }),
      });
      return request.query.get('wait') === 'true' ? ok(message) : noContent;
    },
    get: (request: RestRequest): RestAnswer => ok(find(request).stored.message),
    edit(request: RestRequest): RestAnswer {
      const { channel, stored } = find(request);
      refuseWhereArchived(channel);
      editMessage(world, channel, stored, readChanges(world, channel, request, stored.message));
      return ok(stored.message);
    },
    remove(request: RestRequest): RestAnswer {
      const { channel, stored } = find(request);
      deleteMessage(world, channel, stored);
      return noContent;
    },
  };

  function webhookOf(request: RestRequest): WebhookRecord {
    const webhook = world.webhooks.get(paramOf(request, 'webhook'));
    if (!webhook) throw refusal('unknownWebhook');
    if (webhook.token !== paramOf(request, 'token')) throw refusal('invalidWebhookToken');
    return webhook;
  }

  function parentOf(webhook: WebhookRecord): ChannelRecord {
    const parent = world.channels.get(webhook.channelId);
    if (!parent) throw refusal('unknownChannel');
    return parent;
  }

  function threadIn(request: RestRequest, parent: ChannelRecord): ChannelRecord | undefined {
    const threadId = request.query.get('thread_id');
    if (!threadId) return undefined;
    const thread = world.channels.get(threadId);
    if (thread?.thread?.parentId !== parent.id) throw refusal('unknownChannel');
    return thread;
  }

  function placeFor(request: RestRequest, parent: ChannelRecord, threadName: unknown): ChannelRecord {
    const thread = threadIn(request, parent);
    const isForum = parent.type === ChannelType.GuildForum;
    if (thread && threadName) throw refusal('forumHasBoth');
    if (threadName && !isForum) throw refusal('noForum');
    if (isForum && !thread && !threadName) throw refusal('forumNeedsName');
    if (!threadName) return thread ?? parent;
    return createThread(world, parent, { name: String(threadName), ownerId: paramOf(request, 'webhook') });
  }

  function find(request: RestRequest): { channel: ChannelRecord; stored: StoredMessage } {
    const webhook = webhookOf(request);
    const parent = parentOf(webhook);
    const channel = threadIn(request, parent) ?? parent;
    const stored = channel.messages.get(paramOf(request, 'message'));
    if (!stored || stored.senderToken !== webhook.token) throw refusal('unknownMessage');
    return { channel, stored };
  }
}

function webhooksIn(world: World, channel: ChannelRecord): WebhookRecord[] {
  return [...world.webhooks.values()].filter((webhook) => webhook.channelId === channel.id);
}

function checkWebhookName(
  form: FormCheck,
  path: FormPath,
  value: unknown,
  { isRequired }: { isRequired: boolean },
): void {
  const name = form.text(path, value, { min: 1, max: webhookLimits.nameCharacters, optional: !isRequired });
  const forbidden = webhookLimits.forbiddenInNames.find((word) => name?.toLowerCase().includes(word));
  if (forbidden) {
    const field = String(path.at(-1));
    form.fail(path, 'USERNAME_INVALID_CONTAINS', `${field} cannot contain "${forbidden}"`);
  }
}
