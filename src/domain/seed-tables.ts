import { agentsTable } from './agent.ts';
import { courseModulesTable } from './course-module.ts';
import { organizationsTable } from './organization.ts';
import { personsTable } from './person.ts';
import { playbookPromptsTable } from './playbook-prompt.ts';
import type { Table } from './table.ts';
import { usersTable } from './user.ts';
import { userFoundationsTable } from './user-foundation.ts';
import { userFunnelSnapshotsTable } from './user-funnel-snapshot.ts';
import { userGeneratedAssetsTable } from './user-generated-asset.ts';
import { userModuleProgressTable } from './user-module-progress.ts';
import { userPromptExecutionsTable } from './user-prompt-execution.ts';

/** The eleven tables of the seed's schema. A test holds them against a copy of it. */
export const seedTables = [
  usersTable,
  personsTable,
  organizationsTable,
  agentsTable,
  playbookPromptsTable,
  courseModulesTable,
  userFoundationsTable,
  userPromptExecutionsTable,
  userGeneratedAssetsTable,
  userModuleProgressTable,
  userFunnelSnapshotsTable,
] as const satisfies readonly Table[];
