import type { KnownBlock } from '@slack/types';
import type { Block } from '../../markdown/blocks.ts';
import { slackLimits } from '../../markdown/limits.ts';
import { textBlocks, withOneTable } from './message-blocks.ts';

/** How full a message with this text is: at most 1 is what Slack takes. `controls` are the blocks after the text. */
export function fullness(text: Block[], controls: KnownBlock[]): number {
  const blocks = withOneTable(text);
  const rendered = textBlocks(blocks);
  return Math.max(
    // For all markdown blocks of a message together: docs.slack.dev's page of the block.
    markdownCharacters(rendered) / slackLimits.markdownCharacters,
    charactersOf([...rendered, ...controls]) / slackLimits.blocksCharacters,
    (expandedCount(blocks) + controls.length) / slackLimits.blocks,
  );
}

function markdownCharacters(blocks: KnownBlock[]): number {
  return blocks.reduce((sum, block) => sum + (block.type === 'markdown' ? block.text.length : 0), 0);
}

/** What is no Markdown counts as it is sent: nobody knows how Slack counts it (bolt-js #2867), and no count is larger. */
function charactersOf(blocks: KnownBlock[]): number {
  return blocks.reduce(
    (sum, block) => sum + (block.type === 'markdown' ? block.text.length : JSON.stringify(block).length),
    0,
  );
}

/** The blocks that Slack may make of these, at most: everything that could become one by itself is counted. */
function expandedCount(blocks: Block[]): number {
  return blocks.reduce((sum, block) => sum + expandedCountOfOne(block), 0);
}

function expandedCountOfOne(block: Block): number {
  switch (block.kind) {
    case 'list':
      return block.items.reduce((sum, item) => sum + Math.max(1, expandedCount(item.blocks)), 0);
    case 'quote':
      return Math.max(1, expandedCount(block.blocks));
    default:
      return 1;
  }
}
