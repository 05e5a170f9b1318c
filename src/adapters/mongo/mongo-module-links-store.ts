import { courseModuleSchema, courseModulesTable } from '../../domain/course-module.ts';
import type { ModuleLinksStore } from '../../ports/module-links-store.ts';
import type { StoreModels } from './store-models.ts';
import { storedTable } from './stored-table.ts';

const linksSchema = courseModuleSchema.pick({
  _id: true,
  videoUrl: true,
  worksheetUrl: true,
  exampleImageUrl: true,
});

export function createMongoModuleLinksStore(models: Pick<StoreModels, 'courseModules'>): ModuleLinksStore {
  const modules = storedTable(courseModulesTable, models.courseModules);

  return {
    async read(moduleNumber) {
      const [row] = await modules.glimpse(linksSchema, { _id: `module:${moduleNumber}` });
      if (!row) return {};
      const { _id, ...links } = row;
      return links;
    },

    async set(moduleNumber, link, url) {
      const _id = `module:${moduleNumber}`;
      const change = url === undefined ? { $unset: { [link]: 1 } } : { $set: { [link]: url } };
      if (!(await modules.update({ _id }, change))) throw new Error(`courseModules ${_id} is not there.`);
    },
  };
}
