import type { QueryFilter } from 'mongoose';
import { z } from 'zod';
import { type Agent, agentsTable } from '../../domain/agent.ts';
import { avatarUrl } from '../../domain/avatar.ts';
import type { AgentCard, ModuleFile, PlaybookPromptFile } from '../../domain/catalogue.ts';
import { type CourseModule, courseModulesTable } from '../../domain/course-module.ts';
import { type PlaybookPrompt, playbookPromptsTable } from '../../domain/playbook-prompt.ts';
import { systemRoleSchema } from '../../domain/system-role.ts';
import type { CatalogueStore } from '../../ports/catalogue-store.ts';
import type { StoreModels } from './store-models.ts';
import { type StoredTable, storedTable } from './stored-table.ts';

/** What a projected row has beside what its file says. */
const stampSchema = z.strictObject({
  _id: z.string(),
  hash: z.string().optional(),
  /** Of agents: follows a setting, not their file. */
  avatarUrl: z.string().optional(),
  version: z.number().optional(),
  retiredAt: z.number().optional(),
});
type Stamp = z.infer<typeof stampSchema>;

interface Projection<Row extends Stamp> {
  stored: StoredTable<Row>;
  /** Rows that are projections of files. */
  rows: QueryFilter<Row>;
  /** As the files want them. Without a version of the file's own, changes are counted. */
  wanted: Row[];
}

export function createMongoCatalogueStore(
  models: Pick<StoreModels, 'agents' | 'playbookPrompts' | 'courseModules'>,
): CatalogueStore {
  const agents = storedTable<typeof agentsTable.schema>(agentsTable, models.agents);
  const prompts = storedTable(playbookPromptsTable, models.playbookPrompts);
  const modules = storedTable(courseModulesTable, models.courseModules);

  return {
    async project(catalogue, publicUrl, nowMs) {
      const counts = await Promise.all([
        projectRows<Agent & Stamp>(
          {
            stored: agents,
            rows: { systemRole: { $in: systemRoleSchema.options }, kind: 'system_agent' },
            wanted: [...catalogue.agents.values()].map((card) => agentRow(card, publicUrl)),
          },
          nowMs,
        ),
        projectRows(
          { stored: prompts, rows: {}, wanted: [...catalogue.prompts.values()].map(promptRow) },
          nowMs,
        ),
        projectRows({ stored: modules, rows: {}, wanted: catalogue.modules.map(moduleRow) }, nowMs),
      ]);
      return {
        written: counts.reduce((sum, { written }) => sum + written, 0),
        retired: counts.reduce((sum, { retired }) => sum + retired, 0),
      };
    },
  };
}

async function projectRows<Row extends Stamp>(
  { stored, rows, wanted }: Projection<Row>,
  nowMs: number,
): Promise<{ written: number; retired: number }> {
  const stamps = new Map((await stored.glimpse(stampSchema, rows)).map((stamp) => [stamp._id, stamp]));
  // Two processes that start at once read the same and write the same.
  const update = (stamp: Stamp, change: object) =>
    stored.claim({ _id: stamp._id } as QueryFilter<Row>, change);

  const isNew = await stored.insertNew(
    wanted.filter(({ _id }) => !stamps.has(_id)).map((row) => ({ ...row, version: row.version ?? 1 })),
  );
  const updates = wanted.flatMap((row) => {
    const stamp = stamps.get(row._id);
    if (!stamp) return [];
    const isSame = stamp.hash === row.hash && stamp.avatarUrl === row.avatarUrl;
    if (isSame && stamp.retiredAt === undefined) return [];
    const counted = (stamp.version ?? 0) + (stamp.hash === row.hash ? 0 : 1);
    const { _id, ...fields } = { ...row, version: row.version ?? counted };
    return update(stamp, { $set: fields, $unset: { retiredAt: 1 } });
  });
  const kept = new Set(wanted.map(({ _id }) => _id));
  const retirements = [...stamps.values()].flatMap((stamp) =>
    kept.has(stamp._id) || stamp.retiredAt !== undefined ? [] : update(stamp, { $set: { retiredAt: nowMs } }),
  );
  return {
    written: countTrue([...isNew, ...(await Promise.all(updates))]),
    retired: countTrue(await Promise.all(retirements)),
  };
}

function agentRow(card: AgentCard, publicUrl: string): Agent & Stamp {
  return {
    _id: `agent:${card.role}`,
    kind: 'system_agent',
    systemRole: card.role,
    name: card.name,
    description: card.description,
    personality: card.personality,
    baseInstructions: card.instructions,
    avatarUrl: avatarUrl(publicUrl, card.role),
    emoji: card.emoji,
    tools: card.tools,
    hash: card.hash,
  };
}

function promptRow(prompt: PlaybookPromptFile): PlaybookPrompt {
  return {
    _id: `prompt:${prompt.promptCode}`,
    step: prompt.step,
    promptCode: prompt.promptCode,
    title: prompt.title,
    description: prompt.description,
    rocketTemplate: prompt.template,
    requiredContext: prompt.requiredContext,
    optionalContext: prompt.optionalContext,
    outputType: prompt.outputType,
    inputs: prompt.inputs,
    ownerRole: prompt.owner,
    assetType: prompt.assetType,
    defaultChannel: prompt.defaultChannel,
    asksStep: prompt.asksStep ?? false,
    tags: prompt.tags,
    version: prompt.version,
    hash: prompt.hash,
  };
}

/** Every field that a file can say is in the row, so that what left the file leaves the row. */
function moduleRow(module: ModuleFile): CourseModule {
  return {
    _id: `module:${module.moduleNumber}`,
    moduleNumber: module.moduleNumber,
    step: module.step,
    title: module.title,
    objective: module.objective,
    textContent: module.text,
    gridDefinition: module.grids,
    checklistItems: module.checklistItems,
    exampleText: module.exampleText,
    implementationGuide: [module.implementationGuide].flat().join('\n'),
    worksheet: module.worksheet,
    deliverable: module.deliverable,
    metrics: module.metrics,
    hash: module.hash,
  };
}

function countTrue(verdicts: boolean[]): number {
  return verdicts.filter(Boolean).length;
}
