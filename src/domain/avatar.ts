import { type SystemRole, systemRoleSchema } from './system-role.ts';

/** Where the pictures of the agents are, in the repository. */
export const avatarFolder = 'agents/avatars';

/** Writer → `writer`, MediaBuyer → `media-buyer`: how the files of an agent are named. */
export function roleFileName(role: SystemRole): string {
  return role.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
}

/** Every picture there is: each of the twelve agents as a drawing and as pixels. */
export const avatarFiles: readonly string[] = systemRoleSchema.options.flatMap((role) => [
  `${roleFileName(role)}.svg`,
  `${roleFileName(role)}.png`,
]);

/** Where an agent's picture is served; platforms that show it want pixels. */
export function avatarUrl(publicUrl: string, role: SystemRole): string {
  return `${publicUrl}/avatars/${roleFileName(role)}.png`;
}
