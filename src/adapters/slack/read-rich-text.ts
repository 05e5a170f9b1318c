import type { AnyBlock, RichTextBlock, RichTextBlockElement, RichTextElement } from '@slack/types';
import { readEmojiCodes } from './emoji-codes.ts';
import { linkWords, placeMention, userMention } from './mention-words.ts';
import type { SlackSelf } from './slack-ids.ts';

/** What a person wrote, from the blocks that Slack's composer makes; for messages whose `text` is missing. */
export function readRichText(blocks: AnyBlock[], self: SlackSelf): string {
  return blocks
    .filter((block): block is RichTextBlock => block.type === 'rich_text')
    .flatMap((block) => block.elements.map((element) => readElement(element, self)))
    .join('\n');
}

/** Whether the bot is mentioned in them. */
export function richTextMentions(blocks: AnyBlock[], self: SlackSelf): boolean {
  // An account's id stands nowhere else as a whole value.
  return JSON.stringify(blocks).includes(`"user_id":${JSON.stringify(self.botUserId)}`);
}

function readElement(element: RichTextBlockElement, self: SlackSelf): string {
  switch (element.type) {
    case 'rich_text_section':
      return readInlines(element.elements, self);
    case 'rich_text_quote':
      return readInlines(element.elements, self).replace(/^/gm, '> ');
    case 'rich_text_preformatted':
      return `\`\`\`\n${readInlines(element.elements, self)}\n\`\`\``;
    case 'rich_text_list':
      return element.elements
        .map((item, index) => {
          const marker = element.style === 'ordered' ? `${index + 1}. ` : '- ';
          return `${'  '.repeat(element.indent ?? 0)}${marker}${readInlines(item.elements, self)}`;
        })
        .join('\n');
  }
}

function readInlines(inlines: RichTextElement[], self: SlackSelf): string {
  return inlines.map((inline) => readInline(inline, self)).join('');
}

function readInline(inline: RichTextElement, self: SlackSelf): string {
  switch (inline.type) {
    case 'text':
      return inline.style?.code ? `\`${inline.text}\`` : inline.text;
    case 'link':
      return linkWords(inline.url, inline.text);
    case 'user':
      return userMention(inline.user_id, undefined, self);
    case 'channel':
      return placeMention('#', inline.channel_id, undefined);
    case 'usergroup':
      return placeMention('@', inline.usergroup_id, undefined);
    case 'broadcast':
      return placeMention('@', inline.range, undefined);
    case 'emoji':
      return inline.unicode === undefined ? readEmojiCodes(`:${inline.name}:`) : fromHex(inline.unicode);
    case 'date':
      return inline.fallback ?? '';
    case 'color':
      return inline.value;
    case 'team':
      return inline.team_id;
  }
}

/** "1f44d-1f3fb" is 👍🏻. */
function fromHex(unicode: string): string {
  return String.fromCodePoint(...unicode.split('-').map((point) => Number.parseInt(point, 16)));
}
