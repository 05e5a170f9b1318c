/** What the ids in a message's content are called; undefined for what nobody told. */
export interface ContentNames {
  user(id: string): string | undefined;
  role(id: string): string | undefined;
  channel(id: string): string | undefined;
}

/**
 * What Discord does not read for styles, in the order in which it looks: code, an escaped character, anything in angle
 * brackets (discord-api-docs, "Message Formatting"), an address.
 */
const literals = new RegExp(
  [
    '(?<code>```[\\s\\S]*?```|(?<ticks>`+)[\\s\\S]*?[^`]\\k<ticks>(?!`))',
    '\\\\(?<escaped>[^0-9A-Za-z\\s])',
    '<@!?(?<user>\\d+)>',
    '<@&(?<role>\\d+)>',
    '<#(?<channel>\\d+)>',
    '<a?:(?<emoji>\\w+):\\d+>',
    '<t:(?<seconds>-?\\d{1,13})(?::[a-zA-Z])?>',
    '</(?<command>[^:<>\\n]+):\\d+>',
    '<(?<bracketed>https?://[^\\s<>]+)>',
    '(?<address>https?://[^\\s<>)\\]]+)',
  ].join('|'),
  'g',
);

/** Marks in pairs, the longer of a kind first. An underscore within a word is one (snake_case). */
const styles = [
  /\*\*(?=\S)([\s\S]+?)(?<=\S)\*\*/g,
  /(?<![\p{L}\p{N}_])__(?=\S)([\s\S]+?)(?<=\S)__(?![\p{L}\p{N}_])/gu,
  /\*(?=[^\s*])([^*]+?)(?<=\S)\*/g,
  /(?<![\p{L}\p{N}_])_(?=[^\s_])([^_]+?)(?<=\S)_(?![\p{L}\p{N}_])/gu,
  /~~(?=\S)([\s\S]+?)(?<=\S)~~/g,
  /\|\|([\s\S]+?)\|\|/g,
];

/**
 * A message's content as the words that people see: names in the place of ids, marks of styles gone, code and its marks
 * kept, for a prompt is sometimes pasted in them. Lists, headings and quotes stay as they were typed.
 */
export function readContent(content: string, names: ContentNames): string {
  const kept: string[] = [];
  // Held aside under its number, so that no style is found within it; these two characters mean nothing to anybody.
  const held = (text: string) => `\uf8f0${kept.push(text) - 1}\uf8f1`;
  const text = content
    .replace(/[\uf8f0\uf8f1]/g, '')
    .replace(literals, (whole, ...rest) => held(wordsOf(rest.at(-1), whole, names)));
  const plain = styles.reduce((one, style) => replaceNested(one, style), linksAsText(text));
  return plain.replace(/\uf8f0(\d+)\uf8f1/g, (_, index) => kept[Number(index)] ?? '').trim();
}

function wordsOf(found: Record<string, string | undefined>, whole: string, names: ContentNames): string {
  const { escaped, user, role, channel, emoji, seconds, command, bracketed } = found;
  if (escaped !== undefined) return escaped;
  if (user !== undefined) return `@${names.user(user) ?? 'someone'}`;
  if (role !== undefined) return `@${names.role(role) ?? 'role'}`;
  if (channel !== undefined) return `#${names.channel(channel) ?? 'channel'}`;
  if (emoji !== undefined) return `:${emoji}:`;
  if (seconds !== undefined) return utcTime(Number(seconds)) ?? whole;
  if (command !== undefined) return `/${command}`;
  return bracketed ?? whole;
}

/** "[the shop](https://a.example)" as "the shop (https://a.example)". */
function linksAsText(text: string): string {
  return text.replace(/\[([^[\]\n]+)\]\((\uf8f0\d+\uf8f1)\)/g, '$1 ($2)');
}

/** Styles stand within one another: as often as that goes on, at most as deep as anybody writes. */
function replaceNested(text: string, style: RegExp): string {
  let plain = text;
  for (let depth = 0; depth < 4; depth++) {
    const next = plain.replace(style, '$1');
    if (next === plain) break;
    plain = next;
  }
  return plain;
}

const utcFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** Everybody sees such a time in their own zone; told as text it needs one, and the writer's is not known. */
function utcTime(seconds: number): string | undefined {
  const at = new Date(seconds * 1_000);
  return Number.isNaN(at.getTime()) ? undefined : `${utcFormat.format(at).replace(' at ', ', ')} UTC`;
}
