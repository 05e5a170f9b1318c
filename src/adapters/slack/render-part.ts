import type { ContextBlock, KnownBlock, MessageMetadata } from '@slack/types';
import type { ReplyPart } from '../../domain/reply.ts';
import { fallBackText } from './fall-back-text.ts';
import { blocksOfPart, controlBlocks, textBlocks, withOneTable } from './message-blocks.ts';

/** What `chat.postMessage` and `chat.update` take of a message; whose name and picture stand beside it is the caller's. */
export interface SlackMessage {
  text: string;
  blocks: KnownBlock[];
  metadata: MessageMetadata;
}

/**
 * By which a message whose delivery is unknown is found again.
 * @public The platform's side that speaks reads threads back for it.
 */
export const deliveryEventType = 'elevate_delivery';

/**
 * One message: a part that `splitPart` gave, under its key. Nothing in it pings anybody, calls an agent or is read as
 * markup that it is not.
 */
export function renderPart(part: ReplyPart, key: string): SlackMessage {
  const blocks = blocksOfPart(part);
  return {
    text: fallBackText(blocks),
    blocks: [...textBlocks(withOneTable(blocks)), ...controlBlocks(part)],
    metadata: { event_type: deliveryEventType, event_payload: { key } },
  };
}

/** A line above a message that says why it stands where it does. */
export function renderNote(text: string): ContextBlock {
  return { type: 'context', elements: [{ type: 'plain_text', text }] };
}

/**
 * The first chunk of a stream, which takes no metadata: a line that says who speaks, with the key as its `block_id`.
 *
 * @param key At most 255 characters; ours have about 80.
 */
export function renderStreamMark({ agent, promptCode }: ReplyPart, key: string): ContextBlock {
  const text = promptCode === undefined ? agent : `${agent} · ${promptCode}`;
  return { type: 'context', block_id: key, elements: [{ type: 'plain_text', text }] };
}
