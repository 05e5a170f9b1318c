import { systemRoleSchema } from '../../domain/system-role.ts';
import type { SlackSelf } from './slack-ids.ts';

/** Our own name, by which the Director is addressed whatever the app is called in a workspace. */
const ourName = 'Elevate';
const ourNames = new Set([ourName, ...systemRoleSchema.options].map(bare));

/** A mention of an account, in words: `<@U7|ana>` is "@ana". */
export function userMention(userId: string, name: string | undefined, self: SlackSelf): string {
  if (userId === self.botUserId) return `@${ourName}`;
  const shown = name || userId;
  // An account called Writer is not our agent: parted from its "@", the name addresses nobody.
  return ourNames.has(bare(shown)) ? `@ ${shown}` : `@${shown}`;
}

/** A channel, a group of users or everybody, by the label that Slack gives; by its id where it gives none. */
export function placeMention(mark: '@' | '#', id: string, label: string | undefined): string {
  return `${mark}${(label || id).replace(/^[@#]/, '')}`;
}

/** A link: its label with the address, unless the label says it already. */
export function linkWords(address: string, label: string | undefined): string {
  const plain = address.replace(/^(?:mailto|tel):/i, '');
  if (!label) return plain;
  return bareAddress(label) === bareAddress(plain) ? label : `${label} (${plain})`;
}

function bareAddress(address: string): string {
  return address.replace(/^https?:\/\//i, '').replace(/\/$/, '');
}

/** "Media Buyer", "media-buyer" and "MediaBuyer" are one name. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
