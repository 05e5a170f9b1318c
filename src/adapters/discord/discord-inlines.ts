import type { Inline } from '../../markdown/blocks.ts';
import { visibleText } from '../../markdown/visible-text.ts';

type Style = 'strong' | 'emphasis' | 'delete';

/** Inlines in Discord's own marks. */
export function discordInlines(inlines: Inline[]): string {
  return styled(inlines, new Set());
}

function styled(inlines: Inline[], within: ReadonlySet<Style>): string {
  const joined = joinedStyles(inlines);
  let text = '';
  // From the end: which mark emphasis takes depends on what follows it.
  for (const inline of joined.toReversed()) text = oneAs(inline, within, text) + text;
  return text;
}

/** Neighbours in the same style as one: "**a****b**" would be read otherwise. */
function joinedStyles(inlines: Inline[]): Inline[] {
  const joined: Inline[] = [];
  for (const inline of inlines) {
    const last = joined.at(-1);
    if (last && isStyle(last) && isStyle(inline) && last.kind === inline.kind)
      joined[joined.length - 1] = { ...last, children: [...last.children, ...inline.children] };
    else joined.push(inline);
  }
  return joined;
}

function isStyle(inline: Inline): inline is Extract<Inline, { kind: Style }> {
  return inline.kind === 'strong' || inline.kind === 'emphasis' || inline.kind === 'delete';
}

function oneAs(inline: Inline, within: ReadonlySet<Style>, next: string): string {
  switch (inline.kind) {
    case 'text':
      return escapedText(inline.text);
    case 'break':
      return '\n';
    case 'code':
      return codeSpan(inline.text);
    case 'link':
      return linkAs(inline.url, inline.children, within);
    default: {
      const text = styled(inline.children, new Set([...within, inline.kind]));
      return within.has(inline.kind) ? text : marked(text, inline.kind, next);
    }
  }
}

/** Marks stand at the words themselves: "** a**" is none. */
function marked(text: string, style: Style, next: string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  if (words === '') return text;
  const follows = after || next;
  const mark = style === 'strong' ? '**' : style === 'delete' ? '~~' : emphasisMark(words, follows);
  return before + mark + words + mark + after;
}

/** An underscore ends no emphasis before a letter, and an asterisk none beside "**": then it is left out. */
function emphasisMark(words: string, follows: string): string {
  if (!/^[\p{L}\p{N}_]/u.test(follows)) return '_';
  return words.includes('*') ? '' : '*';
}

/** Signs that mean something to Discord anywhere in a line; what means something at its start is escaped later. */
const signs = /[\\*_~`|[\]<]|:(?=[\w+-]*[a-z][\w+-]*:)/gi;
/** As Discord finds addresses in text: it reads no marks in them, and a backslash would become part of one. */
const address = /(https?:\/\/[^\s<]+[^<.,:;"'\]\s])/i;

/** Text as it stands. ":smile:" is escaped because Discord would show a picture in its place. */
function escapedText(text: string): string {
  return text
    .split(address)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(signs, '\\$&')))
    .join('');
}

/** Fences of one or two backticks, for three begin a block. Code that holds rows of either length is shown as text. */
function codeSpan(code: string): string {
  const rows = new Set([...code.matchAll(/`+/g)].map(([row]) => row.length));
  const length = [1, 2].find((one) => !rows.has(one));
  if (length === undefined || code.trim() === '') return escapedText(code);
  const fence = '`'.repeat(length);
  // A space keeps a backtick at an end apart from the fence.
  const room = /^`|`$/.test(code) ? ' ' : '';
  return fence + room + code + room + fence;
}

/** What could be read as an address: Discord shows no mask for such a text, and it might name another than it leads to. */
const looksLikeAddress = /:\/\/|www\.|[\p{L}\p{N}-]\.[\p{L}]{2,}/iu;

/** A text with its address behind it is masked; one that looks like an address has the real one shown beside it. */
function linkAs(url: string, children: Inline[], within: ReadonlySet<Style>): string {
  const shown = visibleText(children).replace(/\s+/g, ' ').trim();
  const isMail = /^mailto:/i.test(url);
  const target = isMail ? url.slice('mailto:'.length) : url;
  // In angle brackets an address keeps its last sign, and Discord unfolds none of it.
  const plain = isMail ? escapedText(target) : `<${target}>`;
  if (shown === '' || shown === target) return plain;
  const text = styled(children, within);
  if (isMail || looksLikeAddress.test(shown)) return `${text} (${plain})`;
  return `[${text.replace(/\s*\n\s*/g, ' ')}](<${target}>)`;
}
