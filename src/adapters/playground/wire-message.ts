import type { PlaygroundMessage } from '../../domain/playground-message.ts';
import type { Block } from '../../markdown/blocks.ts';
import { parseMarkdown, plainBlocks } from '../../markdown/parse-markdown.ts';
import { everyone } from '../../ports/playground-store.ts';
import type { WireMessage } from './protocol.ts';

/** Each message is parsed once, however many read it. */
const parsed = new WeakMap<PlaygroundMessage, Block[]>();

function blocksOf(message: PlaygroundMessage): Block[] {
  const known = parsed.get(message);
  if (known) return known;
  const text = message.finished ? message.text : closedSoFar(message.text);
  const blocks = message.content ? parseMarkdown(text) : plainBlocks(text);
  parsed.set(message, blocks);
  return blocks;
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
