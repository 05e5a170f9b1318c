import type { IncomingMessage } from '../../domain/incoming.ts';
import type { SlackEnvelope } from './parse-event.ts';
import { authorOf, isDirect, msOfTs, placeOf, positionOfTs } from './slack-ids.ts';

interface SessionStopped {
  type: 'agent_session_stopped';
  channel: string;
  thread_ts: string;
  user: string;
  event_ts: string;
}

/** Slack's Stop button says what a person may type: stop. */
export function stopOfSession({ team_id: team, event }: SlackEnvelope): IncomingMessage | undefined {
  if (event.type !== 'agent_session_stopped') return undefined;
  const { channel, thread_ts, user, event_ts } = event as SessionStopped;
  return {
    kind: 'message',
    id: `slack:${team}:${channel}:stopped:${event_ts}`,
    thread: {
      surface: 'slack',
      place: placeOf(team, channel),
      root: thread_ts,
      audience: isDirect(channel) ? 'direct' : 'channel',
    },
    author: authorOf(team, user, undefined),
    position: positionOfTs(event_ts),
    sentAtMs: msOfTs(event_ts),
    text: 'stop',
    addressed: true,
  };
}
