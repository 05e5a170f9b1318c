import type { ReplyPart } from '../../domain/reply.ts';
import type { Block } from '../../markdown/blocks.ts';
import { parseGrowing, type Settled } from '../../markdown/parse-growing.ts';
import { blocksOfPart, controlBlocks, textBlocks } from './message-blocks.ts';
import { fullness } from './message-budget.ts';
import { splitPart } from './split-part.ts';

export interface GrowingReading {
  /** While it grows only the first of its messages is shown; its end brings the others. */
  head: string;
  /**
   * Whether the head as it stands is what `renderPart` would show. A stream takes it unread: tables would not be Slack's
   * own, and a ping that is disguised by escapes or styles would not be found.
   */
  streams: boolean;
  /** What need not be parsed again: handed in with the next state of the text. */
  settled: Settled;
}

/** A text that grows, parsed from its last settled paragraph on. */
export function readGrowing(content: ReplyPart, text: string, before: Settled): GrowingReading {
  const { blocks, settled } = parseGrowing(text, before);
  const whole = blocks.length > 0 ? blocks : blocksOfPart({ text });
  if (fullness(whole, controlBlocks(content)) <= 1)
    return { head: text, streams: readsAsStreamed(whole, text), settled };
  const { files: _files, ...words } = content;
  const head = splitPart({ ...words, text })[0]?.text ?? text;
  return { head, streams: readsAsStreamed(blocksOfPart({ text: head }), head), settled };
}

function readsAsStreamed(blocks: Block[], text: string): boolean {
  if (blocks.some(hasTable)) return false;
  const [shown, ...others] = textBlocks(blocks);
  const joiners = (words: string) => words.split('\u200d').length;
  return others.length === 0 && shown?.type === 'markdown' && joiners(shown.text) === joiners(text);
}

function hasTable(block: Block): boolean {
  if (block.kind === 'quote') return block.blocks.some(hasTable);
  if (block.kind === 'list') return block.items.some((item) => item.blocks.some(hasTable));
  return block.kind === 'table';
}
