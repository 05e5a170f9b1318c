import type { REST } from 'discord.js';
import {
  type APIApplication,
  type APIApplicationCommand,
  type APIChannel,
  type APIGatewayBotInfo,
  type APIGuildChannel,
  type APIGuildMember,
  type APIInteractionResponse,
  type APIMessage,
  type APIRole,
  type APIThreadChannel,
  type APIWebhook,
  InteractionResponseType,
  type RESTGetAPICurrentUserGuildsResult,
  type RESTPatchAPIChannelMessageJSONBody,
  type RESTPostAPIChannelMessageJSONBody,
  type RESTPostAPIWebhookWithTokenJSONBody,
  type RESTPutAPIApplicationCommandsJSONBody,
  Routes,
} from 'discord-api-types/v10';
import type { ReplyFile } from '../../domain/reply.ts';
import { type CallOutcome, outcomeOf } from './call-outcome.ts';

/** An interaction, as far as it is answered by it. */
export interface InteractionRef {
  id: string;
  applicationId: string;
  token: string;
}

export interface WebhookRef {
  id: string;
  token: string;
}

/** What is asked of Discord, each call with its outcome. Files travel beside the JSON. */
export type DiscordApi = ReturnType<typeof createDiscordApi>;

export function createDiscordApi(rest: REST) {
  /** By a token in the path, so without ours. */
  const byToken = { auth: false };
  const inThread = (threadId: string | undefined) => (threadId === undefined ? {} : { thread_id: threadId });

  return {
    application: () => outcomeOf<APIApplication>(rest.get(Routes.currentApplication())),
    /** How many shards Discord recommends, and where they connect. */
    gateway: () => outcomeOf<APIGatewayBotInfo>(rest.get(Routes.gatewayBot())),
    channel: (id: string) => outcomeOf<APIChannel>(rest.get(Routes.channel(id))),
    message: (channelId: string, id: string) =>
      outcomeOf<APIMessage>(rest.get(Routes.channelMessage(channelId, id))),
    messagesAfter: (channelId: string, after: string) =>
      outcomeOf<APIMessage[]>(
        rest.get(Routes.channelMessages(channelId), { query: new URLSearchParams({ after, limit: '100' }) }),
      ),
    directMessagesWith: (userId: string) =>
      outcomeOf<APIChannel>(rest.post(Routes.userChannels(), { body: { recipient_id: userId } })),
    startThread: (channelId: string, messageId: string, name: string) =>
      outcomeOf<APIThreadChannel>(rest.post(Routes.threads(channelId, messageId), { body: { name } })),
    /** Opens an archived thread again. */
    openThread: (channelId: string) =>
      outcomeOf<APIChannel>(rest.patch(Routes.channel(channelId), { body: { archived: false } })),
    type: (channelId: string) => outcomeOf<void>(rest.post(Routes.channelTyping(channelId))),
    post: (channelId: string, body: RESTPostAPIChannelMessageJSONBody, files: readonly ReplyFile[] = []) =>
      outcomeOf<APIMessage>(rest.post(Routes.channelMessages(channelId), withFiles(body, files))),
    edit: (
      channelId: string,
      messageId: string,
      body: RESTPatchAPIChannelMessageJSONBody,
      files: readonly ReplyFile[] = [],
    ) =>
      outcomeOf<APIMessage>(rest.patch(Routes.channelMessage(channelId, messageId), withFiles(body, files))),

    webhooksIn: (channelId: string) => outcomeOf<APIWebhook[]>(rest.get(Routes.channelWebhooks(channelId))),
    makeWebhook: (channelId: string, name: string) =>
      outcomeOf<APIWebhook>(rest.post(Routes.channelWebhooks(channelId), { body: { name } })),
    postByWebhook: (
      { id, token }: WebhookRef,
      threadId: string | undefined,
      body: RESTPostAPIWebhookWithTokenJSONBody,
      files: readonly ReplyFile[] = [],
    ) =>
      outcomeOf<APIMessage>(
        rest.post(Routes.webhook(id, token), {
          ...byToken,
          ...withFiles(body, files),
          query: new URLSearchParams({ wait: 'true', ...inThread(threadId) }),
        }),
      ),
    editByWebhook: (
      { id, token }: WebhookRef,
      threadId: string | undefined,
      messageId: string,
      body: RESTPatchAPIChannelMessageJSONBody,
      files: readonly ReplyFile[] = [],
    ) =>
      outcomeOf<APIMessage>(
        rest.patch(Routes.webhookMessage(id, token, messageId), {
          ...byToken,
          ...withFiles(body, files),
          query: new URLSearchParams(inThread(threadId)),
        }),
      ),

    /** The first answer to an interaction. A private one may bring a text to copy from. */
    answer: (
      { id, token }: InteractionRef,
      body: APIInteractionResponse,
      file?: { name: string; text: string },
    ) =>
      outcomeOf<void>(
        rest.post(Routes.interactionCallback(id, token), {
          ...byToken,
          body,
          ...(file ? { files: [{ name: file.name, data: file.text, contentType: 'text/plain' }] } : {}),
        }),
      ),
    /** The message that an interaction was answered with, also where it was deferred. */
    editAnswer: (
      { applicationId, token }: InteractionRef,
      messageId: string,
      body: RESTPatchAPIChannelMessageJSONBody,
      files: readonly ReplyFile[] = [],
    ) =>
      outcomeOf<APIMessage>(
        rest.patch(Routes.webhookMessage(applicationId, token, messageId), {
          ...byToken,
          ...withFiles(body, files),
        }),
      ),
    followUp: (
      { applicationId, token }: InteractionRef,
      body: RESTPostAPIWebhookWithTokenJSONBody,
      files: readonly ReplyFile[] = [],
    ) =>
      outcomeOf<APIMessage>(
        rest.post(Routes.webhook(applicationId, token), { ...byToken, ...withFiles(body, files) }),
      ),
    /** With what we may do there, overwrites of its channels apart. */
    servers: () =>
      outcomeOf<RESTGetAPICurrentUserGuildsResult>(
        rest.get(Routes.userGuilds(), { query: new URLSearchParams({ limit: '200' }) }),
      ),
    /** Threads apart. Those that we may not see are among them. */
    channels: (guildId: string) => outcomeOf<APIGuildChannel[]>(rest.get(Routes.guildChannels(guildId))),
    member: (guildId: string, userId: string) =>
      outcomeOf<APIGuildMember>(rest.get(Routes.guildMember(guildId, userId))),
    /** Discord leaves their translations out unless it is asked for them. */
    commands: (applicationId: string) =>
      outcomeOf<APIApplicationCommand[]>(
        rest.get(Routes.applicationCommands(applicationId), {
          query: new URLSearchParams({ with_localizations: 'true' }),
        }),
      ),
    roles: (guildId: string) => outcomeOf<APIRole[]>(rest.get(Routes.guildRoles(guildId))),
    /** One that everybody may mention, and that carries no rights. */
    makeRole: (guildId: string, name: string) =>
      outcomeOf<APIRole>(
        rest.post(Routes.guildRoles(guildId), { body: { name, mentionable: true, permissions: '0' } }),
      ),
    registerCommands: (applicationId: string, commands: RESTPutAPIApplicationCommandsJSONBody) =>
      outcomeOf<unknown>(rest.put(Routes.applicationCommands(applicationId), { body: commands })),
  };
}

/** Nothing but an acknowledgement: what follows says it. */
export const seen: APIInteractionResponse = { type: InteractionResponseType.DeferredMessageUpdate };

function withFiles(body: object, files: readonly ReplyFile[]): object {
  if (files.length === 0) return { body };
  return {
    body: { ...body, attachments: files.map(({ alt }, id) => ({ id, description: alt.slice(0, 1_024) })) },
    files: files.map(({ name, mediaType, content, encoding }) => ({
      name,
      contentType: mediaType,
      data: Buffer.from(content, encoding),
    })),
  };
}

/** What a message must be there for, to tell one kind of refusal from another. */
export function isRefused<Result>(outcome: CallOutcome<Result>, code: number): boolean {
  return outcome.kind === 'refused' && outcome.code === code;
}
