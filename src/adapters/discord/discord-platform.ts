import {
  type APIMessage,
  RESTJSONErrorCodes as Code,
  ComponentType,
  MessageFlags,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import { avatarUrl } from '../../domain/avatar.ts';
import type { OutboxEntry } from '../../domain/outbox-entry.ts';
import type { ReplyPart } from '../../domain/reply.ts';
import type { ChatPlatform, DeliveryResult, Finding } from '../../ports/chat-platform.ts';
import type { Logger } from '../../ports/logger.ts';
import { sentenceFor } from '../../sentences/failure-sentences.ts';
import type { CallOutcome } from './call-outcome.ts';
import { type DiscordApi, isRefused } from './discord-api.ts';
import { formatMessageId, type SentMessage, sentBefore } from './message-id.ts';
import type { OpenAnswer, OpenAnswers } from './open-answers.ts';
import { buttonRows, nonceOf, renderPart } from './render-part.ts';
import { showButton } from './show-button.ts';
import { snowflakeAt } from './snowflake.ts';
import { splitPart } from './split-part.ts';
import type { Spot, Spots } from './spots.ts';
import { stopButton } from './stop-button.ts';
import type { Webhooks } from './webhooks.ts';

export interface DiscordPlatformOptions {
  api: DiscordApi;
  self: { applicationId: string; botUserId: string };
  spots: Spots;
  webhooks: Webhooks;
  answers: OpenAnswers;
  /** Where the agents' pictures are served for everybody. */
  publicUrl: string | undefined;
  log: Logger;
}

/** Discord's clock and ours may differ by this much. */
const clockSkewMs = 60_000;
/** Pages of a hundred messages looked through for one whose delivery is unknown. */
const readBackPages = 5;
/** Below this many characters a text needs no splitting to fit a message. */
const surelyFits = 900;

const cures: Partial<Record<number, string>> = {
  [Code.MissingAccess]: 'let the bot see that channel: Edit Channel, Permissions',
  [Code.MissingPermissions]: 'let the bot write there: Send Messages, and Send Messages in Threads',
  [Code.UnknownChannel]: 'the channel or thread is gone: ask elsewhere',
  [Code.InvalidActionOnArchivedThread]:
    'the thread is archived and locked: open it, or let the bot manage threads',
  [Code.ThreadLocked]: 'the thread is locked: unlock it, or let the bot manage threads',
};

/** The person wants no direct messages, or shares no server with us any more. */
const closedDirectMessages: readonly number[] = [
  Code.CannotSendMessagesToThisUser,
  Code.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds,
];

/** The side of Discord that speaks. */
export function createDiscordPlatform(options: DiscordPlatformOptions): ChatPlatform {
  const { api, self, spots, webhooks, answers, publicUrl, log } = options;
  const directMessages = new Map<string, string>();
  /** Growing entries whose first showing may have arrived: they are looked for before they are shown again. */
  const unheard = new Set<string>();

  /** Says it anew, by whichever door is open: the answer to an interaction, a webhook, the bot itself. */
  async function say(entry: OutboxEntry, part: ReplyPart): Promise<CallOutcome<SentMessage>> {
    const answer = await openAnswer(entry);
    // Where we are not ourselves, the answer is private as a whole.
    if (answer?.reach === 'token') return (await fill(answer, entry, part)) ?? follow(answer, part);
    if (isPrivate(entry)) return sayAlone(entry, part, answer);
    const filled = answer && (await fill(answer, entry, part));
    if (filled) return filled;
    const spot = await spots.of(entry.thread);
    return spot.kind === 'done' ? sayAt(spot.result, entry, part) : spot;
  }

  async function openAnswer(entry: OutboxEntry): Promise<OpenAnswer | undefined> {
    const answer = answers.of(entry);
    return answer && (await answer.ready) ? answer : undefined;
  }

  /** In place of "is thinking…". Undefined where something else stands there already. */
  async function fill(
    answer: OpenAnswer,
    entry: OutboxEntry,
    part: ReplyPart,
  ): Promise<CallOutcome<SentMessage> | undefined> {
    if (!answer.isDeferred || (answer.filledBy ?? entry._id) !== entry._id) return undefined;
    answer.filledBy = entry._id;
    const body = renderPart(part, { agentInText: true });
    const outcome = await api.editAnswer(answer.interaction, '@original', body, part.files);
    if (outcome.kind === 'refused' && !outcome.retryable) {
      log.warn({ entry: entry._id, error: outcome.why }, 'an interaction could not be answered any more');
      answer.isDeferred = false;
      return undefined;
    }
    return sentBy(outcome, 'interaction');
  }

  /** Visible to nobody but the one who did what it answers. */
  async function follow(answer: OpenAnswer, part: ReplyPart): Promise<CallOutcome<SentMessage>> {
    const body = renderPart(part, { agentInText: true });
    const flags = (body.flags ?? 0) | MessageFlags.Ephemeral;
    return sentBy(await api.followUp(answer.interaction, { ...body, flags }, part.files), 'interaction');
  }

  async function sayAt(spot: Spot, entry: OutboxEntry, part: ReplyPart): Promise<CallOutcome<SentMessage>> {
    return (
      (spot.parentId === undefined || spot.replyTo !== undefined
        ? undefined
        : await sayByWebhook(spot.parentId, spot, part)) ?? sayAsBot(spot, entry, part)
    );
  }

  /** Under the agent's own name and picture. Undefined where we have no webhook. */
  async function sayByWebhook(
    parentId: string,
    { channelId }: Spot,
    part: ReplyPart,
  ): Promise<CallOutcome<SentMessage> | undefined> {
    // Twice: a webhook that somebody has deleted is made again.
    for (const _attempt of [1, 2]) {
      const webhook = await webhooks.in(parentId);
      if (!webhook) return undefined;
      const body = {
        ...renderPart(part, { agentInText: false }),
        username: part.agent,
        ...(publicUrl === undefined ? {} : { avatar_url: avatarUrl(publicUrl, part.agent) }),
      };
      const threadId = channelId === parentId ? undefined : channelId;
      const outcome = await api.postByWebhook(webhook, threadId, body, part.files);
      if (!isGoneWebhook(outcome)) return sentBy(outcome, { webhookId: webhook.id });
      webhooks.forget(parentId);
    }
    return undefined;
  }

  async function sayAsBot(
    { channelId, replyTo }: Spot,
    entry: OutboxEntry,
    part: ReplyPart,
  ): Promise<CallOutcome<SentMessage>> {
    const body: RESTPostAPIChannelMessageJSONBody = {
      ...renderPart(part, { agentInText: true }),
      nonce: nonceOf(entry._id),
      enforce_nonce: true,
      ...(replyTo === undefined
        ? {}
        : { message_reference: { message_id: replyTo, fail_if_not_exists: false } }),
    };
    return sentBy(await api.post(channelId, body, part.files), 'bot');
  }

  /** To one person, by direct message. */
  async function sayAlone(
    entry: OutboxEntry,
    part: ReplyPart,
    answer: OpenAnswer | undefined,
  ): Promise<CallOutcome<SentMessage>> {
    const channel = await directMessagesWith(entry.accountId);
    const said =
      channel.kind === 'done' ? await sayAsBot({ channelId: channel.result }, entry, part) : channel;
    if (said.kind === 'refused' && closedDirectMessages.includes(said.code))
      return sayWhereClosed(entry, part, answer);
    if (said.kind === 'done' && answer?.isDeferred && answer.filledBy === undefined) {
      answer.filledBy = entry._id;
      await api.editAnswer(
        answer.interaction,
        '@original',
        plainMessage(sentenceFor({ kind: 'answered-directly' })),
      );
    }
    return said;
  }

  /** To one person whose direct messages are closed: privately to what they pressed, else by a note with a button. */
  async function sayWhereClosed(
    entry: OutboxEntry,
    part: ReplyPart,
    answer: OpenAnswer | undefined,
  ): Promise<CallOutcome<SentMessage>> {
    const isWaiting = answer?.isDeferred === true && (answer.filledBy ?? entry._id) === entry._id;
    // What they pressed can be answered to them alone; what is deferred for all to see cannot.
    if (answer && !isWaiting) return follow(answer, part);
    const spot = await spots.of(entry.thread);
    if (spot.kind !== 'done') return spot;
    const { inReplyTo = entry._id } = entry;
    const body = {
      ...plainMessage(sentenceFor({ kind: 'direct-messages-closed' })),
      components: buttonRows([showButton(inReplyTo)]),
    };
    if (answer && isWaiting) {
      answer.filledBy = entry._id;
      return sentBy(await api.editAnswer(answer.interaction, '@original', body), 'interaction');
    }
    // One note for all that an event led to: under one nonce Discord says it once.
    const nonce = nonceOf(`closed:${inReplyTo}`);
    return sentBy(await api.post(spot.result.channelId, { ...body, nonce, enforce_nonce: true }), 'bot');
  }

  async function directMessagesWith(accountId: string): Promise<CallOutcome<string>> {
    const known = directMessages.get(accountId);
    if (known !== undefined) return { kind: 'done', result: known };
    const opened = await api.directMessagesWith(accountId);
    if (opened.kind !== 'done') return opened;
    directMessages.set(accountId, opened.result.id);
    return { kind: 'done', result: opened.result.id };
  }

  /** Puts the part in the place of what the message showed. */
  async function change(
    entry: OutboxEntry,
    part: ReplyPart,
    sent: SentMessage,
  ): Promise<CallOutcome<SentMessage>> {
    const once = () => changeOnce(entry, part, sent);
    const outcome = await once();
    if (!isRefused(outcome, Code.InvalidActionOnArchivedThread)) return outcome;
    const opened = await api.openThread(sent.channelId);
    return opened.kind === 'done' ? once() : outcome;
  }

  async function changeOnce(
    entry: OutboxEntry,
    part: ReplyPart,
    sent: SentMessage,
  ): Promise<CallOutcome<SentMessage>> {
    const { channelId, messageId, door } = sent;
    if (typeof door !== 'string') {
      const { place } = entry.thread;
      const webhook = await webhooks.in(place);
      // Another webhook cannot change what that one said.
      if (webhook?.id !== door.webhookId)
        return { kind: 'refused', code: Code.UnknownWebhook, why: 'the webhook is gone', retryable: false };
      const threadId = channelId === place ? undefined : channelId;
      const body = renderPart(part, { agentInText: false });
      return sentBy(await api.editByWebhook(webhook, threadId, messageId, body, part.files), door);
    }
    const body = renderPart(part, { agentInText: true });
    const answer = door === 'interaction' ? await openAnswer(entry) : undefined;
    return sentBy(
      answer
        ? await api.editAnswer(answer.interaction, messageId, body, part.files)
        : await api.edit(channelId, messageId, body, part.files),
      door,
    );
  }

  /** How far it is. */
  async function show(entry: OutboxEntry, part: ReplyPart): Promise<CallOutcome<SentMessage>> {
    const sent = sentBefore(entry) ?? (unheard.has(entry._id) ? await lookFor(entry) : undefined);
    if (sent === 'unknown') return { kind: 'unknown', why: 'the thread could not be read back' };
    const outcome = await (sent ? change(entry, part, sent) : say(entry, part));
    if (outcome.kind === 'unknown' && !sent) unheard.add(entry._id);
    else unheard.delete(entry._id);
    return outcome;
  }

  async function lookFor(entry: OutboxEntry): Promise<SentMessage | 'unknown' | undefined> {
    const found = await readBack(entry);
    return found.kind === 'found' || found.kind === 'absent' ? sentBefore(found) : 'unknown';
  }

  /** Makes what is there whole. */
  async function finish(entry: OutboxEntry, sent: SentMessage): Promise<CallOutcome<SentMessage>> {
    const outcome = await change(entry, entry.content, sent);
    // Somebody has deleted it meanwhile: it was said, and is not said again.
    if (isRefused(outcome, Code.UnknownMessage)) return { kind: 'done', result: sent };
    if (!isGoneWebhook(outcome)) return outcome;
    webhooks.forget(entry.thread.place);
    return say(entry, entry.content);
  }

  async function attempt(
    entry: OutboxEntry,
    act: () => Promise<CallOutcome<SentMessage>>,
  ): Promise<DeliveryResult> {
    try {
      return toDelivery(await act(), entry);
    } catch (error) {
      log.error({ entry: entry._id, error }, 'a message could not be made or sent');
      return { kind: 'not-delivered', retryable: true, why: 'a fault of ours' };
    }
  }

  function toDelivery(outcome: CallOutcome<SentMessage>, entry: OutboxEntry): DeliveryResult {
    if (outcome.kind === 'done')
      return { kind: 'delivered', platformMessageId: formatMessageId(outcome.result) };
    if (outcome.kind === 'unknown') return outcome;
    const { code, why, retryable, retryAfterMs } = outcome;
    if (!retryable) {
      const cure = cures[code];
      log.error(
        { entry: entry._id, place: entry.thread.place, error: why, ...(cure ? { cure } : {}) },
        'Discord refused a message',
      );
    }
    return { kind: 'not-delivered', retryable, why, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }

  async function readBack(entry: OutboxEntry): Promise<Finding> {
    // What fills an answer in may be repeated: it shows the same.
    if (answers.of(entry)?.filledBy === entry._id) return { kind: 'absent' };
    const spot = await spots.of(entry.thread);
    if (spot.kind !== 'done') return { kind: 'unknown' };
    if (!isPrivate(entry))
      return look(spot.result.channelId, entry.createdAt, (message) => recognise(message, entry));
    const channel = await directMessagesWith(entry.accountId);
    if (channel.kind === 'unknown') return { kind: 'unknown' };
    const inPrivate =
      channel.kind === 'done'
        ? await look(channel.result, entry.createdAt, (message) => recognise(message, entry))
        : ({ kind: 'absent' } satisfies Finding as Finding);
    if (inPrivate.kind !== 'absent' || inPrivate.platformMessageId !== undefined) return inPrivate;
    const note = showButton(entry.inReplyTo ?? entry._id).id;
    return look(spot.result.channelId, entry.createdAt, (message) =>
      buttonIdsIn(message).includes(note) ? 'whole' : undefined,
    );
  }

  async function look(
    channelId: string,
    sinceMs: number,
    read: (message: APIMessage) => 'whole' | 'growing' | undefined,
  ): Promise<Finding> {
    let from = snowflakeAt(sinceMs - clockSkewMs);
    for (let page = 0; page < readBackPages; page++) {
      const listed = await api.messagesAfter(channelId, from);
      if (listed.kind !== 'done')
        return isRefused(listed, Code.UnknownChannel) ? { kind: 'absent' } : { kind: 'unknown' };
      for (const message of listed.result) {
        const state = isOurs(message) ? read(message) : undefined;
        if (state === undefined) continue;
        const { webhook_id } = message;
        const door =
          webhook_id === undefined
            ? 'bot'
            : webhook_id === self.applicationId
              ? 'interaction'
              : { webhookId: webhook_id };
        const platformMessageId = formatMessageId({ channelId, messageId: message.id, door });
        return state === 'whole'
          ? { kind: 'found', platformMessageId }
          : { kind: 'absent', platformMessageId };
      }
      const newest = listed.result[0];
      if (listed.result.length < 100 || !newest) break;
      from = newest.id;
    }
    return { kind: 'absent' };
  }

  function isOurs(message: APIMessage): boolean {
    return message.author.id === self.botUserId || message.application_id === self.applicationId;
  }

  return {
    surface: 'discord',
    split: splitPart,
    // The payload has told all that there is: the name in that server, and the picture.
    lookUp: async (author) => author,
    showStatus: async (thread) => void (await api.type(spots.glimpse(thread))),
    deliver: (entry) =>
      attempt(entry, () => {
        const sent = sentBefore(entry);
        return sent ? finish(entry, sent) : say(entry, entry.content);
      }),
    grow: async (entry, textSoFar) => {
      // A note may stand in its place, which all can read: what is private is shown whole, or not at all.
      if (isPrivate(entry)) return { kind: 'not-delivered', retryable: false, why: 'private' };
      return attempt(entry, () => show(entry, growingPart(entry, textSoFar)));
    },
    find: (entry) => readBack(entry).catch((): Finding => ({ kind: 'unknown' })),
  };
}

/** For one person, in a place that others read too. */
function isPrivate({ content, thread }: OutboxEntry): boolean {
  return content.audience === 'person' && thread.audience === 'channel';
}

function isGoneWebhook(outcome: CallOutcome<unknown>): boolean {
  return isRefused(outcome, Code.UnknownWebhook) || isRefused(outcome, Code.InvalidWebhookToken);
}

function sentBy(outcome: CallOutcome<APIMessage>, door: SentMessage['door']): CallOutcome<SentMessage> {
  if (outcome.kind !== 'done') return outcome;
  const { id: messageId, channel_id: channelId } = outcome.result;
  return { kind: 'done', result: { channelId, messageId, door } };
}

function plainMessage(content: string) {
  return { content, allowed_mentions: { parse: [] } };
}

/** While it grows only the first of its messages is shown, with a button to end it; its end brings the rest. */
function growingPart({ _id, content }: OutboxEntry, text: string): ReplyPart {
  const { form: _form, files: _files, ...plain } = content;
  const growing = { ...plain, text, buttons: [stopButton(_id)] };
  return text.length <= surelyFits ? growing : { ...growing, text: splitPart(growing)[0]?.text ?? text };
}

/** Whether a message is this entry's: by the key of the button while it grows, by all that it shows when it is whole. */
function recognise(message: APIMessage, entry: OutboxEntry): 'whole' | 'growing' | undefined {
  const buttons = buttonIdsIn(message);
  if (buttons.includes(stopButton(entry._id).id)) return 'growing';
  const byWebhook = message.webhook_id !== undefined && message.webhook_id !== message.application_id;
  const expected = renderPart(entry.content, { agentInText: !byWebhook });
  const isSame =
    (!byWebhook || message.author.username === entry.content.agent) &&
    inOneLine(message.content) === inOneLine(expected.content ?? '') &&
    buttons.join() === buttonIdsIn(expected).join();
  return isSame ? 'whole' : undefined;
}

/** Discord trims what it keeps. */
function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function buttonIdsIn({
  components = [],
}: Pick<APIMessage | RESTPostAPIChannelMessageJSONBody, 'components'>): string[] {
  return (components ?? []).flatMap((row) =>
    row.type === ComponentType.ActionRow
      ? row.components.flatMap((button) => ('custom_id' in button ? [button.custom_id] : []))
      : [],
  );
}
