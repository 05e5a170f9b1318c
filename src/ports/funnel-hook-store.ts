import type { FunnelHook } from '../domain/funnel-hook.ts';

export interface FunnelHookStore {
  add(hook: FunnelHook): Promise<void>;
  /** The hook of that id, unless it was revoked. */
  find(id: string): Promise<FunnelHook | undefined>;
  /**
   * Counts a call of the hook in that minute (minutes since 1970), over all processes: true for the first `limit` of
   * them. A process whose clock is behind counts in the newest minute that any has seen.
   */
  takesCall(id: string, minute: number, limit: number): Promise<boolean>;
  /** Ends all hooks of that kind that the user has, for themselves or for the organization. True where there was one. */
  revoke(userId: string, organizationId: string | undefined, nowMs: number): Promise<boolean>;
  /** The organization that the user owns. */
  ownedOrganization(userId: string): Promise<{ _id: string; name: string } | undefined>;
  /** The user behind an e-mail address, among the organization's members. */
  memberOf(organizationId: string, email: string): Promise<string | undefined>;
}
