import type { Author } from '../../domain/incoming.ts';
import type { ThreadRef } from '../../domain/thread-ref.ts';

/** Who we are in a workspace, as `auth.test` tells. */
export interface SlackSelf {
  botUserId: string;
  botId: string;
  appId: string;
}

/**
 * The place of a thread: `<team>/<channel>`. Slack promises that a channel's id is unique within its workspace only. The
 * channel may be a person's id (after a press in App Home): chat.postMessage opens their direct message for it.
 */
export function placeOf(teamId: string, channelId: string): string {
  return `${teamId}/${channelId}`;
}

/** What `placeOf` joined. */
export function readPlace(place: string): { teamId: string; channelId: string } {
  const [teamId = '', channelId = ''] = place.split('/');
  return { teamId, channelId };
}

const commandMark = 'command:';

/** The root of what a slash command began: there is no message, and nobody but the person sees the answer. */
export function commandRootOf(triggerId: string): string {
  return `${commandMark}${triggerId}`;
}

/**
 * Whether a thread began with a slash command: its root is no timestamp, and it is answered by the command's
 * `response_url` or `chat.postEphemeral`, later by direct message.
 * @public The platform's side that speaks decides by it.
 */
export function isCommandThread(thread: ThreadRef): boolean {
  return thread.root.startsWith(commandMark);
}

/** An account; ids of people repeat across workspaces. */
export function authorOf(teamId: string, userId: string, name: string | undefined): Author {
  return { surface: 'slack', accountId: `${teamId}:${userId}`, name: name?.trim() || userId };
}

/** Ids of direct messages begin with D; several people's begin with G or C, and everybody in them reads along. */
export function isDirect(channelId: string): boolean {
  return channelId.startsWith('D');
}

/** Twelve digits of seconds hold until the year 33658, and six of microseconds are what Slack writes. */
const secondsDigits = 12;
const fractionDigits = 6;

/** A timestamp of Slack ("1712345678.000100"), which orders the events of a channel, as text that sorts. */
export function positionOfTs(ts: string): string {
  const [seconds = '', fraction = ''] = ts.split('.');
  return `${seconds.padStart(secondsDigits, '0')}.${fraction.padEnd(fractionDigits, '0')}`;
}

/** The same for events that Slack does not time (forms, commands): by our clock, between Slack's timestamps. */
export function positionOfMs(ms: number): string {
  return positionOfTs((ms / 1_000).toFixed(fractionDigits));
}

export function msOfTs(ts: string): number {
  return Math.floor(Number(ts) * 1_000);
}
