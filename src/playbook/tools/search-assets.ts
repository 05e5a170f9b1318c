import MiniSearch from 'minisearch';
import { z } from 'zod';
import { dayInWords } from '../../domain/day-in-words.ts';
import { elevateStepSchema } from '../../domain/elevate-step.ts';
import type { UserGeneratedAsset } from '../../domain/user-generated-asset.ts';
import { defineTool, result } from './tool.ts';

/** More than a person saves in a course. */
const mostRead = 500;
const mostShown = 5;
const shownCharacters = 800;

export const searchAssets = defineTool({
  name: 'searchAssets',
  description:
    "Searches this person's saved work: drafts, what they put to use, what they archived. Without a query: the newest.",
  parameters: z.strictObject({
    query: z.string().max(200).optional(),
    step: elevateStepSchema.optional(),
    status: z.enum(['Draft', 'Implemented', 'Archived']).optional(),
  }),
  status: 'Searching the saved work…',
  isPrivate: true,
  run: async ({ query = '', step, status }, { userId, timeZone, deps }) => {
    const all = await deps.executions.listAssets(userId, mostRead);
    const wanted = all.filter(
      (asset) =>
        (step === undefined || asset.elevateStep === step) &&
        (status === undefined || asset.status === status),
    );
    const found = (query.trim() === '' ? wanted : searched(wanted, query)).slice(0, mostShown);
    if (found.length === 0) return result('Nothing saved fits that.');
    const shown = found.map((asset) => {
      const kind = `${asset.assetType}, ${asset.elevateStep}, ${asset.status}`;
      const head = `${asset.title ?? asset.assetType} (${kind}, ${dayInWords(asset.createdAt, { timeZone })})`;
      return `${head}\n${asset.content.slice(0, shownCharacters)}`;
    });
    return result(`${found.length} of ${wanted.length}:\n\n${shown.join('\n\n')}`);
  },
});

function searched(assets: UserGeneratedAsset[], query: string): UserGeneratedAsset[] {
  const index = new MiniSearch<UserGeneratedAsset>({
    idField: '_id',
    fields: ['title', 'assetType', 'channel', 'content'],
  });
  index.addAll(assets);
  return index
    .search(query, { prefix: true, fuzzy: 0.15, boost: { title: 2 } })
    .flatMap(({ id }) => assets.find(({ _id }) => _id === id) ?? []);
}
