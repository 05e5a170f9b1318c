import {
  type APIApplicationCommandOptionChoice,
  type APIModalInteractionResponseCallbackData,
  InteractionType,
  MessageFlags,
  InteractionResponseType as Response,
} from 'discord-api-types/v10';
import { FormCheck, isObject, type JsonObject } from '../checks/form-check.ts';
import { checkModal } from '../checks/modal.ts';
import { refusal } from '../discord-error.ts';
import { isPastFirstAnswer, isTokenOver } from '../interactions.ts';
import { autocompleteLimits, commandLimits, interactionLimits } from '../limits.ts';
import { deleteMessage, editMessage, postMessage } from '../messages.ts';
import type { ChannelRecord, InteractionRecord, StoredMessage, World } from '../world.ts';
import { readChanges, readOutgoing } from './outgoing-message.ts';
import { formOf, noContent, ok, paramOf, type RestAnswer, type RestRequest, type Route } from './route.ts';

/** Which first answers each kind of interaction takes. A modal is only ever a first answer, and never to a modal. */
const answersTo: Readonly<Partial<Record<InteractionType, readonly Response[]>>> = {
  [InteractionType.ApplicationCommand]: [
    Response.ChannelMessageWithSource,
    Response.DeferredChannelMessageWithSource,
    Response.Modal,
  ],
  [InteractionType.MessageComponent]: [
    Response.ChannelMessageWithSource,
    Response.DeferredChannelMessageWithSource,
    Response.DeferredMessageUpdate,
    Response.UpdateMessage,
    Response.Modal,
  ],
  [InteractionType.ModalSubmit]: [
    Response.ChannelMessageWithSource,
    Response.DeferredChannelMessageWithSource,
    Response.DeferredMessageUpdate,
    Response.UpdateMessage,
  ],
  [InteractionType.ApplicationCommandAutocomplete]: [Response.ApplicationCommandAutocompleteResult],
};

/** The first answer to an interaction. */
export function interactionRoutes(world: World): Route[] {
  return [
    {
      name: 'POST /interactions/:interaction/:token/callback',
      isOpen: true,
      isOutsideGlobalLimit: true,
      handle: (request) => {
        const record = world.interactions.get(paramOf(request, 'token'));
        if (record?.id !== paramOf(request, 'interaction')) throw refusal('unknownInteraction');
        if (record.answeredWith !== undefined) throw refusal('alreadyAcknowledged');
        if (isPastFirstAnswer(world, record)) {
          const limit = `${interactionLimits.firstAnswerMs} ms`;
          record.fail(new Error(`The bot answered this interaction after the ${limit} it has for that.`));
          throw refusal('unknownInteraction');
        }
        const body = formOf(request);
        const message = answer(record, request, body);
        world.changed();
        if (request.query.get('with_response') !== 'true') return noContent;
        return ok(callbackResponse(record, message));
      },
    },
  ];

  function answer(
    record: InteractionRecord,
    request: RestRequest,
    body: JsonObject,
  ): StoredMessage | undefined {
    const type = Number(body.type) as Response;
    const form = new FormCheck();
    const allowed = (answersTo[record.type] ?? []).filter(
      (one) => !changesMessage(one) || record.messageId !== undefined,
    );
    form.choice(['type'], type, allowed);
    form.refuseIfWrong();
    const data = isObject(body.data) ? body.data : {};
    const channel = placeOf(world, record);
    const stored = carryOut(record, channel, request, type, data);
    record.answeredWith = type;
    return stored;
  }

  function carryOut(
    record: InteractionRecord,
    channel: ChannelRecord,
    request: RestRequest,
    type: Response,
    data: JsonObject,
  ): StoredMessage | undefined {
    switch (type) {
      case Response.ChannelMessageWithSource: {
        const isPrivate = isEphemeral(data.flags);
        const stored = say(world, record, channel, request, data, isPrivate);
        record.originalId = stored.message.id;
        record.settle({ kind: 'message', message: stored.message, isPrivate });
        return stored;
      }
      case Response.DeferredChannelMessageWithSource: {
        record.isPrivate = isEphemeral(data.flags);
        const stored = postWaiting(world, record, channel);
        record.originalId = stored.message.id;
        record.settle({ kind: 'waiting', isPrivate: record.isPrivate });
        return stored;
      }
      case Response.DeferredMessageUpdate:
        if (record.messageId) record.originalId = record.messageId;
        record.settle({ kind: 'nothing-yet' });
        return undefined;
      case Response.UpdateMessage: {
        const stored = channel.messages.get(record.messageId ?? '');
        if (!stored) throw refusal('unknownMessage');
        editMessage(world, channel, stored, readChanges(world, channel, request, stored.message, data));
        record.originalId = stored.message.id;
        record.settle({ kind: 'updated', message: stored.message });
        return stored;
      }
      case Response.ApplicationCommandAutocompleteResult:
        record.settle({ kind: 'choices', choices: readChoices(data) });
        return undefined;
      case Response.Modal: {
        checkModal(data);
        const form = {
          data: data as unknown as APIModalInteractionResponseCallbackData,
          userId: record.userId,
          channelId: record.channelId,
          openedBy: record.metadata,
          ...(record.messageId && { messageId: record.messageId }),
        };
        world.forms.set(record.userId, form);
        record.settle({ kind: 'form', form });
        return undefined;
      }
      default:
        throw new Error(`Nothing is done for a first answer of type ${type}.`);
    }
  }
}

/** What can be done with an interaction's token once it has its first answer, for 15 minutes. */
export function interactionTokenHandlers(world: World) {
  return {
    followUp(request: RestRequest): RestAnswer {
      const record = answeredRecord(request);
      const channel = placeOf(world, record);
      const waiting = waitingOriginal(channel, record);
      if (waiting) {
        // For backwards compatibility the first follow-up fills what was deferred, and its privacy stays (docs).
        editMessage(world, channel, waiting, readChanges(world, channel, request, waiting.message));
        return ok(waiting.message);
      }
      const most = interactionLimits.followUpsWhenOnlyUserInstalled;
      if (record.isOnlyUserInstalled && record.followUps >= most) throw refusal('tooManyFollowUps');
      const body = formOf(request);
      const { message } = say(world, record, channel, request, body, isEphemeral(body.flags));
      record.followUps += 1;
      return ok(message);
    },
    get: (request: RestRequest): RestAnswer => ok(find(request).stored.message),
    edit(request: RestRequest): RestAnswer {
      const { channel, stored } = find(request);
      editMessage(world, channel, stored, readChanges(world, channel, request, stored.message));
      return ok(stored.message);
    },
    remove(request: RestRequest): RestAnswer {
      const { channel, stored } = find(request);
      deleteMessage(world, channel, stored);
      return noContent;
    },
  };

  function answeredRecord(request: RestRequest): InteractionRecord {
    const record = world.interactions.get(paramOf(request, 'token'));
    if (!record || isTokenOver(world, record)) throw refusal('invalidWebhookToken');
    if (record.answeredWith === undefined) throw refusal('unknownWebhook');
    return record;
  }

  function find(request: RestRequest): { channel: ChannelRecord; stored: StoredMessage } {
    const record = answeredRecord(request);
    const channel = placeOf(world, record);
    const named = paramOf(request, 'message');
    const id = named === '@original' ? record.originalId : named;
    const stored = id === undefined ? undefined : channel.messages.get(id);
    const isIts = stored && (stored.senderToken === record.token || id === record.originalId);
    if (!stored || !isIts) throw refusal('unknownMessage');
    return { channel, stored };
  }
}

function say(
  world: World,
  record: InteractionRecord,
  channel: ChannelRecord,
  request: RestRequest,
  body: JsonObject,
  isPrivate: boolean,
): StoredMessage {
  return postMessage(world, channel, {
    ...readOutgoing(world, channel, request, body),
    author: world.bot,
    webhookId: world.application.id,
    senderToken: record.token,
    interaction: record.metadata,
    ...(isPrivate && { ephemeralFor: record.userId }),
  });
}

/** "Elevate is thinking…" */
function postWaiting(world: World, record: InteractionRecord, channel: ChannelRecord): StoredMessage {
  return postMessage(world, channel, {
    author: world.bot,
    webhookId: world.application.id,
    senderToken: record.token,
    interaction: record.metadata,
    flags: MessageFlags.Loading | (record.isPrivate ? MessageFlags.Ephemeral : 0),
    ...(record.isPrivate && { ephemeralFor: record.userId }),
  });
}

function waitingOriginal(channel: ChannelRecord, record: InteractionRecord): StoredMessage | undefined {
  if (record.answeredWith !== Response.DeferredChannelMessageWithSource) return undefined;
  const original = channel.messages.get(record.originalId ?? '');
  return original && (original.message.flags ?? 0) & MessageFlags.Loading ? original : undefined;
}

function placeOf(world: World, record: InteractionRecord): ChannelRecord {
  const channel = world.channels.get(record.channelId);
  if (!channel) throw refusal('unknownChannel');
  return channel;
}

function isEphemeral(flags: unknown): boolean {
  return (Number(flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}

function changesMessage(type: Response): boolean {
  return type === Response.DeferredMessageUpdate || type === Response.UpdateMessage;
}

function readChoices(data: JsonObject): APIApplicationCommandOptionChoice[] {
  const form = new FormCheck();
  const at = ['data', 'choices'];
  const choices = form.list(at, data.choices, { max: autocompleteLimits.choices });
  for (const [index, value] of choices.entries()) {
    const choice = form.object([...at, index], value);
    const bounds = { min: 1, max: commandLimits.choiceCharacters };
    form.text([...at, index, 'name'], choice.name, bounds);
    if (typeof choice.value !== 'number') form.text([...at, index, 'value'], choice.value, bounds);
  }
  form.refuseIfWrong();
  return choices as APIApplicationCommandOptionChoice[];
}

function callbackResponse(record: InteractionRecord, stored: StoredMessage | undefined) {
  const isLoading = ((stored?.message.flags ?? 0) & MessageFlags.Loading) !== 0;
  return {
    interaction: {
      id: record.id,
      type: record.type,
      ...(stored && {
        response_message_id: stored.message.id,
        response_message_loading: isLoading,
        response_message_ephemeral: stored.ephemeralFor !== undefined,
      }),
    },
    resource: { type: record.answeredWith, ...(stored && { message: stored.message }) },
  };
}
