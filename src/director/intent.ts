import type { DirectorTask } from '../domain/director-task.ts';
import type { SystemRole } from '../domain/system-role.ts';

/** Whom a message may mean: an agent, with a prompt or without. */
export interface Intent {
  agent: SystemRole;
  promptCode: string | null;
}

export interface KnownIntent extends Intent {
  /** What the Director does itself; absent for other agents, and where the Director talks. */
  task?: DirectorTask;
}
