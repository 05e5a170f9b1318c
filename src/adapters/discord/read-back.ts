import { type APIMessage, RESTJSONErrorCodes as Code } from 'discord-api-types/v10';
import type { OutboxEntry } from '../../domain/outbox-entry.ts';
import { isChannelPost } from '../../domain/thread-ref.ts';
import type { Finding } from '../../ports/chat-platform.ts';
import type { CallOutcome } from './call-outcome.ts';
import { type DiscordApi, isRefused } from './discord-api.ts';
import { buttonsIn, textIn } from './in-components.ts';
import { formatMessageId } from './message-id.ts';
import type { OpenAnswers } from './open-answers.ts';
import { isPrivate } from './private-entry.ts';
import { renderPart } from './render-part.ts';
import { showButton } from './show-button.ts';
import { snowflakeAt } from './snowflake.ts';
import type { Spots } from './spots.ts';
import { stopButton } from './stop-button.ts';

export interface ReadBackDeps {
  api: Pick<DiscordApi, 'messagesAfter'>;
  self: { applicationId: string; botUserId: string };
  spots: Spots;
  answers: OpenAnswers;
  directMessagesWith(accountId: string): Promise<CallOutcome<string>>;
}

/** Discord's clock and ours may differ by this much. */
const clockSkewMs = 60_000;
/** Pages of a hundred messages looked through for one whose delivery is unknown. */
const readBackPages = 5;

/** Finds a message whose delivery is unknown, by what it shows. */
export function createReadBack(deps: ReadBackDeps): (entry: OutboxEntry) => Promise<Finding> {
  const { api, self, spots, answers, directMessagesWith } = deps;

  async function readBack(entry: OutboxEntry): Promise<Finding> {
    // What fills an answer in may be repeated: it shows the same.
    if (answers.of(entry)?.filledBy === entry._id) return { kind: 'absent' };
    const spot = await spots.of(entry.thread);
    if (spot.kind !== 'done') return { kind: 'unknown' };
    if (!isPrivate(entry)) {
      const there = await look(spot.result.channelId, entry.createdAt, (message) =>
        recognise(message, entry),
      );
      const staysThere = entry.thread.audience === 'direct' || isChannelPost(entry.thread);
      if (there.kind === 'found' || there.kind === 'unknown' || staysThere) return there;
      if (there.kind === 'absent' && there.platformMessageId !== undefined) return there;
      // The place may have taken no message: then it went to the person.
      const alone = await lookInPrivate(entry);
      return alone.kind === 'found' || alone.kind === 'unknown' ? alone : there;
    }
    const inPrivate = await lookInPrivate(entry);
    if (inPrivate.kind !== 'absent' || inPrivate.platformMessageId !== undefined) return inPrivate;
    const note = showButton(entry.inReplyTo ?? entry._id).id;
    return look(spot.result.channelId, entry.createdAt, (message) =>
      buttonIdsIn(message).includes(note) ? 'whole' : undefined,
    );
  }

  async function lookInPrivate(entry: OutboxEntry): Promise<Finding> {
    const channel = await directMessagesWith(entry.accountId);
    if (channel.kind === 'unknown') return { kind: 'unknown' };
    if (channel.kind === 'refused') return { kind: 'absent' };
    return look(channel.result, entry.createdAt, (message) => recognise(message, entry));
  }

  async function look(
    channelId: string,
    sinceMs: number,
    read: (message: APIMessage) => 'whole' | 'growing' | undefined,
  ): Promise<Finding> {
    let from = snowflakeAt(sinceMs - clockSkewMs);
    for (let page = 0; page < readBackPages; page++) {
      const listed = await api.messagesAfter(channelId, from);
      if (isRefused(listed, Code.UnknownChannel)) return { kind: 'absent' };
      if (listed.kind === 'refused' && !listed.retryable) return { kind: 'unreadable', why: listed.why };
      if (listed.kind !== 'done') return { kind: 'unknown' };
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

  return readBack;
}

/** Whether a message is this entry's: by the key of the button while it grows, by all that it shows when it is whole. */
function recognise(message: APIMessage, entry: OutboxEntry): 'whole' | 'growing' | undefined {
  const buttons = buttonIdsIn(message);
  if (buttons.includes(stopButton(entry._id).id)) return 'growing';
  const byWebhook = message.webhook_id !== undefined && message.webhook_id !== message.application_id;
  const expected = renderPart(entry.content, { agentInText: !byWebhook });
  const isSame =
    (!byWebhook || message.author.username === entry.content.agent) &&
    inOneLine(textIn(message).replace(/^<@&\d+>/, '')) === inOneLine(textIn(expected)) &&
    buttons.join() === buttonIdsIn(expected).join();
  return isSame ? 'whole' : undefined;
}

/** Discord trims what it keeps. */
function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function buttonIdsIn(message: Parameters<typeof buttonsIn>[0]): string[] {
  return buttonsIn(message).map(({ id }) => id);
}
