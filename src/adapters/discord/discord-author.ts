import type { APIUser } from 'discord-api-types/v10';
import type { Author } from '../../domain/incoming.ts';

/** The name under which others see somebody: in this server, else everywhere, else the account's. */
export function shownName(user: Pick<APIUser, 'global_name' | 'username'>, nick?: string | null): string {
  return nick || user.global_name || user.username;
}

/** E-mail addresses and legal names are not shown to a bot. */
export function authorOf(user: APIUser, member?: { nick?: string | null }): Author {
  return {
    surface: 'discord',
    accountId: user.id,
    name: shownName(user, member?.nick),
    ...(user.avatar
      ? { avatarUrl: `https://cdn.discordapp.com/avatars/${user.id}/${user.avatar}.png?size=128` }
      : {}),
  };
}
