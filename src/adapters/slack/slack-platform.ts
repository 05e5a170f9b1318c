import type { Block, KnownBlock } from '@slack/types';
import type { OutboxEntry } from '../../domain/outbox-entry.ts';
import type { ChatPlatform, DeliveryResult, Finding } from '../../ports/chat-platform.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { agentFace } from './agent-face.ts';
import { type CallOutcome, outcomeOf } from './call-outcome.ts';
import { createGrowingMessages, type Posted } from './growing-messages.ts';
import {
  isPersonId,
  type MessagePlace,
  messageIdOf,
  placeOfEntry,
  readMessageId,
  threadTsOf,
} from './message-place.ts';
import { createPace } from './pace.ts';
import { createPeople } from './people.ts';
import { deliveryEventType, renderPart } from './render-part.ts';
import { readPlace } from './slack-ids.ts';
import { splitPart } from './split-part.ts';
import type { Workspace, Workspaces } from './workspaces.ts';

export interface SlackPlatformOptions {
  workspaces: Workspaces;
  /** Where the agents' pictures are served for everybody. */
  publicUrl: string | undefined;
  clock: Clock;
  log: Logger;
}

/** Messages looked through for one whose delivery is unknown: it is among the newest, for it was said just now. */
const readBackMessages = 100;
/** Slack's clock and ours may differ by this much. */
const clockSkewMs = 60_000;

const cures: Record<string, string> = {
  not_in_channel: 'invite the app to the channel: /invite @Elevate',
  channel_not_found: 'the channel is gone, or private and the app is not in it: /invite @Elevate',
  is_archived: 'the channel is archived: unarchive it, or ask elsewhere',
  missing_scope: 'a scope is missing: run npm run doctor, then install the app again',
  account_inactive: 'the app was removed from the workspace: install it again',
  token_revoked: 'the token was revoked: install the app again',
  invalid_auth: 'SLACK_BOT_TOKEN is no good: copy it again from OAuth & Permissions',
  restricted_action: 'the workspace does not let apps post here: ask its admin',
};

/** The side of Slack that speaks. */
export function createSlackPlatform({
  workspaces,
  publicUrl,
  clock,
  log,
}: SlackPlatformOptions): ChatPlatform {
  const growing = createGrowingMessages(clock);
  const waitTurn = createPace(clock);

  const faceOf = (entry: OutboxEntry) => agentFace(entry.content.agent, publicUrl);

  async function post(
    entry: OutboxEntry,
    workspace: Workspace,
    place: MessagePlace,
  ): Promise<CallOutcome<Posted>> {
    await waitTurn(place.channel);
    const { text, blocks, metadata } = renderPart(entry.content, entry._id);
    const say = (shown: { text: string; blocks?: (KnownBlock | Block)[] }) =>
      outcomeOf(
        workspace.client.chat.postMessage({
          channel: place.channel,
          ...(place.threadTs === undefined ? {} : { thread_ts: place.threadTs }),
          ...shown,
          metadata,
          ...faceOf(entry),
        }),
      );
    let outcome = await say({ text, blocks });
    if (outcome.kind === 'refused' && /blocks/.test(outcome.error)) {
      log.error(
        { entry: entry._id, error: outcome.error },
        'Slack refused the blocks of a message; said as plain text',
      );
      outcome = await say({ text });
    }
    if (outcome.kind !== 'done') return outcome;
    const { channel, ts } = outcome.result;
    return channel === undefined || ts === undefined
      ? { kind: 'unknown', why: 'the answer names no message' }
      : { kind: 'done', result: { channel, ts } };
  }

  function toDelivery(outcome: CallOutcome<Posted>, entry: OutboxEntry): DeliveryResult {
    if (outcome.kind === 'done')
      return { kind: 'delivered', platformMessageId: messageIdOf(outcome.result.channel, outcome.result.ts) };
    if (outcome.kind === 'unknown') return outcome;
    const { error, retryable, retryAfterMs } = outcome;
    if (!retryable) {
      const cure = cures[error];
      log.error(
        { entry: entry._id, place: entry.thread.place, error, ...(cure ? { cure } : {}) },
        'Slack refused a message',
      );
    }
    return {
      kind: 'not-delivered',
      retryable,
      why: error,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
  }

  async function inWorkspace(
    entry: OutboxEntry,
    say: (workspace: Workspace, place: MessagePlace) => Promise<CallOutcome<Posted>>,
  ): Promise<DeliveryResult> {
    try {
      const place = placeOfEntry(entry);
      const workspace = await workspaces.of(place.teamId);
      if (!workspace)
        return { kind: 'not-delivered', retryable: false, why: 'the app is not installed there' };
      return toDelivery(await say(workspace, place), entry);
    } catch (error) {
      log.error({ entry: entry._id, error }, 'a message could not be made or sent');
      return { kind: 'not-delivered', retryable: true, why: 'a fault of ours' };
    }
  }

  const knownPost = ({ platformMessageId }: OutboxEntry): Posted | undefined =>
    platformMessageId === undefined ? undefined : readMessageId(platformMessageId);

  async function readBack(entry: OutboxEntry, workspace: Workspace, place: MessagePlace): Promise<Finding> {
    const channel = isPersonId(place.channel)
      ? await directMessageWith(place.channel, workspace)
      : place.channel;
    if (channel === undefined) return { kind: 'unknown' };
    const range = {
      channel,
      oldest: String((entry.createdAt - clockSkewMs) / 1_000),
      limit: readBackMessages,
      include_all_metadata: true,
    };
    const outcome = await outcomeOf(
      place.threadTs === undefined
        ? workspace.client.conversations.history(range)
        : workspace.client.conversations.replies({ ...range, ts: place.threadTs }),
    );
    if (outcome.kind !== 'done') {
      // The thread is gone: what was said in it is gone too.
      return outcome.kind === 'refused' && outcome.error === 'thread_not_found'
        ? { kind: 'absent' }
        : { kind: 'unknown' };
    }
    for (const message of outcome.result.messages ?? []) {
      if (message.ts === undefined) continue;
      const platformMessageId = messageIdOf(channel, message.ts);
      const { event_type, event_payload } = message.metadata ?? {};
      const payload = (event_payload ?? {}) as { key?: unknown; growing?: unknown };
      if (event_type === deliveryEventType && payload.key === entry._id)
        return payload.growing === true
          ? { kind: 'absent', platformMessageId }
          : { kind: 'found', platformMessageId };
      // A stream takes no metadata before its end: its first block has the key.
      if (message.blocks?.some((block) => block.block_id === entry._id))
        return { kind: 'absent', platformMessageId };
    }
    return { kind: 'absent' };
  }

  async function directMessageWith(userId: string, workspace: Workspace): Promise<string | undefined> {
    const outcome = await outcomeOf(workspace.client.conversations.open({ users: userId }));
    return outcome.kind === 'done' ? outcome.result.channel?.id : undefined;
  }

  return {
    surface: 'slack',
    split: splitPart,
    lookUp: createPeople(workspaces, clock),
    showStatus: async (thread, _accountId, text) => {
      const { teamId, channelId } = readPlace(thread.place);
      const threadTs = threadTsOf(thread);
      const workspace = threadTs === undefined ? undefined : await workspaces.of(teamId);
      if (!workspace || threadTs === undefined) return;
      await outcomeOf(
        workspace.client.assistant.threads.setStatus({
          channel_id: channelId,
          thread_ts: threadTs,
          status: text,
        }),
      );
    },
    deliver: (entry) =>
      inWorkspace(entry, (workspace, place) => {
        const known = knownPost(entry);
        return known ? growing.finish(entry, workspace, known) : post(entry, workspace, place);
      }),
    grow: (entry, textSoFar) =>
      inWorkspace(entry, (workspace, place) =>
        growing.show(entry, textSoFar, workspace, place, faceOf(entry), knownPost(entry)),
      ),
    find: async (entry) => {
      const place = placeOfEntry(entry);
      const workspace = await workspaces.of(place.teamId);
      if (!workspace) return { kind: 'absent' };
      return readBack(entry, workspace, place).catch((): Finding => ({ kind: 'unknown' }));
    },
  };
}
