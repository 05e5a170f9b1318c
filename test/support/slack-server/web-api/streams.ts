import type { Backstage } from '../backstage.ts';
import { checkBlocks } from '../block-kit-check.ts';
import { limits } from '../limits.ts';
import { isRecord } from '../shape-check.ts';
import { wireMessage } from '../wire.ts';
import type { AnyBlock, StoredMessage, StreamPart, StreamState, World } from '../world.ts';
import { settleStream, threadKey } from '../world.ts';
import type { Methods } from './answers.ts';
import type { Arguments } from './arguments.ts';
import { setSessionStatus } from './assistant.ts';
import { storeBotMessage } from './chat.ts';
import { readBlocks, readMetadata, sentence, withIds } from './content.ts';
import { type MethodCall, refuse, workspaceOfCall } from './method.ts';
import { knownChannel, threadRoot, writableChannel } from './places.ts';

/**
 * Streaming, with what the live API does and no page says (openclaw and hermes-agent #59010 measured it): a stream
 * is locked to text or chunks by its first content, appends do not prolong it, and a chunk's length counts by itself.
 */
export const streamMethods: Methods<'chat.startStream' | 'chat.appendStream' | 'chat.stopStream'> = {
  'chat.startStream': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'tier2',
    run: (call, backstage) => {
      const { world, events } = backstage;
      const { args } = call;
      const channel = writableChannel(call, backstage, args.required('channel'));
      const threadTs = args.required('thread_ts');
      threadRoot(channel, threadTs);
      // `ChatStartStreamArguments` has no metadata; a program that relies on it must find out here.
      if (args.has('metadata')) refuse('invalid_arguments', 'invalid additional property: metadata');
      const displayMode = args.text('task_display_mode') ?? 'timeline';
      if (!['timeline', 'plan'].includes(displayMode)) refuse('invalid_arguments', 'task_display_mode');
      const recipientUserId = args.text('recipient_user_id');
      if (channel.kind !== 'im') {
        if (!args.text('recipient_team_id')) refuse('missing_recipient_team_id');
        if (!recipientUserId) refuse('missing_recipient_user_id');
        if (!world.workspaces.has(args.required('recipient_team_id'))) refuse('team_not_found');
        if (!world.users.has(recipientUserId)) refuse('user_not_found');
      }
      const stream: StreamState = {
        state: 'in_progress',
        startedAtMs: world.clock.nowMs(),
        stoppedByUser: false,
        parts: [],
        ...(recipientUserId && { recipientUserId }),
      };
      const parts = readParts(world, args, stream);
      const content = { text: '', blocks: undefined, attachments: undefined, metadata: undefined };
      const message = storeBotMessage(call, backstage, { channel, threadTs, content });
      message.stream = stream;
      grow(world, message, stream, parts);
      void Promise.all(events.posted(message));
      return { channel: channel.id, ts: message.ts };
    },
  },

  'chat.appendStream': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'appending',
    run: (call, backstage) => {
      const { message, stream } = runningStream(call, backstage);
      const parts = readParts(backstage.world, call.args, stream);
      if (parts.length === 0) refuse('invalid_arguments', 'markdown_text or chunks is required');
      grow(backstage.world, message, stream, parts);
      return { channel: message.channelId, ts: message.ts };
    },
  },

  'chat.stopStream': {
    token: 'bot',
    scopes: ['chat:write'],
    tier: 'tier2',
    run: (call, backstage) => {
      const { world, baseUrl, events } = backstage;
      const { message, stream } = runningStream(call, backstage);
      const parts = readParts(world, call.args, stream);
      const blocks = readBlocks(world, call.args.json('blocks'));
      const metadata = readMetadata(call.args.json('metadata'));
      const before = { ...message };
      // Added to what there is, never in its place (openab #1056).
      grow(world, message, stream, parts);
      if (blocks) message.blocks = [...(message.blocks ?? []), ...blocks];
      if (metadata) message.metadata = metadata;
      stream.state = 'completed';
      const sessionStatus = call.args.text('session_status');
      if (sessionStatus) {
        setSessionStatus(backstage, {
          channelId: message.channelId,
          threadTs: message.threadTs ?? message.ts,
          status: sessionStatus,
        });
      }
      void events.changed(message, before);
      return {
        channel: message.channelId,
        ts: message.ts,
        message: wireMessage(world, baseUrl, message),
      };
    },
  },
};

function runningStream(
  call: MethodCall,
  backstage: Backstage,
): { message: StoredMessage; stream: StreamState } {
  const channel = knownChannel(call, backstage, call.args.required('channel'));
  const ts = call.args.required('ts');
  const message = channel.messages.find((one) => one.ts === ts);
  if (!message) refuse('message_not_found');
  if (message.botId !== workspaceOfCall(call, backstage).botId) refuse('message_not_owned_by_app');
  const { stream } = message;
  if (stream?.stoppedByUser && call.method === 'chat.appendStream') refuse('stopped_by_user');
  if (!stream || settleStream(backstage.world, stream).state !== 'in_progress') {
    refuse('message_not_in_streaming_state');
  }
  return { message, stream };
}

function readParts(world: World, args: Arguments, stream: StreamState): StreamPart[] {
  const markdown = args.text('markdown_text');
  const chunks = args.json('chunks');
  if (markdown !== undefined && chunks !== undefined) refuse('cannot_provide_both_markdown_text_and_chunks');
  if (chunks !== undefined && !Array.isArray(chunks)) refuse('invalid_chunks');
  const given = markdown === undefined ? (chunks ?? []) : [{ type: 'markdown_text', text: markdown }];
  const parts = given.map((chunk: unknown) => readChunk(world, chunk));
  if (parts.length === 0) return [];
  const mode = markdown === undefined ? 'chunks' : 'text';
  if (stream.mode && stream.mode !== mode) refuse('streaming_mode_mismatch');
  stream.mode = mode;
  return parts;
}

function readChunk(world: World, chunk: unknown): StreamPart {
  if (!isRecord(chunk)) refuse('invalid_chunks');
  if (chunk.type === 'markdown_text') {
    if (typeof chunk.text !== 'string') refuse('invalid_chunks', 'text must be a string');
    if (chunk.text.length > limits.message.markdownTextChars) refuse('msg_too_long');
    return { kind: 'text', text: chunk.text };
  }
  if (chunk.type === 'blocks') {
    const faults = checkBlocks(chunk.blocks, 'message');
    if (faults.length > 0) refuse('invalid_blocks', ...faults.map(sentence));
    return { kind: 'blocks', blocks: withIds(world, chunk.blocks as AnyBlock[]) };
  }
  if (chunk.type === 'plan_update') {
    return { kind: 'task', id: 'plan', title: title(chunk.title), status: '', details: '', output: '' };
  }
  if (chunk.type === 'task_update') {
    if (typeof chunk.id !== 'string' || chunk.id === '') refuse('invalid_chunks', 'id is required');
    const status = String(chunk.status);
    if (!['pending', 'in_progress', 'complete', 'error'].includes(status)) refuse('invalid_chunks', 'status');
    return {
      kind: 'task',
      id: chunk.id,
      title: title(chunk.title),
      status,
      details: typeof chunk.details === 'string' ? chunk.details : '',
      output: typeof chunk.output === 'string' ? chunk.output : '',
    };
  }
  return refuse('invalid_chunks', `unsupported type: ${chunk.type}`);
}

function title(given: unknown): string {
  if (typeof given !== 'string' || given === '') refuse('invalid_chunks', 'title is required');
  if (given.length > limits.stream.titleChars) refuse('msg_too_long');
  return given;
}

/** A task's title and status replace what it had, its details are added. */
function grow(world: World, message: StoredMessage, stream: StreamState, parts: StreamPart[]): void {
  for (const part of parts) {
    const last = stream.parts.at(-1);
    const same =
      part.kind === 'task'
        ? stream.parts.find((one) => one.kind === 'task' && one.id === part.id)
        : undefined;
    if (part.kind === 'text' && last?.kind === 'text') last.text += part.text;
    else if (part.kind === 'task' && same?.kind === 'task') {
      Object.assign(same, { ...part, details: same.details + part.details });
    } else stream.parts.push({ ...part });
  }
  message.text = stream.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  message.blocks = stream.parts.flatMap((part, index) => blocksOf(part, `${message.ts}-${index}`));
  if (message.threadTs) world.statuses.delete(threadKey(message.channelId, message.threadTs));
}

function blocksOf(part: StreamPart, blockId: string): AnyBlock[] {
  if (part.kind === 'blocks') return part.blocks;
  if (part.kind === 'text') return [{ type: 'markdown', text: part.text, block_id: blockId }];
  return [
    {
      type: 'task_card',
      task_id: part.id,
      title: part.title,
      status: part.status,
      block_id: blockId,
    } as AnyBlock,
  ];
}
