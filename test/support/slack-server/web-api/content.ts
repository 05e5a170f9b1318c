import { checkBlocks, textLength } from '../block-kit-check.ts';
import { limits } from '../limits.ts';
import { type Fault, isRecord } from '../shape-check.ts';
import type { AnyBlock, Metadata, World } from '../world.ts';
import type { Arguments } from './arguments.ts';
import { refuse } from './method.ts';

/** What a message says, checked as Slack checks it before it takes it. */
export interface Content {
  text: string | undefined;
  blocks: AnyBlock[] | undefined;
  attachments: unknown[] | undefined;
  metadata: Metadata | undefined;
}

export function readContent(
  world: World,
  args: Arguments,
  { maxTextChars }: { maxTextChars: number },
): Content {
  const text = args.text('text');
  const markdown = args.text('markdown_text');
  const blocks = readBlocks(world, args.json('blocks'));
  const attachments = args.json('attachments');
  if (markdown !== undefined && (text !== undefined || blocks !== undefined))
    refuse('markdown_text_conflict');
  if ((text?.length ?? 0) > maxTextChars) refuse('msg_too_long');
  if ((markdown?.length ?? 0) > limits.message.markdownTextChars) refuse('msg_too_long');
  if (attachments !== undefined && !Array.isArray(attachments)) refuse('invalid_attachments');
  const says = Boolean(text || markdown || blocks?.length || attachments?.length);
  if (!says) refuse('no_text');
  return {
    text: text ?? markdown,
    // Slack takes Markdown apart. Here it stays what it was: tests read it.
    blocks: markdown === undefined ? blocks : withIds(world, [{ type: 'markdown', text: markdown }]),
    attachments,
    metadata: readMetadata(args.json('metadata')),
  };
}

/** `blocks` as they will be stored, or Slack's refusal. */
export function readBlocks(world: World, given: unknown): AnyBlock[] | undefined {
  if (given === undefined) return undefined;
  if (!Array.isArray(given)) refuse('invalid_blocks_format');
  const faults = checkBlocks(given, 'message');
  if (faults.some(({ code }) => code === 'only_one_table_allowed')) {
    refuse('invalid_attachments', ...faults.map(sentence));
  }
  if (faults.length > 0) refuse('invalid_blocks', ...faults.map(sentence));
  if (textLength(given) > limits.message.allBlocksChars) refuse('msg_blocks_too_long');
  return withIds(world, given as AnyBlock[]);
}

export function readMetadata(given: unknown): Metadata | undefined {
  if (given === undefined) return undefined;
  if (!isRecord(given) || typeof given.event_type !== 'string' || !isRecord(given.event_payload)) {
    refuse('invalid_metadata_format');
  }
  return { event_type: given.event_type, event_payload: given.event_payload };
}

export function sentence({ message, pointer }: Fault): string {
  return `${message} [json-pointer:${pointer}]`;
}

/** A block without an id gets one, as on the platform. */
export function withIds(world: World, blocks: readonly AnyBlock[]): AnyBlock[] {
  return blocks.map((one) => ({ ...one, block_id: one.block_id ?? world.nextId('b').toLowerCase() }));
}
