import type { allTables } from '../../domain/tables.ts';
import type { Models } from './build-models.ts';

/** The models of every table. A store names those it uses: `Pick<StoreModels, 'inbox'>`. */
export type StoreModels = Models<typeof allTables>;
