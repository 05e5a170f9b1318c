import type { UserModuleProgress } from '../domain/user-module-progress.ts';

export interface ProgressStore {
  /** How far the user is, one row for each module they have begun. */
  list(userId: string): Promise<UserModuleProgress[]>;
}
