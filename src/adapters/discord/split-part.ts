import type { Button, ReplyPart } from '../../domain/reply.ts';
import type { Block } from '../../markdown/blocks.ts';
import { discordLimits } from '../../markdown/limits.ts';
import { parseMarkdown, plainBlocks } from '../../markdown/parse-markdown.ts';
import { splitBlocks } from '../../markdown/split-blocks.ts';
import { toMarkdown } from '../../markdown/to-markdown.ts';
import { discordMarkdown } from './discord-markdown.ts';

/** Five rows of five. */
export const buttonsInMessage = discordLimits.buttons.inRow ** 2;

/**
 * The part as the messages that it takes, in order: `answer`, `answer.2`, `answer.3`. Itself where it fits; the same
 * messages whenever it is asked. Buttons and form come with the last, where the reader arrives.
 */
export function splitPart(part: ReplyPart): ReplyPart[] {
  const { form, ...plain } = part;
  const texts = splitText(part.text, textBudget(part));
  const [last = [], ...more] = inGroups(buttonsOf(part), buttonsInMessage);
  if (texts.length === 1 && more.length === 0) return [part];
  const messages = [
    ...texts.map((text, index) => ({ text, buttons: index === texts.length - 1 ? last : [] })),
    ...more.map((group) => ({ text: 'More to choose from:', buttons: group })),
  ];
  return messages.map(
    (message, index): ReplyPart => ({
      ...plain,
      ...message,
      part: index === 0 ? part.part : `${part.part}.${index + 1}`,
      ...(form && index === messages.length - 1 ? { form } : {}),
    }),
  );
}

/** What a part offers, each once. A form opens from a button: Discord shows none in a message. */
export function buttonsOf(part: Pick<ReplyPart, 'buttons' | 'form'>): Button[] {
  const all = part.form ? [...part.buttons, { id: part.form.id, label: 'Fill in' }] : part.buttons;
  return all.filter(({ id }, index) => all.findIndex((other) => other.id === id) === index);
}

/** The blocks that a part shows, never none: Discord refuses a message without content. */
export function blocksOfText(text: string): Block[] {
  const blocks = parseMarkdown(text);
  if (blocks.length > 0) return blocks;
  // Only definitions of links, for example: then its source is what there is to see.
  const source = plainBlocks(text);
  return source.length > 0 ? source : [{ kind: 'paragraph', children: [{ kind: 'text', text: '…' }] }];
}

/** The line that names the agent where it cannot be the sender. */
export function agentLine(part: Pick<ReplyPart, 'agent'>): string {
  return `**${part.agent}**\n`;
}

/** The same whether the agent is named in the text or not: that is not known until a message is sent. */
function textBudget(part: ReplyPart): number {
  return discordLimits.textCharacters - agentLine(part).length;
}

function splitText(text: string, budget: number): string[] {
  const blocks = blocksOfText(text);
  if (lengthOf(blocks) <= budget) return [text];
  return splitBlocks(blocks, lengthOf, budget).flatMap((piece) => writtenWithin(piece, budget, budget));
}

/**
 * A piece is kept as Markdown and rendered from that. Where it comes back a little longer than it was measured, it is
 * cut again, smaller; what cannot be cut any more is left as it is.
 */
function writtenWithin(piece: Block[], budget: number, target: number): string[] {
  const text = toMarkdown(piece);
  const smaller = Math.floor(target * 0.8);
  if (lengthOf(blocksOfText(text)) <= budget || smaller < 1) return [text];
  return splitBlocks(piece, lengthOf, smaller).flatMap((one) => writtenWithin(one, budget, smaller));
}

function lengthOf(blocks: Block[]): number {
  return discordMarkdown(blocks).length;
}

function inGroups<T>(all: readonly T[], size: number): T[][] {
  const groups = Math.ceil(all.length / size);
  return Array.from({ length: groups }, (_, group) => all.slice(group * size, (group + 1) * size));
}
