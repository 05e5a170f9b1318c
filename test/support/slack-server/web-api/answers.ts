import type { webApi } from '@slack/bolt';
import type { Method } from './method.ts';

/** What each method answers, as the SDK types it: where both have a field, they agree on what it is. */
interface Answers {
  'agents.sessions.rename': webApi.AgentsSessionsRenameResponse;
  'agents.sessions.setStatus': webApi.AgentsSessionsSetStatusResponse;
  'apps.connections.open': webApi.AppsConnectionsOpenResponse;
  'assistant.threads.setStatus': webApi.AssistantThreadsSetStatusResponse;
  'assistant.threads.setSuggestedPrompts': webApi.AssistantThreadsSetSuggestedPromptsResponse;
  'assistant.threads.setTitle': webApi.AssistantThreadsSetTitleResponse;
  // The SDK does not type `revoked`, which the method's page has.
  'auth.revoke': webApi.AuthRevokeResponse & { revoked: boolean };
  'auth.test': webApi.AuthTestResponse;
  'blocks.validate': webApi.BlocksValidateResponse;
  'bots.info': webApi.BotsInfoResponse;
  'chat.appendStream': webApi.ChatAppendStreamResponse;
  'chat.delete': webApi.ChatDeleteResponse;
  'chat.getPermalink': webApi.ChatGetPermalinkResponse;
  'chat.postEphemeral': webApi.ChatPostEphemeralResponse;
  'chat.postMessage': webApi.ChatPostMessageResponse;
  'chat.startStream': webApi.ChatStartStreamResponse;
  'chat.stopStream': webApi.ChatStopStreamResponse;
  'chat.update': webApi.ChatUpdateResponse;
  'conversations.history': webApi.ConversationsHistoryResponse;
  'conversations.info': webApi.ConversationsInfoResponse;
  'conversations.join': webApi.ConversationsJoinResponse;
  'conversations.list': webApi.ConversationsListResponse;
  'conversations.members': webApi.ConversationsMembersResponse;
  'conversations.open': webApi.ConversationsOpenResponse;
  'conversations.replies': webApi.ConversationsRepliesResponse;
  'dnd.info': webApi.DndInfoResponse;
  'files.completeUploadExternal': webApi.FilesCompleteUploadExternalResponse;
  'files.getUploadURLExternal': webApi.FilesGetUploadURLExternalResponse;
  'files.info': webApi.FilesInfoResponse;
  'oauth.v2.access': webApi.OauthV2AccessResponse;
  'reactions.add': webApi.ReactionsAddResponse;
  'reactions.remove': webApi.ReactionsRemoveResponse;
  'users.conversations': webApi.UsersConversationsResponse;
  'users.info': webApi.UsersInfoResponse;
  'users.list': webApi.UsersListResponse;
  'views.open': webApi.ViewsOpenResponse;
  'views.publish': webApi.ViewsPublishResponse;
  'views.push': webApi.ViewsPushResponse;
  'views.update': webApi.ViewsUpdateResponse;
}

/** `Omit` that keeps the names: the SDK's answers allow any field beside those that they list. */
type Listed<Answer> = {
  [Name in keyof Answer as string extends Name ? never : number extends Name ? never : Name]: Answer[Name];
};

/**
 * But for what the SDK's generated types cannot say: that Slack sends null, every kind of block (they know those that
 * turned up in their samples), and strings that are written as strings where they have an enum.
 */
type AsSent<Part> = Part extends string
  ? string
  : Part extends readonly (infer Item)[]
    ? AsSent<Item>[]
    : Part extends object
      ? {
          [Name in keyof Part]: Name extends 'blocks' | 'attachments'
            ? unknown
            : AsSent<Part[Name]> | null | undefined;
        }
      : Part;

/** Some of the methods, each held to its own answer. */
export type Methods<Name extends keyof Answers> = {
  [One in Name]: Method<Omit<AsSent<Listed<Answers[One]>>, 'ok'>>;
};
