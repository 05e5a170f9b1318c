import type { AgentCard } from '../../domain/catalogue.ts';
import type { ToolName } from '../../domain/tool-name.ts';
import { getModule, listPrompts, searchCourse, searchIntegrationDocs } from './course-tools.ts';
import { diffFoundationVersions, getFoundation } from './foundation-tools.ts';
import { calc, compareBenchmark, getFunnelSnapshots, getProgress } from './number-tools.ts';
import { searchAssets } from './search-assets.ts';
import { saveAsset, scheduleReminder } from './suggesting-tools.ts';
import type { Tool, ToolDeps } from './tool.ts';
import { handOver, runPrompt } from './turn-tools.ts';
import { fetchPage, webSearch } from './web-tools.ts';

/** Every tool there is. */
const registry: Record<ToolName, Tool> = {
  getFoundation,
  diffFoundationVersions,
  searchAssets,
  getProgress,
  getModule,
  searchCourse,
  searchIntegrationDocs,
  listPrompts,
  runPrompt,
  getFunnelSnapshots,
  compareBenchmark,
  calc,
  fetchPage,
  webSearch,
  handOver,
  saveAsset,
  scheduleReminder,
};

/** What an agent may use here: what its file lists, as far as this program has what it takes. */
export function toolsOf(agent: AgentCard, deps: ToolDeps): { tools: Tool[]; lacking: ToolName[] } {
  const listed = agent.tools.map((name) => registry[name]);
  return {
    tools: listed.filter((tool) => tool.isAvailable(deps)),
    lacking: listed.filter((tool) => !tool.isAvailable(deps)).map(({ name }) => name),
  };
}
