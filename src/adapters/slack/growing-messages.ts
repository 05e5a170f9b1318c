import type { OutboxEntry } from '../../domain/outbox-entry.ts';
import { nothingSettled, type Settled } from '../../markdown/parse-growing.ts';
import type { Clock } from '../../ports/clock.ts';
import { type CallOutcome, outcomeOf } from './call-outcome.ts';
import { controlBlocks } from './message-blocks.ts';
import type { MessagePlace } from './message-place.ts';
import { type GrowingReading, readGrowing } from './read-growing.ts';
import { renderPart, renderStreamMark, type SlackMessage } from './render-part.ts';
import { createStreamBudget } from './stream-budget.ts';
import type { Workspace } from './workspaces.ts';

/** Slack ends a stream after about five minutes (node-slack-sdk #2702): before that it goes on by edits. */
const streamLifeMs = 4.5 * 60_000;
const mostSettled = 1_000;

interface Growing {
  channel: string;
  ts: string;
  /** Whether Slack may hold it for a stream that runs: then it takes no edit. */
  streams: boolean;
  /** The text that stands there; undefined where that is not known, and only a whole text makes it right. */
  shown: string | undefined;
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
  const settled = new Map<string, Settled>();
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
    const { head, streams } = read(entry, text);
    const state = growing.get(entry._id) ?? adopt(entry, known);
    if (!state) return open(entry, head, streams, workspace, place, face);
    if (state.shown === head) return { kind: 'done', result: { channel: state.channel, ts: state.ts } };
    return mayAppend(state, head, streams) && !isOld(state)
      ? append(entry, head, state, workspace)
      : edit(entry, head, state, workspace);
  }

  /** What a stream has shown stays: text may follow it where that is all that the whole text would show. */
  function mayAppend(state: Growing, text: string, readsAsStreamed: boolean): boolean {
    const { streams, shown } = state;
    return streams && shown !== undefined && text.startsWith(shown) && readsAsStreamed;
  }

  function read({ _id, content }: OutboxEntry, text: string): GrowingReading {
    const reading = readGrowing(content, text, settled.get(_id) ?? nothingSettled);
    // Of texts whose end never came, if there are many.
    if (settled.size >= mostSettled) settled.clear();
    settled.set(_id, reading.settled);
    return reading;
  }

  /** Opened by a process that is gone: nothing is known of its stream but where it is. */
  function adopt(entry: OutboxEntry, known: Posted | undefined): Growing | undefined {
    if (!known) return undefined;
    const state = { ...known, streams: true, shown: undefined, begunAtMs: clock.nowMs() };
    growing.set(entry._id, state);
    return state;
  }

  function isOld(state: Growing): boolean {
    return clock.nowMs() - state.begunAtMs >= streamLifeMs;
  }

  async function open(
    entry: OutboxEntry,
    text: string,
    readsAsStreamed: boolean,
    workspace: Workspace,
    place: MessagePlace,
    face: Face,
  ): Promise<CallOutcome<Posted>> {
    const { threadTs } = place;
    let refused = false;
    if (threadTs !== undefined && readsAsStreamed && budget.take(workspace.teamId)) {
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
      if (begun.kind === 'done') return remember(entry, begun.result, text, true);
      if (begun.kind === 'unknown' || begun.retryable) return begun;
      refused = true;
    }
    const posted = await outcomeOf(
      workspace.client.chat.postMessage({
        channel: place.channel,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
        ...growingMessage(entry, text),
        ...face,
      }),
    );
    if (posted.kind !== 'done') return posted;
    // The place takes messages: it is streams that are refused.
    if (refused) budget.refused(workspace.teamId);
    return remember(entry, posted.result, text, false);
  }

  function remember(
    entry: OutboxEntry,
    { channel, ts }: { channel?: string; ts?: string },
    shown: string,
    streams: boolean,
  ): CallOutcome<Posted> {
    if (channel === undefined || ts === undefined)
      return { kind: 'unknown', why: 'the answer names no message' };
    growing.set(entry._id, { channel, ts, streams, shown, begunAtMs: clock.nowMs() });
    return { kind: 'done', result: { channel, ts } };
  }

  async function append(
    entry: OutboxEntry,
    text: string,
    state: Growing,
    workspace: Workspace,
  ): Promise<CallOutcome<Posted>> {
    const { channel, ts, shown = '' } = state;
    const more = text.slice(shown.length);
    const outcome = await outcomeOf(
      workspace.client.chat.appendStream({ channel, ts, chunks: [{ type: 'markdown_text', text: more }] }),
    );
    if (outcome.kind === 'done') {
      state.shown = text;
      return { kind: 'done', result: { channel, ts } };
    }
    if (outcome.kind === 'refused' && outcome.retryable) return outcome;
    // Whether the words arrived is not known, or the stream is over: from here on whole texts.
    state.shown = undefined;
    return edit(entry, text, state, workspace);
  }

  async function edit(
    entry: OutboxEntry,
    text: string,
    state: Growing,
    workspace: Workspace,
  ): Promise<CallOutcome<Posted>> {
    const outcome = await replace(state, growingMessage(entry, text), workspace);
    state.shown = outcome.kind === 'done' ? text : undefined;
    return outcome;
  }

  /** The whole text in the place of whatever stands there. A message that streams cannot be edited: that ends first. */
  async function replace(
    state: Growing,
    message: SlackMessage,
    { client }: Workspace,
  ): Promise<CallOutcome<Posted>> {
    const { channel, ts } = state;
    if (state.streams) {
      const stopped = await outcomeOf(client.chat.stopStream({ channel, ts }));
      if (stopped.kind === 'refused' && stopped.retryable) return stopped;
      // Where it was refused it streams no more, or never did.
      state.streams = stopped.kind === 'unknown';
    }
    const updated = await outcomeOf(client.chat.update({ channel, ts, ...message }));
    if (updated.kind === 'done') {
      state.streams = false;
      return { kind: 'done', result: { channel, ts } };
    }
    if (updated.kind === 'refused' && updated.error === 'streaming_state_conflict') {
      state.streams = true;
      return { ...updated, retryable: true };
    }
    return updated;
  }

  /** Makes the message whole: ends its stream with the rest, or puts the whole text in its place. */
  async function finish(
    entry: OutboxEntry,
    workspace: Workspace,
    known: Posted,
  ): Promise<CallOutcome<Posted>> {
    const state = growing.get(entry._id) ?? {
      ...known,
      streams: true,
      shown: undefined,
      begunAtMs: clock.nowMs(),
    };
    const { text } = entry.content;
    const message = renderPart(entry.content, entry._id);
    const { channel, ts, shown = '' } = state;
    const { head, streams } = read(entry, text);
    if (head === text && mayAppend(state, text, streams)) {
      const rest = text.slice(shown.length);
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
      // Its end may have arrived, or not.
      state.shown = undefined;
    }
    const updated = await replace(state, message, workspace);
    if (updated.kind === 'done') return forget(entry, known);
    // Somebody has deleted it meanwhile: it was said, and is not said again.
    if (updated.kind === 'refused' && updated.error === 'message_not_found') return forget(entry, known);
    if (updated.kind === 'refused' && !updated.retryable) growing.delete(entry._id);
    return updated;
  }

  function forget(entry: OutboxEntry, known: Posted): CallOutcome<Posted> {
    growing.delete(entry._id);
    settled.delete(entry._id);
    return { kind: 'done', result: known };
  }

  return { show, finish };
}

/** Without buttons, and marked as not whole. */
function growingMessage(entry: OutboxEntry, text: string) {
  const { form: _form, executionId: _executionId, ...content } = entry.content;
  const message = renderPart({ ...content, text, buttons: [] }, entry._id);
  const payload = { ...message.metadata.event_payload, growing: true };
  return { ...message, metadata: { ...message.metadata, event_payload: payload } };
}
