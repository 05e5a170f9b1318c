import type { ContextActionsBlock, KnownBlock } from '@slack/types';
import type { ReplyPart } from '../../domain/reply.ts';
import type { Block } from '../../markdown/blocks.ts';
import { makeHarmless } from '../../markdown/make-harmless.ts';
import { parseMarkdown, plainBlocks } from '../../markdown/parse-markdown.ts';
import { toMarkdown } from '../../markdown/to-markdown.ts';
import { actionRows } from './action-rows.ts';
import { nativeTable, tableInWords } from './render-table.ts';

/** The blocks of a part's text: at least one, because Slack refuses a message that shows nothing. */
export function blocksOfPart({ text }: Pick<ReplyPart, 'text'>): Block[] {
  const blocks = parseMarkdown(text);
  if (blocks.length > 0) return blocks;
  // Markdown that shows nothing, such as a definition by itself, is shown as it was typed.
  const typed = plainBlocks(makeHarmless(text));
  return typed.length > 0 ? typed : plainBlocks('…');
}

/**
 * The blocks with at most one table, the first that Slack's own can show, and every other one in words. A second table in
 * a message was refused (`only_one_table_allowed`) before Slack counted all of them together.
 */
export function withOneTable(blocks: Block[]): Block[] {
  const shown = blocks.findIndex((block) => block.kind === 'table' && nativeTable(block) !== undefined);
  return blocks.map((block, index) => (index === shown ? block : withoutTable(block)));
}

function withoutTable(block: Block): Block {
  if (block.kind === 'table') return tableInWords(block);
  if (block.kind === 'quote') return { ...block, blocks: block.blocks.map(withoutTable) };
  if (block.kind !== 'list') return block;
  return { ...block, items: block.items.map((item) => ({ ...item, blocks: item.blocks.map(withoutTable) })) };
}

/** `markdown` blocks, with Slack's own for rules and for the one table of `withOneTable`. */
export function textBlocks(blocks: Block[]): KnownBlock[] {
  const rendered: KnownBlock[] = [];
  let run: Block[] = [];
  const endRun = () => {
    if (run.length > 0) rendered.push({ type: 'markdown', text: toMarkdown(run) });
    run = [];
  };
  for (const block of blocks) {
    const own = ownBlock(block);
    if (own) {
      endRun();
      rendered.push(own);
    } else run.push(block);
  }
  endRun();
  return rendered;
}

function ownBlock(block: Block): KnownBlock | undefined {
  if (block.kind === 'thematic-break') return { type: 'divider' };
  return block.kind === 'table' ? nativeTable(block) : undefined;
}

/** The buttons, and those that say whether an agent's answer helped. */
export function controlBlocks(
  part: Pick<ReplyPart, 'agent' | 'buttons' | 'form' | 'executionId'>,
): KnownBlock[] {
  // A form never stands in a message: a button opens it, and has the form's id, as the Director's own buttons have.
  const opening = part.form ? [{ id: part.form.id, label: part.form.title }] : [];
  return [...actionRows([...opening, ...part.buttons]), ...feedbackOf(part)];
}

/** Values are ids of buttons, as those of presses are. */
function feedbackOf({ agent, executionId }: Pick<ReplyPart, 'agent' | 'executionId'>): ContextActionsBlock[] {
  if (executionId === undefined || agent === 'Director') return [];
  const choice = (sign: string, label: string, verb: string) => ({
    text: { type: 'plain_text', text: sign, emoji: true } as const,
    accessibility_label: label,
    value: `1:${verb}:${executionId}`,
  });
  return [
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: 'feedback',
          positive_button: choice('👍', 'This helped', 'helped'),
          negative_button: choice('👎', 'This did not help', 'missed'),
        },
      ],
    },
  ];
}
