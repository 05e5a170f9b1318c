import type { ModuleFile } from '../domain/catalogue.ts';
import type { ElevateStep } from '../domain/elevate-step.ts';
import type { OnboardingStatus } from '../domain/user.ts';
import type { UserModuleProgress } from '../domain/user-module-progress.ts';

/** What somebody has made in a step. */
export interface StepActivity {
  step: ElevateStep;
  runs: number;
  saved: number;
}

/** Where somebody is in one module. */
export interface ModulePlace {
  module: ModuleFile;
  state: UserModuleProgress['status'];
  /** Positions of the ticked items, from 0. */
  ticked: number[];
  runs: number;
  saved: number;
  /** The part of the lesson that was read last, and when. */
  lessonPart: number | undefined;
  lessonReadAt: number | undefined;
  notes: string | undefined;
}

interface KnownProgress {
  rows: readonly UserModuleProgress[];
  activity: readonly StepActivity[];
  /** Foundation fields that are filled, and required ones that are not. */
  foundation: { filled: number; missing: number };
}

/** `courseModules._id` of a module. */
export function moduleIdOf({ moduleNumber }: Pick<ModuleFile, 'moduleNumber'>): string {
  return `module:${moduleNumber}`;
}

/**
 * Where somebody is in each module, by the rule of course-facts §2.3: begun at the first thing opened, ticked, run or
 * saved; done when every item is ticked or somebody said so, the Foundation never before its required fields are filled.
 */
export function coursePlace(
  modules: readonly ModuleFile[],
  { rows, activity, foundation }: KnownProgress,
): ModulePlace[] {
  return modules.map((module) => {
    const row = rows.find(({ moduleId }) => moduleId === moduleIdOf(module));
    const { runs = 0, saved = 0 } = activity.find(({ step }) => step === module.step) ?? {};
    const ticked = (row?.checkedItems ?? []).filter((item) => item < module.checklistItems.length);
    const isFoundation = module.step === 'Foundation';
    const mayComplete = !isFoundation || foundation.missing === 0;
    const isDone = row?.status === 'Completed' || ticked.length === module.checklistItems.length;
    const isBegun =
      row !== undefined && row.status !== 'Not Started'
        ? true
        : runs + saved > 0 || (isFoundation && foundation.filled > 0);
    return {
      module,
      state: isDone && mayComplete ? 'Completed' : isBegun ? 'In Progress' : 'Not Started',
      ticked,
      runs,
      saved,
      lessonPart: row?.lessonPart,
      lessonReadAt: row?.lessonReadAt,
      notes: row?.notes,
    };
  });
}

/** How far somebody has come in all (`users.onboardingStatus`). */
export function onboardingOf(place: readonly ModulePlace[]): OnboardingStatus {
  if (place.every(({ state }) => state === 'Completed')) return 'Course Complete';
  const foundation = place.find(({ module }) => module.step === 'Foundation');
  return foundation?.state === 'Completed' ? 'Foundation Complete' : 'Not Started';
}
