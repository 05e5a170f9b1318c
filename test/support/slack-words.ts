import type { AnyBlock, KnownBlock } from '@slack/types';
import type { StoredMessage } from './slack-server/world.ts';

/** What a message's blocks say, or its text where it has none. */
export function wordsOfMessage({ text, blocks = [] }: Pick<StoredMessage, 'text' | 'blocks'>): string {
  const shown = wordsOfBlocks(blocks);
  return shown === '' ? text : shown;
}

function wordsOfBlocks(blocks: readonly AnyBlock[]): string {
  return (blocks as KnownBlock[])
    .flatMap((block) => {
      if (block.type === 'markdown') return [block.text];
      if (block.type === 'section') return [block.text?.text ?? ''];
      return [];
    })
    .join('\n')
    .trim();
}
