import type { PlaygroundMessage } from '../../domain/playground-message.ts';
import type { Block } from '../../markdown/blocks.ts';
import { nothingSettled, parseGrowing, type Settled } from '../../markdown/parse-growing.ts';
import { parseMarkdown, plainBlocks } from '../../markdown/parse-markdown.ts';
import { everyone } from '../../ports/playground-store.ts';
import type { WireMessage } from './protocol.ts';

/** Each message is parsed once, however many read it. */
const parsed = new WeakMap<PlaygroundMessage, Block[]>();

/** What of each growing message is settled, by its id: only its end is parsed at each edit. */
const settled = new Map<string, Settled>();

function blocksOf(message: PlaygroundMessage): Block[] {
  const known = parsed.get(message);
  if (known) return known;
  const blocks = message.content ? agentBlocks(message) : plainBlocks(message.text);
  parsed.set(message, blocks);
  return blocks;
}

function agentBlocks(message: PlaygroundMessage): Block[] {
  if (message.finished) {
    settled.delete(message._id);
    return parseMarkdown(message.text);
  }
  const reading = parseGrowing(closedSoFar(message.text), settled.get(message._id) ?? nothingSettled);
  settled.set(message._id, reading.settled);
  return reading.blocks;
}

/** A text that still grows: what is bold is so before its end has arrived, instead of showing its marks. */
function closedSoFar(text: string): string {
  const lastLine = text.slice(text.lastIndexOf('\n') + 1);
  const isOpen = (lastLine.split('**').length - 1) % 2 === 1;
  return isOpen ? `${text.replace(/\s*\**$/, '')}**` : text;
}

/** A stored message as clients see it. */
export function wireMessage(message: PlaygroundMessage): WireMessage {
  const { thread, content } = message;
  const place = thread.audience === 'direct' ? 'dm' : thread.place;
  return {
    id: message._id,
    to: message.visibleTo === everyone ? place : message.visibleTo,
    place,
    thread: thread.root,
    agent: content?.agent ?? null,
    author: message.authorAccountId ?? null,
    promptCode: content?.promptCode ?? null,
    text: message.text,
    blocks: blocksOf(message),
    buttons: (content?.buttons ?? []).map(({ label }) => ({ label })),
    form: content?.form ?? null,
    files: message.files ?? [],
    private: thread.audience === 'channel' && message.visibleTo !== everyone,
    inReplyTo: message.inReplyTo ?? null,
    cause: message.finished ? message.cause : 'update',
    at: message.postedAt,
    run: content?.executionId !== undefined,
  };
}
