import { readEmojiCodes } from './emoji-codes.ts';
import { linkWords, placeMention, userMention } from './mention-words.ts';
import type { SlackSelf } from './slack-ids.ts';

/** Stands for what is no text of the person's own (code, mentions, links) while marks are taken away around it. */
const standIn = '\ufffc';

/** Blocks of code, code within a line, what Slack puts in angle brackets; a stand-in that a person typed stays theirs. */
const pieces = /```[\s\S]*?```|`[^`\n]+`|<[^<>\n]+>|\ufffc/g;

/**
 * The `text` of a message as words: mentions by name, links with their address, entities as characters, emoji that mean
 * something as emoji. Marks of bold, italic and struck-out text go; code stays as it was typed.
 */
export function readMrkdwn(text: string, self: SlackSelf): string {
  const aside: string[] = [];
  const bare = text.replace(pieces, (piece) => {
    aside.push(piece.startsWith('`') ? readBrackets(piece, self) : readBracket(piece, self));
    return standIn;
  });
  const words = readEmojiCodes(withoutMarks(bare)).replaceAll(standIn, () => aside.shift() ?? '');
  return unescaped(words);
}

function readBrackets(code: string, self: SlackSelf): string {
  return code.replace(/<[^<>\n]+>/g, (bracket) => readBracket(bracket, self));
}

/** `<@U7|ana>`, `<#C1|general>`, `<!here>`, `<!subteam^S1|@writers>`, `<!date^…|fall-back>`, `<https://…|label>`. */
function readBracket(piece: string, self: SlackSelf): string {
  const [, kind = '', id = '', label] = /^<([@#!]?)([^|]+)(?:\|(.*))?>$/.exec(piece) ?? [];
  if (id === '') return piece;
  if (kind === '@') return userMention(id, label, self);
  if (kind === '#') return placeMention('#', id, label);
  if (kind === '') return linkWords(id, label);
  const [command = '', argument] = id.split('^');
  if (command === 'date') return label ?? '';
  return placeMention('@', command === 'subteam' ? (argument ?? command) : command, label);
}

/** Marks that Slack would show as style: at the edges of words, within one line. "2*3" and "~5" keep theirs. */
const marks = [
  /(?<![\p{L}\p{N}*])\*(?=[^\s*])([^\n*]*[^\s*])\*(?![\p{L}\p{N}*])/gu,
  /(?<![\p{L}\p{N}_])_(?=[^\s_])([^\n_]*[^\s_])_(?![\p{L}\p{N}_])/gu,
  /(?<![\p{L}\p{N}~])~(?=[^\s~])([^\n~]*[^\s~])~(?![\p{L}\p{N}~])/gu,
];

function withoutMarks(text: string): string {
  // Twice: `_*a*_` shows the outer marks only when the inner ones are gone, `*_a_*` the other way round.
  return [...marks, ...marks].reduce((rest, mark) => rest.replace(mark, '$1'), text);
}

const characters: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** In one go, so that "&amp;lt;" is "&lt;", as it was typed. */
function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => characters[entity] ?? entity);
}
