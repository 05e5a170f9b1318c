import type { UserModuleProgress } from '../domain/user-module-progress.ts';

/** How far each user is in each module (`userModuleProgress`). */
export interface ProgressStore {
  /** How far the user is, one row for each module they have begun. */
  list(userId: string): Promise<UserModuleProgress[]>;
  /**
   * Changes a row as a whole, one change after the other, however many come at once: `change` gets the row as it is
   * (Not Started where there was none) and may be called again. It must come to the same when it is done twice.
   */
  change(
    userId: string,
    moduleId: string,
    change: (row: UserModuleProgress) => UserModuleProgress,
  ): Promise<UserModuleProgress>;
}
