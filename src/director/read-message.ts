import { nearest } from '../domain/nearest.ts';
import { type SystemRole, systemRoleSchema } from '../domain/system-role.ts';

/** A name that was mentioned: one of our agents, or a word that is none. */
export type Mention =
  | { kind: 'agent'; role: SystemRole }
  | { kind: 'bot' }
  | { kind: 'unknown'; name: string; near: SystemRole | undefined };

export interface ReadMessage {
  /** Who was mentioned, in order, each once; the bot's own name left out. */
  mentions: Mention[];
  /** The words without mentions, white space tidied. */
  words: string;
  /** Those up to the second name: what the agent named first is asked. All of them where no second is named. */
  firstWords: string;
}

/** Names by which people call agents, beside the roles themselves. */
const otherNames: Record<string, SystemRole> = {
  mediabuyer: 'MediaBuyer',
  'media-buyer': 'MediaBuyer',
  media_buyer: 'MediaBuyer',
};
/** Pings of a platform: words here, and no agents. */
const notAgents = new Set(['everyone', 'here', 'channel', 'all']);

/** Reads "@Writer H1", "writer: H1" and "@Elevate @Writer H1". An "@" within a word (an address) names nobody. */
export function readMessage(text: string): ReadMessage {
  const mentions: Mention[] = [];
  /** Where the words for the agent named first end: at the next one's name. */
  let ownEnd: number | undefined;
  const add = (mention: Mention) => {
    const same = (other: Mention) =>
      other.kind === mention.kind &&
      (other.kind !== 'agent' || (mention.kind === 'agent' && other.role === mention.role));
    if (mention.kind !== 'bot' && !mentions.some(same)) mentions.push(mention);
  };
  // The joiner is ours: "@Writer H1", copied from an answer of ours that was made harmless, is still meant.
  const named = /(^|[\s(])@\u200d?([\p{L}][\p{L}\d_-]*)/gu;
  const withoutNames = (part: string) =>
    part.replace(named, (whole, before: string, name: string) => (mentionOf(name) ? before : whole));
  for (const match of text.matchAll(named)) {
    const mention = mentionOf(match[2] ?? '');
    if (!mention) continue;
    const agentsBefore = agentsIn(mentions);
    add(mention);
    if (agentsBefore > 0 && agentsIn(mentions) > agentsBefore) ownEnd ??= match.index;
  }
  let words = withoutNames(text);
  const address = /^\s*([\p{L}_-]{2,15})\s*[:,]\s+/u.exec(words);
  const addressed = address?.[1] === undefined ? undefined : roleNamed(address[1]);
  if (address && addressed) {
    add({ kind: 'agent', role: addressed });
    words = words.slice(address[0].length);
  }
  // "@Writer, five headlines": the comma belonged to the name.
  if (words !== text) words = words.replace(/^\s*[,:;.!?–—-]+(?=\s|$)/, '');
  const tidy = (part: string) => part.replace(/[ \t]+/g, ' ').trim();
  const firstWords = ownEnd === undefined ? words : withoutNames(text.slice(0, ownEnd));
  return { mentions, words: tidy(words), firstWords: tidy(firstWords) || tidy(words) };
}

function agentsIn(mentions: Mention[]): number {
  return mentions.filter((mention) => mention.kind === 'agent').length;
}

function mentionOf(name: string): Mention | undefined {
  const lower = name.toLowerCase();
  if (notAgents.has(lower)) return undefined;
  if (lower === 'elevate') return { kind: 'bot' };
  const role = roleNamed(name);
  if (role) return { kind: 'agent', role };
  const near = nearest(name, systemRoleSchema.options) as SystemRole | undefined;
  return { kind: 'unknown', name, near };
}

function roleNamed(name: string): SystemRole | undefined {
  const lower = name.toLowerCase();
  return otherNames[lower] ?? systemRoleSchema.options.find((role) => role.toLowerCase() === lower);
}
