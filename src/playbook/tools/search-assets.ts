import { z } from 'zod';
import { dayInWords } from '../../domain/day-in-words.ts';
import { elevateStepSchema } from '../../domain/elevate-step.ts';
import { assetName } from '../assets/asset-name.ts';
import { findAssets, mostSearched } from '../assets/find-assets.ts';
import { readAssetQuery } from '../assets/read-asset-query.ts';
import { defineTool, result } from './tool.ts';

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
    const all = await deps.assets.newest(userId, mostSearched);
    const read = readAssetQuery(query, deps.clock.nowMs(), timeZone);
    const { assets } = findAssets(all, {
      ...read,
      ...(step === undefined ? {} : { step }),
      ...(status === undefined ? {} : { status }),
    });
    const found = assets.slice(0, mostShown);
    if (found.length === 0) return result('Nothing saved fits that.');
    const shown = found.map((asset) => {
      const kind = `${asset.assetType}, ${asset.elevateStep}, ${asset.status}`;
      const head = `${assetName(asset)} (${kind}, ${dayInWords(asset.createdAt, { timeZone })})`;
      return `${head}\n${asset.content.slice(0, shownCharacters)}`;
    });
    return result(`${found.length} of ${assets.length}:\n\n${shown.join('\n\n')}`);
  },
});
