import type { ThreadRef } from '../../domain/thread-ref.ts';
import { threadKeyOf } from '../../domain/thread-ref.ts';
import type { Clock } from '../../ports/clock.ts';
import { outcomeOf } from './call-outcome.ts';
import { threadTsOf } from './message-place.ts';
import { isDirect, readPlace } from './slack-ids.ts';
import type { Workspace } from './workspaces.ts';

/** Where a workspace refuses sessions (an app that is no agent there), they are tried again after this long. */
const refusedMs = 60 * 60_000;
const mostKept = 5_000;

export interface AgentSessions {
  /** What a conversation is called once it is opened: the first words of its first message. */
  willBeCalled(thread: ThreadRef, title: string): void;
  /** Something is under way: Slack shows it, with a Stop button. The first call opens the session. */
  begin(workspace: Workspace, thread: ThreadRef, userId: string): Promise<void>;
  /** Nothing is any more. Slack does not notice that by itself, also not after Stop. */
  end(workspace: Workspace, thread: ThreadRef): Promise<void>;
}

/**
 * Direct messages as Slack's agent sessions (`agents.sessions.*`). Best effort, and silent where a workspace has none:
 * then only the title is left, which has a method from before.
 */
export function createAgentSessions(clock: Clock): AgentSessions {
  const titles = new Map<string, string>();
  const underWay = new Set<string>();
  const refusedUntil = new Map<string, number>();

  const placeOf = (thread: ThreadRef) => {
    const { channelId } = readPlace(thread.place);
    const threadTs = threadTsOf(thread);
    return threadTs === undefined || !isDirect(channelId)
      ? undefined
      : { channel_id: channelId, thread_ts: threadTs };
  };

  async function set(workspace: Workspace, status: string, args: Record<string, string>): Promise<boolean> {
    const { teamId, client } = workspace;
    if ((refusedUntil.get(teamId) ?? 0) > clock.nowMs()) return false;
    const { channel_id = '', ...others } = args;
    const outcome = await outcomeOf(client.agents.sessions.setStatus({ channel_id, status, ...others }));
    if (outcome.kind !== 'refused') return true;
    if (!outcome.retryable) refusedUntil.set(teamId, clock.nowMs() + refusedMs);
    return false;
  }

  return {
    willBeCalled(thread, title) {
      if (titles.size >= mostKept) titles.clear();
      titles.set(threadKeyOf(thread), title);
    },

    async begin(workspace, thread, userId) {
      const place = placeOf(thread);
      const key = threadKeyOf(thread);
      if (!place || underWay.has(key)) return;
      if (underWay.size >= mostKept) underWay.clear();
      underWay.add(key);
      const title = titles.get(key);
      titles.delete(key);
      const opening = title === undefined ? {} : { title, initiator_user_id: userId };
      const isOpen = await set(workspace, 'processing', { ...place, ...opening });
      if (!isOpen && title !== undefined)
        await outcomeOf(workspace.client.assistant.threads.setTitle({ ...place, title }));
    },

    async end(workspace, thread) {
      const place = placeOf(thread);
      if (place && underWay.delete(threadKeyOf(thread))) await set(workspace, 'active', place);
    },
  };
}
