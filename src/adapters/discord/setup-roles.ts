import { type APIRole, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Button } from '../../domain/reply.ts';
import { agentNamed } from './agent-role.ts';
import type { DiscordApi } from './discord-api.ts';

/** Roles that are called like agents, so that mentioning one asks that agent. Nobody is given them. */
interface RolePlan {
  /** To be made. */
  missing: string[];
  there: string[];
  /** There, but not everybody may mention them. */
  unmentionable: string[];
}

const idPrefix = '1:roles:';

const confirmButton = (guildId: string): Button => ({ id: idPrefix + guildId, label: 'Create the roles' });

export function isRolesButton(buttonId: string): boolean {
  return buttonId.startsWith(idPrefix);
}

/** @param permissions As Discord sends those of a member: a number of bits, in digits. */
export function mayMakeRoles(permissions: string): boolean {
  const { Administrator, ManageRoles } = PermissionFlagsBits;
  return (BigInt(permissions) & (Administrator | ManageRoles)) !== 0n;
}

function planRoles(agents: readonly string[], roles: readonly APIRole[]): RolePlan {
  const named = new Map(roles.map((role) => [agentNamed(role.name), role]));
  const there = agents.filter((agent) => agentIn(named, agent));
  return {
    missing: agents.filter((agent) => !agentIn(named, agent)),
    there,
    unmentionable: there.filter((agent) => !agentIn(named, agent)?.mentionable),
  };
}

function agentIn(named: ReadonlyMap<string | undefined, APIRole>, agent: string): APIRole | undefined {
  return named.get(agentNamed(agent));
}

export interface RolesAnswer {
  text: string;
  buttons: Button[];
}

/** What would be done, with a button that does it. */
export async function proposeRoles(
  api: DiscordApi,
  guildId: string,
  agents: readonly string[],
): Promise<RolesAnswer> {
  const listed = await api.roles(guildId);
  if (listed.kind !== 'done') return { text: cannot(listed.why), buttons: [] };
  const plan = planRoles(agents, listed.result);
  if (plan.missing.length === 0) return { text: allThere(plan), buttons: [] };
  const has = plan.there.length > 0 ? ` There already: ${plan.there.join(', ')}.` : '';
  const text = `I would create ${countOf(plan.missing)} that everybody may mention: ${plan.missing.join(', ')}.${has} Mentioning one asks that agent. They carry no rights, and nobody is given them.`;
  return { text, buttons: [confirmButton(guildId)] };
}

/** Makes those that are missing: harmless when it is done twice. */
export async function makeRoles(
  api: DiscordApi,
  guildId: string,
  agents: readonly string[],
): Promise<RolesAnswer> {
  const listed = await api.roles(guildId);
  if (listed.kind !== 'done') return { text: cannot(listed.why), buttons: [confirmButton(guildId)] };
  const plan = planRoles(agents, listed.result);
  if (plan.missing.length === 0) return { text: allThere(plan), buttons: [] };
  const made: string[] = [];
  for (const name of plan.missing) {
    const outcome = await api.makeRole(guildId, name);
    if (outcome.kind !== 'done') {
      const before = made.length > 0 ? `Created: ${made.join(', ')}. ` : '';
      return { text: before + cannot(outcome.why), buttons: [confirmButton(guildId)] };
    }
    made.push(name);
  }
  const text = `Created ${countOf(made)}: ${made.join(', ')}. Try one: mention it and say what you need.${unmentionableLine(plan)}`;
  return { text, buttons: [] };
}

function allThere(plan: RolePlan): string {
  return `Every agent has a role here already: ${plan.there.join(', ')}.${unmentionableLine(plan)}`;
}

function unmentionableLine({ unmentionable }: RolePlan): string {
  return unmentionable.length === 0
    ? ''
    : ` Not everybody may mention ${unmentionable.join(', ')}: switch on “Allow anyone to @mention this role” there.`;
}

function cannot(why: string): string {
  return `Discord did not let me create roles (${why}). Give me Manage Roles (Server Settings, Roles, Elevate), then try once more: what is there already stays.`;
}

function countOf(names: readonly string[]): string {
  return names.length === 1 ? 'one role' : `${names.length} roles`;
}
