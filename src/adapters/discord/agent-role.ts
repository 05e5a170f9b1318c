import { type SystemRole, systemRoleSchema } from '../../domain/system-role.ts';

/** The agent whose name a role of a server carries: whatever its letters' case, as administrators write it. */
export function agentNamed(roleName: string): SystemRole | undefined {
  const wanted = roleName.replace(/[\s_-]/g, '').toLowerCase();
  return systemRoleSchema.options.find((role) => role.toLowerCase() === wanted);
}
