import {
  type APIMessage,
  RESTJSONErrorCodes as Code,
  MessageFlags,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import { avatarUrl } from '../../domain/avatar.ts';
import type { OutboxEntry } from '../../domain/outbox-entry.ts';
import type { ReplyPart } from '../../domain/reply.ts';
import { isChannelPost } from '../../domain/thread-ref.ts';
import { shorten } from '../../markdown/shorten.ts';
import type { ChatPlatform, DeliveryResult, Finding } from '../../ports/chat-platform.ts';
import type { Logger } from '../../ports/logger.ts';
import { sentenceFor } from '../../sentences/failure-sentences.ts';
import type { CallOutcome } from './call-outcome.ts';
import { type DiscordApi, isRefused } from './discord-api.ts';
import { formatMessageId, readMessageId, type SentMessage, sentBefore } from './message-id.ts';
import type { OpenAnswer, OpenAnswers } from './open-answers.ts';
import { isPrivate } from './private-entry.ts';
import { createReadBack } from './read-back.ts';
import { refusalOfPlace } from './refusals.ts';
import { buttonRows, nonceOf, renderFresh, renderPart } from './render-part.ts';
import { showButton } from './show-button.ts';
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

/** Below this many characters a text needs no splitting to fit a message. */
const surelyFits = 900;

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
  const readBack = createReadBack({ api, self, spots, answers, directMessagesWith });

  /** Says it anew, by whichever door is open: the answer to an interaction, a webhook, the bot itself. */
  async function say(entry: OutboxEntry, part: ReplyPart): Promise<CallOutcome<SentMessage>> {
    const answer = await openAnswer(entry);
    if (answer?.isAlone) return (await fill(answer, entry, part)) ?? follow(answer, part);
    if (isPrivate(entry)) return sayAlone(entry, part, answer);
    const filled = answer && (await fill(answer, entry, part));
    if (filled) return filled;
    const spot = await spots.of(entry.thread);
    if (spot.kind !== 'done') return spot;
    const said = await sayAt(spot.result, entry, part);
    if (said.kind === 'done' && isChannelPost(entry.thread)) await openUnder(said.result, part);
    return said;
  }

  /** A thread for questions below a post. Best effort: where there is none, people make one. */
  async function openUnder({ channelId, messageId }: SentMessage, part: ReplyPart): Promise<void> {
    const name = part.text.split('\n', 1)[0]?.replace(/[*_#]/g, '').trim() || 'Questions';
    const opened = await api.startThread(channelId, messageId, shorten(name, 100));
    if (opened.kind === 'refused')
      log.warn({ channelId, error: opened.why }, 'no thread could be made below an announcement');
  }

  /** The role of that name, where the channel is; everybody in it chose to be. Never the one that all have. */
  async function roleFor({ thread, content }: OutboxEntry): Promise<string | undefined> {
    const wanted = content.pingsRole?.replace(/^@/, '').toLowerCase();
    if (wanted === undefined || !isChannelPost(thread)) return undefined;
    const channel = await api.channel(thread.place);
    const guildId =
      channel.kind === 'done' && 'guild_id' in channel.result ? channel.result.guild_id : undefined;
    const roles = guildId === undefined ? undefined : await api.roles(guildId);
    const all = roles?.kind === 'done' ? roles.result : [];
    const role = all.find(({ id, name }) => id !== guildId && name.toLowerCase() === wanted);
    if (!role)
      log.warn({ place: thread.place }, 'the role of an announcement is not there: nobody is pinged');
    return role?.id;
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
    const roleId = await roleFor(entry);
    return (
      (spot.parentId === undefined || spot.replyTo !== undefined
        ? undefined
        : await sayByWebhook(spot.parentId, spot, part, roleId)) ?? sayAsBot(spot, entry, part, roleId)
    );
  }

  /** Under the agent's own name and picture. Undefined where we have no webhook. */
  async function sayByWebhook(
    parentId: string,
    { channelId }: Spot,
    part: ReplyPart,
    roleId?: string,
  ): Promise<CallOutcome<SentMessage> | undefined> {
    // Twice: a webhook that somebody has deleted is made again.
    for (const _attempt of [1, 2]) {
      const webhook = await webhooks.in(parentId);
      if (!webhook) return undefined;
      const body = {
        ...renderFresh(part, { agentInText: false, roleId }),
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
    roleId?: string,
  ): Promise<CallOutcome<SentMessage>> {
    const body: RESTPostAPIChannelMessageJSONBody = {
      ...renderFresh(part, { agentInText: true, roleId }),
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

  /** A place that takes no message leaves nobody without their answer: then it is said to them alone. */
  async function sayElsewhere(
    entry: OutboxEntry,
    refused: Extract<CallOutcome<SentMessage>, { kind: 'refused' }>,
  ): Promise<CallOutcome<SentMessage>> {
    const refusal = refusalOfPlace(refused.code);
    if (!refusal) return refused;
    logRefusal(entry, refused.code, refused.why);
    const answer = await openAnswer(entry);
    if (answer) return follow(answer, entry.content);
    const channel = await directMessagesWith(entry.accountId);
    if (channel.kind !== 'done') return channel;
    const isFirst = !/\.\d+$/.test(entry.content.part);
    if (isFirst) {
      const note = plainMessage(sentenceFor({ kind: 'place-refused', why: refusal.why }));
      const nonce = nonceOf(`elsewhere:${entry._id}`);
      const noted = await api.post(channel.result, { ...note, nonce, enforce_nonce: true });
      if (noted.kind === 'refused') return noted;
    }
    return sayAsBot({ channelId: channel.result }, entry, entry.content);
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

  function logRefusal(entry: OutboxEntry, code: number, error: string): void {
    const refusal = refusalOfPlace(code);
    log.error(
      { entry: entry._id, place: entry.thread.place, error, ...(refusal ? { cure: refusal.cure } : {}) },
      'Discord refused a message',
    );
  }

  function toDelivery(outcome: CallOutcome<SentMessage>, entry: OutboxEntry): DeliveryResult {
    if (outcome.kind === 'done')
      return { kind: 'delivered', platformMessageId: formatMessageId(outcome.result) };
    if (outcome.kind === 'unknown') return outcome;
    const { code, why, retryable, retryAfterMs } = outcome;
    if (!retryable) logRefusal(entry, code, why);
    return { kind: 'not-delivered', retryable, why, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }

  return {
    surface: 'discord',
    split: splitPart,
    rootUnder: (platformMessageId) => readMessageId(platformMessageId).messageId,
    // The payload has told all that there is: the name in that server, and the picture.
    lookUp: async (author) => author,
    showStatus: async (thread) => void (await api.type(spots.glimpse(thread))),
    deliver: (entry) =>
      attempt(entry, async () => {
        const sent = sentBefore(entry);
        const outcome = await (sent ? finish(entry, sent) : say(entry, entry.content));
        return outcome.kind === 'refused' &&
          entry.thread.audience === 'channel' &&
          !isPrivate(entry) &&
          !isChannelPost(entry.thread)
          ? sayElsewhere(entry, outcome)
          : outcome;
      }),
    grow: async (entry, textSoFar) => {
      // A note may stand in its place, which all can read: what is private is shown whole, or not at all.
      if (isPrivate(entry)) return { kind: 'not-delivered', retryable: false, why: 'private' };
      return attempt(entry, () => show(entry, growingPart(entry, textSoFar)));
    },
    find: async (entry) => {
      const finding = await readBack(entry).catch((): Finding => ({ kind: 'unknown' }));
      if (finding.kind === 'unreadable') logRefusal(entry, Code.MissingAccess, finding.why);
      return finding;
    },
  };
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
