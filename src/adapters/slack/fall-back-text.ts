import type { Block } from '../../markdown/blocks.ts';
import { slackLimits } from '../../markdown/limits.ts';
import { toPlainText } from '../../markdown/to-plain-text.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text in which Slack reads no mention, channel or link: only these three characters begin or end one. */
export function escapeMrkdwn(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character);
}

/** Words that pinged in Slack's older clients: here nothing is code any more, where they may stand. */
const pingWord = /@(?=(?:everyone|here|channel)(?![\p{L}\p{N}_]))/giu;

/** What notifications and screen readers say of a message whose blocks show it. Longer ones end in an ellipsis. */
export function fallBackText(blocks: Block[]): string {
  const plain = toPlainText(blocks, { width: 60, fences: false });
  const escaped = escapeMrkdwn(plain.replace(pingWord, '@\u200d'));
  if (escaped.length <= slackLimits.textCharacters) return escaped;
  // Neither an entity nor a character of two code units is cut.
  const room = escaped.slice(0, slackLimits.textCharacters - 1);
  return `${room.replace(/&[a-z]{0,3}$|[\ud800-\udbff]$/, '').trimEnd()}…`;
}
