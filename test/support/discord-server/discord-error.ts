import { RESTJSONErrorCodes as Code } from 'discord-api-types/v10';

/** A refusal as Discord words it. `errors` names each wrong field of a form. */
export class DiscordError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: object | undefined;

  constructor(status: number, code: number, message: string, errors?: object) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  toJSON(): object {
    return { message: this.message, code: this.code, ...(this.errors && { errors: this.errors }) };
  }
}

/** Not in discord-api-types 0.38.57; from the docs' table of JSON error codes. */
const forumCodes = { needsName: 220_001, hasBoth: 220_002, noForum: 220_003 } as const;

const refusals = {
  notFound: [404, 0, '404: Not Found'],
  unauthorized: [401, 0, '401: Unauthorized'],
  unknownChannel: [404, Code.UnknownChannel, 'Unknown Channel'],
  unknownGuild: [404, Code.UnknownGuild, 'Unknown Guild'],
  unknownMember: [404, Code.UnknownMember, 'Unknown Member'],
  unknownMessage: [404, Code.UnknownMessage, 'Unknown Message'],
  unknownUser: [404, Code.UnknownUser, 'Unknown User'],
  unknownWebhook: [404, Code.UnknownWebhook, 'Unknown Webhook'],
  unknownInteraction: [404, Code.UnknownInteraction, 'Unknown interaction'],
  unknownCommand: [404, Code.UnknownApplicationCommand, 'Unknown application command'],
  tooManyWebhooks: [400, Code.MaximumNumberOfWebhooksReached, 'Maximum number of webhooks reached (15)'],
  tooManyCommands: [
    400,
    Code.MaximumNumberOfApplicationCommandsReached,
    'Maximum number of application commands reached (100)',
  ],
  tooManyCommandCreations: [
    400,
    Code.MaximumDailyApplicationCommandCreatesReached,
    'Max number of daily application command creates has been reached (200)',
  ],
  tooLarge: [413, Code.RequestEntityTooLarge, 'Request entity too large'],
  alreadyAcknowledged: [
    400,
    Code.InteractionHasAlreadyBeenAcknowledged,
    'Interaction has already been acknowledged.',
  ],
  tooManyFollowUps: [
    400,
    Code.ThisInteractionHasHitTheMaximumNumberOfFollowUpMessages,
    'This interaction has hit the maximum number of follow-up messages.',
  ],
  missingAccess: [403, Code.MissingAccess, 'Missing Access'],
  anotherAuthor: [
    403,
    Code.CannotEditMessageAuthoredByAnotherUser,
    'Cannot edit a message authored by another user',
  ],
  emptyMessage: [400, Code.CannotSendAnEmptyMessage, 'Cannot send an empty message'],
  closedToUser: [403, Code.CannotSendMessagesToThisUser, 'Cannot send messages to this user'],
  notATextChannel: [
    400,
    Code.CannotSendMessagesInNonTextChannel,
    'Cannot send messages in a non-text channel',
  ],
  missingPermissions: [403, Code.MissingPermissions, 'Missing Permissions'],
  wrongChannelType: [
    400,
    Code.CannotExecuteActionOnThisChannelType,
    'Cannot execute action on this channel type',
  ],
  dmChannel: [403, Code.CannotExecuteActionOnDMChannel, 'Cannot execute action on a DM channel'],
  invalidWebhookToken: [401, Code.InvalidWebhookToken, 'Invalid Webhook Token'],
  invalidJson: [400, Code.RequestBodyContainsInvalidJSON, 'The request body contains invalid JSON.'],
  archivedThread: [400, Code.InvalidActionOnArchivedThread, 'Thread is archived'],
  lockedThread: [403, Code.ThreadLocked, 'This thread is locked'],
  replyWithoutHistory: [
    403,
    Code.CannotReplyWithoutPermissionToReadMessageHistory,
    'Cannot reply without permission to read message history',
  ],
  threadAlreadyMade: [
    400,
    Code.ThreadAlreadyCreatedForMessage,
    'A thread has already been created for this message',
  ],
  forumNeedsName: [
    400,
    forumCodes.needsName,
    'Webhooks posted to forum channels must have a thread_name or thread_id',
  ],
  forumHasBoth: [
    400,
    forumCodes.hasBoth,
    'Webhooks posted to forum channels cannot have both a thread_name and thread_id',
  ],
  noForum: [400, forumCodes.noForum, 'Webhooks can only create threads in forum channels'],
} as const satisfies Record<string, readonly [status: number, code: number, message: string]>;

/** To be thrown: `throw refusal('unknownMessage')`. */
export function refusal(kind: keyof typeof refusals): DiscordError {
  const [status, code, message] = refusals[kind];
  return new DiscordError(status, code, message);
}
