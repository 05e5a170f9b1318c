import type { Catalogue } from '../domain/catalogue.ts';

/** The tables `agents`, `playbookPrompts` and `courseModules` as a projection of the content files. */
export interface CatalogueStore {
  /**
   * Makes the tables say what the files say. Writes only what changed since the last time, marks what left the files
   * as retired, and takes the mark off what came back. Ids are stable (`agent:Writer`, `prompt:H1`, `module:1`). Never
   * touches agents that users made, nor activity, and the links that facilitators set on modules. Pictures of agents
   * are under `publicUrl`; when that changed they are written, as no new version. May be done twice, on two machines
   * at once.
   */
  project(
    catalogue: Catalogue,
    publicUrl: string,
    nowMs: number,
  ): Promise<{ written: number; retired: number }>;
}
