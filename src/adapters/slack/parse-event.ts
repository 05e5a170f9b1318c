import type { AllMessageEvents, AppMentionEvent } from '@slack/types';
import type { Author, IncomingMessage } from '../../domain/incoming.ts';
import { readMrkdwn } from './read-mrkdwn.ts';
import { readRichText, richTextMentions } from './read-rich-text.ts';
import { authorOf, isDirect, msOfTs, placeOf, positionOfTs, type SlackSelf } from './slack-ids.ts';

/** What the Events API sends, as far as it is read here. */
export interface SlackEnvelope {
  team_id: string;
  event: { type: string };
}

type MessageEvent = AllMessageEvents | AppMentionEvent;
/** A person's message, whichever event brought it. */
type Said = Extract<MessageEvent, { user?: string; text?: string }> & {
  user: string;
  text?: string;
  thread_ts?: string;
};

/** Messages with a subtype that a person wrote all the same. Every other subtype tells of a change, or of a bot. */
const personsSubtypes = new Set<string | undefined>([
  undefined,
  'file_share',
  'thread_broadcast',
  'me_message',
]);

/**
 * What a person wrote, or nothing: our own messages, other bots' and Slack's notices of changes are none of ours. The
 * `app_mention` of a message and its `message` twin give the same, and so does every retry.
 */
export function parseSlackEvent(envelope: SlackEnvelope, self: SlackSelf): IncomingMessage | undefined {
  const event = envelope.event as MessageEvent | { type: 'other' };
  if (event.type !== 'message' && event.type !== 'app_mention') return undefined;
  if (!isSaidByPerson(event, self)) return undefined;
  const { team_id: team } = envelope;
  const { channel, ts } = event;
  const blocks = ('blocks' in event && event.blocks) || [];
  const direct = ('channel_type' in event && event.channel_type === 'im') || isDirect(channel);
  return {
    kind: 'message',
    id: `slack:${team}:${channel}:${ts}`,
    thread: {
      surface: 'slack',
      place: placeOf(team, channel),
      // Under agent_view a direct message roots its own thread, as a channel's message does.
      root: event.thread_ts ?? ts,
      audience: direct ? 'direct' : 'channel',
    },
    author: authorOfEvent(event, team),
    position: positionOfTs(ts),
    sentAtMs: msOfTs(ts),
    text: (event.text ? readMrkdwn(event.text, self) : readRichText(blocks, self)).trim(),
    addressed:
      direct ||
      event.type === 'app_mention' ||
      mentionsUs(event.text ?? '', self) ||
      richTextMentions(blocks, self),
  };
}

function isSaidByPerson(event: MessageEvent, self: SlackSelf): event is Said {
  if (!personsSubtypes.has(event.subtype)) return false;
  if ('bot_id' in event && event.bot_id) return false;
  return 'user' in event && event.user !== undefined && event.user !== self.botUserId;
}

function mentionsUs(text: string, self: SlackSelf): boolean {
  return text.includes(`<@${self.botUserId}>`) || text.includes(`<@${self.botUserId}|`);
}

/** Only `app_mention` tells a name, and only sometimes; the platform's side that knows people fills in the rest. */
function authorOfEvent(event: Said, team: string): Author {
  const profile = 'user_profile' in event ? event.user_profile : undefined;
  const name = profile?.display_name || profile?.real_name || profile?.name;
  return {
    ...authorOf(team, event.user, name),
    ...(profile?.first_name ? { firstName: profile.first_name } : {}),
  };
}
