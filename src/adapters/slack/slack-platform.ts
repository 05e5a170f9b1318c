import type { OutboxEntry } from '../../domain/outbox-entry.ts';
import { isChannelPost } from '../../domain/thread-ref.ts';
import type { ChatPlatform, DeliveryResult, Finding } from '../../ports/chat-platform.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { sentenceFor } from '../../sentences/failure-sentences.ts';
import { agentFace } from './agent-face.ts';
import type { AgentSessions } from './agent-sessions.ts';
import { type CallOutcome, outcomeOf } from './call-outcome.ts';
import { createDoNotDisturb } from './do-not-disturb.ts';
import { createGrowingMessages, type Posted } from './growing-messages.ts';
import { type MessagePlace, messageIdOf, placeOfEntry, readMessageId, threadTsOf } from './message-place.ts';
import { createPace } from './pace.ts';
import type { People } from './people.ts';
import { readBack } from './read-back.ts';
import { cureOf, refusalOfPlace } from './refusals.ts';
import { renderNote, renderPart, type SlackMessage } from './render-part.ts';
import { postFiles, refusesFiles } from './reply-files.ts';
import { isDirect, readPlace } from './slack-ids.ts';
import { splitPart } from './split-part.ts';
import type { Workspace, Workspaces } from './workspaces.ts';

export interface SlackPlatformOptions {
  workspaces: Workspaces;
  people: People;
  sessions: AgentSessions;
  /** Where the agents' pictures are served for everybody. */
  publicUrl: string | undefined;
  clock: Clock;
  log: Logger;
}

/** The side of Slack that speaks. */
export function createSlackPlatform({
  workspaces,
  people,
  sessions,
  publicUrl,
  clock,
  log,
}: SlackPlatformOptions): ChatPlatform {
  const growing = createGrowingMessages(clock);
  const waitTurn = createPace(clock);

  const userIdOf = ({ accountId }: Pick<OutboxEntry, 'accountId'>) => accountId.split(':')[1] ?? '';
  const faceOf = (entry: OutboxEntry) => agentFace(entry.content.agent, publicUrl);

  async function post(
    entry: OutboxEntry,
    workspace: Workspace,
    place: MessagePlace,
  ): Promise<CallOutcome<Posted>> {
    const waitMs = await waitTurn(place.channel);
    if (waitMs !== undefined)
      return { kind: 'refused', error: 'our own pace', retryable: true, retryAfterMs: waitMs };
    if (entry.content.files) return sendFiles(entry, workspace, place);
    const message = renderPart(entry.content, entry._id);
    let outcome = await say(entry, workspace, place, message);
    if (outcome.kind === 'refused' && /blocks/.test(outcome.error)) {
      log.error(
        { entry: entry._id, error: outcome.error },
        'Slack refused the blocks of a message; said as plain text',
      );
      outcome = await say(entry, workspace, place, { ...message, blocks: [] });
    }
    return outcome;
  }

  /** Where the workspace takes no files, whoever waits for one is told so in their place. */
  async function sendFiles(
    entry: OutboxEntry,
    workspace: Workspace,
    place: MessagePlace,
  ): Promise<CallOutcome<Posted>> {
    const outcome = await postFiles(entry, workspace, place);
    if (outcome.kind !== 'refused' || outcome.retryable || !refusesFiles(outcome.error)) return outcome;
    logRefusal(entry, outcome.error);
    const names = (entry.content.files ?? []).map(({ name }) => name);
    const text = sentenceFor({ kind: 'file-refused', names });
    return say(entry, workspace, place, renderPart({ ...entry.content, text }, entry._id));
  }

  async function say(
    entry: OutboxEntry,
    { client }: Workspace,
    { channel: where, threadTs }: Pick<MessagePlace, 'channel' | 'threadTs'>,
    { text, blocks, metadata }: SlackMessage,
  ): Promise<CallOutcome<Posted>> {
    const outcome = await outcomeOf(
      client.chat.postMessage({
        channel: where,
        text,
        metadata,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
        ...(blocks.length === 0 ? {} : { blocks }),
        ...faceOf(entry),
      }),
    );
    if (outcome.kind !== 'done') return outcome;
    const { channel, ts } = outcome.result;
    return channel === undefined || ts === undefined
      ? { kind: 'unknown', why: 'the answer names no message' }
      : { kind: 'done', result: { channel, ts } };
  }

  /** A channel that takes no message leaves nobody without their answer: then it is said to them alone. */
  async function sayAlone(
    entry: OutboxEntry,
    workspace: Workspace,
    error: string,
    why: string,
  ): Promise<CallOutcome<Posted>> {
    logRefusal(entry, error);
    const place = { teamId: workspace.teamId, channel: userIdOf(entry), threadTs: undefined };
    if (entry.content.files) return sendFiles(entry, workspace, place);
    const message = renderPart(entry.content, entry._id);
    const note = sentenceFor({ kind: 'place-refused', why });
    const isFirst = !/\.\d+$/.test(entry.content.part);
    const blocks = isFirst ? [renderNote(note), ...message.blocks] : message.blocks;
    return say(entry, workspace, place, { ...message, blocks });
  }

  function logRefusal(entry: OutboxEntry, error: string): void {
    const cure = cureOf(error);
    log.error(
      { entry: entry._id, place: entry.thread.place, error, ...(cure ? { cure } : {}) },
      'Slack refused a message',
    );
  }

  function toDelivery(outcome: CallOutcome<Posted>, entry: OutboxEntry): DeliveryResult {
    if (outcome.kind === 'done')
      return { kind: 'delivered', platformMessageId: messageIdOf(outcome.result.channel, outcome.result.ts) };
    if (outcome.kind === 'unknown') return outcome;
    const { error, retryable, retryAfterMs } = outcome;
    if (!retryable) logRefusal(entry, error);
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

  /** An answer has somebody who waits for it; a post for a whole channel is for nobody alone. */
  const mayGoElsewhere = ({ thread }: OutboxEntry) => thread.audience === 'channel' && !isChannelPost(thread);

  const knownPost = ({ platformMessageId }: OutboxEntry): Posted | undefined =>
    platformMessageId === undefined ? undefined : readMessageId(platformMessageId);

  /** In the place of the entry; or, where that took no message, in the direct message to which it went instead. */
  async function look(entry: OutboxEntry, workspace: Workspace, place: MessagePlace): Promise<Finding> {
    const there = await readBack(entry, workspace, place);
    if (!mayGoElsewhere(entry)) return there;
    if (there.kind !== 'absent' || place.channel === userIdOf(entry) || isDirect(place.channel)) return there;
    const alone = await readBack(entry, workspace, { channel: userIdOf(entry), threadTs: undefined });
    return alone.kind === 'found' || alone.kind === 'unknown' ? alone : there;
  }

  return {
    surface: 'slack',
    split: splitPart,
    rootUnder: (platformMessageId) => readMessageId(platformMessageId).ts,
    lookUp: people.lookUp,
    notDisturbedUntil: createDoNotDisturb(workspaces, clock, log),
    showStatus: async (thread, accountId, text) => {
      const { teamId, channelId } = readPlace(thread.place);
      const threadTs = threadTsOf(thread);
      const workspace = threadTs === undefined ? undefined : await workspaces.of(teamId);
      if (!workspace || threadTs === undefined) return;
      const place = { channel_id: channelId, thread_ts: threadTs };
      const shown = outcomeOf(workspace.client.assistant.threads.setStatus({ ...place, status: text }));
      // At once: begun after the answer it would never end.
      await Promise.all([shown, sessions.begin(workspace, thread, userIdOf({ accountId }))]);
    },
    endStatus: async (thread) => {
      const { teamId, channelId } = readPlace(thread.place);
      const threadTs = threadTsOf(thread);
      const workspace = threadTs === undefined ? undefined : await workspaces.of(teamId);
      if (!workspace || threadTs === undefined) return;
      const place = { channel_id: channelId, thread_ts: threadTs };
      await outcomeOf(workspace.client.assistant.threads.setStatus({ ...place, status: '' }));
      await sessions.end(workspace, thread);
    },
    deliver: (entry) =>
      inWorkspace(entry, async (workspace, place) => {
        const known = knownPost(entry);
        const outcome = known
          ? await growing.finish(entry, workspace, known)
          : await post(entry, workspace, place);
        if (outcome.kind !== 'unknown') void sessions.end(workspace, entry.thread);
        const why = outcome.kind === 'refused' ? refusalOfPlace(outcome.error) : undefined;
        return outcome.kind === 'refused' && why !== undefined && mayGoElsewhere(entry)
          ? sayAlone(entry, workspace, outcome.error, why)
          : outcome;
      }),
    grow: (entry, textSoFar) =>
      inWorkspace(entry, (workspace, place) =>
        growing.show(entry, textSoFar, workspace, place, faceOf(entry), knownPost(entry)),
      ),
    find: async (entry) => {
      const place = placeOfEntry(entry);
      const workspace = await workspaces.of(place.teamId);
      if (!workspace) return { kind: 'absent' };
      const finding = await look(entry, workspace, place);
      if (finding.kind === 'unreadable') logRefusal(entry, finding.why);
      // What is not there is delivered yet.
      if (finding.kind === 'found' || finding.kind === 'unreadable')
        void sessions.end(workspace, entry.thread);
      return finding;
    },
  };
}
