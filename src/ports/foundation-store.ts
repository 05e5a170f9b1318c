import type { FoundationVersion } from '../domain/foundation-version.ts';
import type { Competitor, UserFoundation } from '../domain/user-foundation.ts';

export interface FoundationChange {
  /** Dotted path, see foundation-fields.ts. */
  path: string;
  after: string | string[] | Competitor[];
}

export interface FoundationStore {
  /** The person's Foundation; an empty one where nothing was written down yet. */
  read(userId: string): Promise<UserFoundation>;
  /**
   * Writes the changed fields and keeps what they were before, once per `changeId`: a second attempt changes nothing.
   * Two people never share a Foundation; two changes of one person at once both arrive, the later wins per field.
   * `changedPaths` are those of the first attempt.
   */
  change(
    userId: string,
    changeId: string,
    changes: FoundationChange[],
    source: FoundationVersion['source'],
    nowMs: number,
  ): Promise<{ foundation: UserFoundation; changedPaths: string[] }>;
  /**
   * Puts back what the fields of a version held before it, where they still hold what it wrote; once, however often it is
   * asked. `changedPaths` are those that were put back.
   */
  undo(
    userId: string,
    version: FoundationVersion,
    nowMs: number,
  ): Promise<{ foundation: UserFoundation; changedPaths: string[] }>;
  /** How it was changed, newest first, at most `limit`. */
  versions(userId: string, limit: number): Promise<FoundationVersion[]>;
}
