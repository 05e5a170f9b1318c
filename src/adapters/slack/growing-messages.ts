import type { OutboxEntry } from '../../domain/outbox-entry.ts';
import type { Clock } from '../../ports/clock.ts';
import { type CallOutcome, outcomeOf } from './call-outcome.ts';
import { controlBlocks } from './message-blocks.ts';
import type { MessagePlace } from './message-place.ts';
import { renderPart, renderStreamMark } from './render-part.ts';
import { splitPart } from './split-part.ts';
import { createStreamBudget } from './stream-budget.ts';
import type { Workspace } from './workspaces.ts';

/** Slack ends a stream after about five minutes (node-slack-sdk #2702): before that it goes on by edits. */
const streamLifeMs = 4.5 * 60_000;
/** Below this many characters a text needs no splitting to fit a message. */
const surelyFits = 3_000;

interface Growing {
  channel: string;
  ts: string;
  /** What the stream has shown; undefined where the message grows by edits. */
  streamed: string | undefined;
  begunAtMs: number;
}

export interface Posted {
  channel: string;
  ts: string;
}

type Face = Record<string, string>;

/**
 * Messages while they are written: as Slack's streams, which show text as it comes, and by edits where streams are used
 * up, refused, or at the end of their life. What is known of a stream is lost with the process; `finish` then edits.
 */
export function createGrowingMessages(clock: Clock) {
  const growing = new Map<string, Growing>();
  const budget = createStreamBudget(clock);

  /** Shows the text so far; the first call opens the message. */
  async function show(
    entry: OutboxEntry,
    text: string,
    workspace: Workspace,
    place: MessagePlace,
    face: Face,
    known: Posted | undefined,
  ): Promise<CallOutcome<Posted>> {
    const head = firstMessageOf(entry, text);
    const state = growing.get(entry._id) ?? adopt(entry, known);
    if (!state) return open(entry, head, workspace, place, face);
    return state.streamed === undefined || isOld(state) || !head.startsWith(state.streamed)
      ? edit(entry, head, state, workspace)
      : append(entry, head, state, workspace);
  }

  /** Opened by a process that is gone: nothing is known of its stream but where it is. */
  function adopt(entry: OutboxEntry, known: Posted | undefined): Growing | undefined {
    if (!known) return undefined;
    const state = { ...known, streamed: undefined, begunAtMs: clock.nowMs() };
    growing.set(entry._id, state);
    return state;
  }

  function isOld(state: Growing): boolean {
    return clock.nowMs() - state.begunAtMs >= streamLifeMs;
  }

  async function open(
    entry: OutboxEntry,
    text: string,
    workspace: Workspace,
    place: MessagePlace,
    face: Face,
  ): Promise<CallOutcome<Posted>> {
    const { threadTs } = place;
    if (threadTs !== undefined && budget.take(workspace.teamId)) {
      const begun = await outcomeOf(
        workspace.client.chat.startStream({
          channel: place.channel,
          thread_ts: threadTs,
          chunks: [
            { type: 'blocks', blocks: [renderStreamMark(entry.content, entry._id)] },
            { type: 'markdown_text', text },
          ],
          // Both are needed outside direct messages (openclaw #20623), and harmless in them.
          recipient_team_id: workspace.teamId,
          recipient_user_id: entry.accountId.split(':')[1] ?? '',
          ...face,
        }),
      );
      if (begun.kind === 'done') return remember(entry, begun.result, text);
      if (begun.kind === 'unknown' || begun.retryable) return begun;
      budget.refused(workspace.teamId);
    }
    const posted = await outcomeOf(
      workspace.client.chat.postMessage({
        channel: place.channel,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
        ...growingMessage(entry, text),
        ...face,
      }),
    );
    return posted.kind === 'done' ? remember(entry, posted.result, undefined) : posted;
  }

  function remember(
    entry: OutboxEntry,
    { channel, ts }: { channel?: string; ts?: string },
    streamed: string | undefined,
  ): CallOutcome<Posted> {
    if (channel === undefined || ts === undefined)
      return { kind: 'unknown', why: 'the answer names no message' };
    growing.set(entry._id, { channel, ts, streamed, begunAtMs: clock.nowMs() });
    return { kind: 'done', result: { channel, ts } };
  }

  async function append(
    entry: OutboxEntry,
    text: string,
    state: Growing,
    workspace: Workspace,
  ): Promise<CallOutcome<Posted>> {
    const { channel, ts, streamed = '' } = state;
    const more = text.slice(streamed.length);
    if (more === '') return { kind: 'done', result: { channel, ts } };
    const outcome = await outcomeOf(
      workspace.client.chat.appendStream({ channel, ts, chunks: [{ type: 'markdown_text', text: more }] }),
    );
    if (outcome.kind === 'done') {
      state.streamed = text;
      return { kind: 'done', result: { channel, ts } };
    }
    // Whether the words arrived is not known, or the stream is over: from here on whole texts.
    if (outcome.kind === 'refused' && outcome.retryable) return outcome;
    return edit(entry, text, state, workspace);
  }

  async function edit(
    entry: OutboxEntry,
    text: string,
    state: Growing,
    workspace: Workspace,
  ): Promise<CallOutcome<Posted>> {
    const { channel, ts } = state;
    if (state.streamed !== undefined) {
      state.streamed = undefined;
      await outcomeOf(workspace.client.chat.stopStream({ channel, ts }));
    }
    const outcome = await outcomeOf(
      workspace.client.chat.update({ channel, ts, ...growingMessage(entry, text) }),
    );
    return outcome.kind === 'done' ? { kind: 'done', result: { channel, ts } } : outcome;
  }

  /** Makes the message whole: ends its stream with the rest, or puts the whole text in its place. */
  async function finish(
    entry: OutboxEntry,
    workspace: Workspace,
    known: Posted,
  ): Promise<CallOutcome<Posted>> {
    const state = growing.get(entry._id);
    const message = renderPart(entry.content, entry._id);
    const { channel, ts } = known;
    const streamed = state?.streamed;
    if (streamed !== undefined && entry.content.text.startsWith(streamed)) {
      const rest = entry.content.text.slice(streamed.length);
      const ended = await outcomeOf(
        workspace.client.chat.stopStream({
          channel,
          ts,
          // As it began: Slack refuses `markdown_text` for a stream of chunks.
          ...(rest === '' ? {} : { chunks: [{ type: 'markdown_text', text: rest }] }),
          blocks: controlBlocks(entry.content),
          metadata: message.metadata,
        }),
      );
      if (ended.kind === 'done') return forget(entry, known);
      if (ended.kind === 'refused' && ended.retryable) return ended;
    }
    if (state) state.streamed = undefined;
    // A message that streams cannot be edited. An error says that it streams no more, or never did.
    await outcomeOf(workspace.client.chat.stopStream({ channel, ts }));
    const updated = await outcomeOf(workspace.client.chat.update({ channel, ts, ...message }));
    if (updated.kind === 'done') return forget(entry, known);
    // Somebody has deleted it meanwhile: it was said, and is not said again.
    if (updated.kind === 'refused' && updated.error === 'message_not_found') return forget(entry, known);
    return updated;
  }

  function forget(entry: OutboxEntry, known: Posted): CallOutcome<Posted> {
    growing.delete(entry._id);
    return { kind: 'done', result: known };
  }

  return { show, finish };
}

/** While it grows only the first of its messages is shown; its end brings the others. */
function firstMessageOf({ content }: OutboxEntry, text: string): string {
  if (text.length <= surelyFits) return text;
  return splitPart({ ...content, text })[0]?.text ?? text;
}

/** Without buttons, and marked as not whole. */
function growingMessage(entry: OutboxEntry, text: string) {
  const { form: _form, executionId: _executionId, ...content } = entry.content;
  const message = renderPart({ ...content, text, buttons: [] }, entry._id);
  const payload = { ...message.metadata.event_payload, growing: true };
  return { ...message, metadata: { ...message.metadata, event_payload: payload } };
}
