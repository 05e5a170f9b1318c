import type { SystemRole } from '../../domain/system-role.ts';

/** By id. */
type Names = { get(id: string): string | undefined };

/** What the parsers know of us in a server. */
export interface DiscordSelf {
  botUserId: string;
  /** Roles that Discord manages for the bot: mentioning one mentions us. */
  botRoleIds: readonly string[];
  /** By role id: the agent whose name the role carries. */
  agentRoleNames: ReadonlyMap<string, SystemRole>;
  /** By id, as far as the caller knows them; a message names neither roles nor (mostly) channels. */
  roleNames?: Names;
  channelNames?: Names;
}

/** A role of ours reads as our name, an agent's as the agent's, whatever the server calls it. */
export function roleName(id: string, self: DiscordSelf): string | undefined {
  return self.botRoleIds.includes(id) ? 'Elevate' : (self.agentRoleNames.get(id) ?? self.roleNames?.get(id));
}
