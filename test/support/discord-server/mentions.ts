import {
  AllowedMentionsTypes,
  type APIAllowedMentions,
  type APIMessage,
  ComponentType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { permissionsIn } from './permissions.ts';
import type { ChannelRecord, Pinged, World } from './world.ts';

export interface Mentioned {
  everyone: boolean;
  users: string[];
  roles: string[];
}

/** Whom a text speaks of. What stands in code is only shown. */
export function mentionedIn(text: string): Mentioned {
  const shown = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '');
  const ids = (pattern: RegExp) => [...new Set([...shown.matchAll(pattern)].map((match) => match[1] ?? ''))];
  return {
    everyone: /@(everyone|here)\b/.test(shown),
    users: ids(/<@!?(\d+)>/g),
    roles: ids(/<@&(\d+)>/g),
  };
}

/** Content and, with components v2, every text display: both ping. */
export function textOf(message: Pick<APIMessage, 'content' | 'components'>): string {
  const texts: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    if (typeof value !== 'object' || value === null) return;
    if ('type' in value && value.type === ComponentType.TextDisplay && 'content' in value) {
      texts.push(String(value.content));
    }
    if ('components' in value) visit(value.components);
  };
  visit(message.components);
  return [message.content, ...texts].join('\n');
}

interface PingContext {
  channel: ChannelRecord;
  authorId: string;
  /** A webhook asks nobody's permission: it may ping everyone. */
  isWebhook: boolean;
  mentioned: Mentioned;
  allowed: APIAllowedMentions | undefined;
  repliedToUserId: string | undefined;
}

/** Whom the message makes a device ring for: what it mentions, as far as it asks for it and its author may. */
export function pingedBy(world: World, context: PingContext): Pinged {
  const { channel, authorId, isWebhook, mentioned, allowed, repliedToUserId } = context;
  const guild = channel.guildId === undefined ? undefined : world.guilds.get(channel.guildId);
  const mayAll =
    isWebhook || (permissionsIn(world, channel, authorId) & PermissionFlagsBits.MentionEveryone) !== 0n;
  const parses = (kind: AllowedMentionsTypes) => !allowed || (allowed.parse?.includes(kind) ?? false);
  const users = mentioned.users.filter(
    (id) => parses(AllowedMentionsTypes.User) || allowed?.users?.includes(id),
  );
  const roles = mentioned.roles.filter((id) => {
    const mayRole = mayAll || guild?.roles.get(id)?.mentionable;
    return mayRole && (parses(AllowedMentionsTypes.Role) || allowed?.roles?.includes(id));
  });
  const pingsReplied = allowed ? allowed.replied_user === true : true;
  if (repliedToUserId && pingsReplied && !users.includes(repliedToUserId)) users.push(repliedToUserId);
  return {
    everyone: guild !== undefined && mentioned.everyone && mayAll && parses(AllowedMentionsTypes.Everyone),
    users: users.filter((id) => id !== authorId),
    roles,
  };
}
