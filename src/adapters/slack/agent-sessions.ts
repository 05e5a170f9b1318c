import type { ThreadRef } from '../../domain/thread-ref.ts';
import { threadKeyOf } from '../../domain/thread-ref.ts';
import type { Clock } from '../../ports/clock.ts';
import { type CallOutcome, outcomeOf } from './call-outcome.ts';
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
  /** By thread. Of one that is not here an earlier process may have left either. */
  const known = new Map<string, { status: 'processing' | 'active'; told: Promise<unknown> }>();
  const refusedUntil = new Map<string, number>();

  const placeOf = (thread: ThreadRef) => {
    const { channelId } = readPlace(thread.place);
    const threadTs = threadTsOf(thread);
    return threadTs === undefined || !isDirect(channelId)
      ? undefined
      : { channel_id: channelId, thread_ts: threadTs };
  };

  async function set(
    workspace: Workspace,
    status: string,
    args: Record<string, string>,
  ): Promise<CallOutcome<unknown> | undefined> {
    const { teamId, client } = workspace;
    if ((refusedUntil.get(teamId) ?? 0) > clock.nowMs()) return undefined;
    const { channel_id = '', ...others } = args;
    return outcomeOf(client.agents.sessions.setStatus({ channel_id, status, ...others }));
  }

  /** Of a session that the workspace should have: whether it has. */
  function hasSessions({ teamId }: Workspace, outcome: CallOutcome<unknown> | undefined): boolean {
    if (outcome?.kind === 'refused' && !outcome.retryable)
      refusedUntil.set(teamId, clock.nowMs() + refusedMs);
    return outcome !== undefined && outcome.kind !== 'refused';
  }

  /** One after the other for each thread, so that an end is not overtaken by its beginning. */
  async function become(
    key: string,
    status: 'processing' | 'active',
    tell: () => Promise<unknown>,
  ): Promise<void> {
    if (known.size >= mostKept) known.clear();
    const told = (known.get(key)?.told ?? Promise.resolve()).then(tell);
    known.set(key, { status, told });
    await told;
  }

  return {
    willBeCalled(thread, title) {
      if (titles.size >= mostKept) titles.clear();
      titles.set(threadKeyOf(thread), title);
    },

    async begin(workspace, thread, userId) {
      const place = placeOf(thread);
      const key = threadKeyOf(thread);
      if (!place || known.get(key)?.status === 'processing') return;
      const title = titles.get(key);
      titles.delete(key);
      const opening = title === undefined ? {} : { title, initiator_user_id: userId };
      await become(key, 'processing', async () => {
        const isOpen = hasSessions(workspace, await set(workspace, 'processing', { ...place, ...opening }));
        if (!isOpen && title !== undefined)
          await outcomeOf(workspace.client.assistant.threads.setTitle({ ...place, title }));
      });
    },

    async end(workspace, thread) {
      const place = placeOf(thread);
      const key = threadKeyOf(thread);
      const before = known.get(key)?.status;
      if (!place || before === 'active') return;
      await become(key, 'active', async () => {
        const outcome = await set(workspace, 'active', place);
        // One that nobody here began may not be there: that says nothing of the workspace.
        if (before !== undefined) hasSessions(workspace, outcome);
      });
    },
  };
}
