import type { types } from '@slack/bolt';

/** The `rich_text` block that Slack's composer makes of what a person writes: mentions, channels, links and text. */
export function richTextOf(text: string, blockId: string): types.RichTextBlock {
  const elements: types.RichTextElement[] = [];
  for (const piece of text.split(/(<[^>]+>)/).filter(Boolean)) {
    elements.push(elementOf(piece));
  }
  return { type: 'rich_text', block_id: blockId, elements: [{ type: 'rich_text_section', elements }] };
}

function elementOf(piece: string): types.RichTextElement {
  const [, kind, id] = piece.match(/^<([@#])([A-Z0-9]+)(?:\|[^>]*)?>$/) ?? [];
  if (kind === '@' && id) return { type: 'user', user_id: id };
  if (kind === '#' && id) return { type: 'channel', channel_id: id };
  const [, url, label] = piece.match(/^<(https?:[^|>]+)(?:\|([^>]*))?>$/) ?? [];
  if (url) return { type: 'link', url, ...(label && { text: label }) };
  return { type: 'text', text: piece.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&') };
}
