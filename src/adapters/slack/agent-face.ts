import { roleFileName } from '../../domain/avatar.ts';
import type { SystemRole } from '../../domain/system-role.ts';

/** Under which name and picture a message stands (`chat:write.customize`). */
export type AgentFace = { username: string } & ({ icon_url: string } | { icon_emoji: string });

/** Slack knows emoji by these names; they stand in where Slack cannot fetch the pictures. */
const emoji: Record<SystemRole, string> = {
  Director: ':clapper:',
  Sage: ':owl:',
  Teacher: ':mortar_board:',
  Writer: ':writing_hand:',
  Marketer: ':bulb:',
  SEO: ':mag_right:',
  Researcher: ':books:',
  Connector: ':electric_plug:',
  Seller: ':handshake:',
  MediaBuyer: ':bar_chart:',
  Advocate: ':star2:',
  Guide: ':compass:',
};

/** @param publicUrl Where the pictures are served for everybody; without it Slack cannot reach them. */
export function agentFace(role: SystemRole, publicUrl: string | undefined): AgentFace {
  return publicUrl === undefined
    ? { username: role, icon_emoji: emoji[role] }
    : { username: role, icon_url: `${publicUrl}/avatars/${roleFileName(role)}.png` };
}
