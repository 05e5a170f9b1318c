import { loadCatalogue } from '../src/load-catalogue.ts';

try {
  const { agents, prompts, modules } = await loadCatalogue();
  console.log(`Content is sound: ${agents.size} agents, ${prompts.size} prompts, ${modules.length} modules.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
