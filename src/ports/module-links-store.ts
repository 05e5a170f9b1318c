import type { CourseModule } from '../domain/course-module.ts';

/** What a facilitator may link a module to. */
export type ModuleLinks = Pick<CourseModule, 'videoUrl' | 'worksheetUrl' | 'exampleImageUrl'>;

/** The links of the modules (`courseModules`), which the projection of the content files leaves alone. */
export interface ModuleLinksStore {
  /** Empty for a module without links. */
  read(moduleNumber: number): Promise<ModuleLinks>;
  /** Sets one link, or takes it away. Rejects where the module was never projected. */
  set(moduleNumber: number, link: keyof ModuleLinks, url: string | undefined): Promise<void>;
}
