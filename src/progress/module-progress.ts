import type { UserModuleProgress } from '../domain/user-module-progress.ts';

/** What a module asks for before it is done. */
export interface ModuleNeeds {
  /** Items on its checklist. */
  items: number;
  /** False where something is missing that no tick replaces: the Foundation's required fields. */
  mayComplete: boolean;
}

/** The event that changes a row, with its time. */
export interface ProgressEvent {
  id: string;
  atMs: number;
}

/** A part of the lesson was read. */
export function opened(row: UserModuleProgress, part: number, { atMs }: ProgressEvent): UserModuleProgress {
  return { ...begun(row, atMs), lessonPart: part, lessonReadAt: atMs };
}

/** An item of the checklist was ticked, or its tick taken back; either may be done twice. */
export function ticked(
  row: UserModuleProgress,
  item: number,
  on: boolean,
  needs: ModuleNeeds,
  event: ProgressEvent,
): UserModuleProgress {
  const others = (row.checkedItems ?? []).filter((one) => one !== item);
  const checkedItems = on ? [...others, item].sort((one, other) => one - other) : others;
  const changed = { ...begun(row, event.atMs), checkedItems };
  if (!on && changed.checkedItems.length < (row.checkedItems ?? []).length) return reopened(changed);
  return settled(changed, needs, event);
}

/** A person's word counts, ticked or not. */
export function marked(
  row: UserModuleProgress,
  needs: ModuleNeeds,
  event: ProgressEvent,
): UserModuleProgress {
  return needs.mayComplete ? completed(begun(row, event.atMs), event) : begun(row, event.atMs);
}

/** It is not done after all. */
export function reopened(row: UserModuleProgress): UserModuleProgress {
  if (row.status !== 'Completed') return row;
  const { completedAt, ...open } = row;
  return { ...open, status: 'In Progress' };
}

/** Completes it where every item is ticked and nothing else is missing (course-facts §2.3). */
function settled(row: UserModuleProgress, needs: ModuleNeeds, event: ProgressEvent): UserModuleProgress {
  return needs.mayComplete && isAllTicked(row, needs) ? completed(row, event) : row;
}

/** A line more in the notes; one that stands there already is not repeated. */
export function noted(row: UserModuleProgress, line: string, { atMs }: ProgressEvent): UserModuleProgress {
  const lines = (row.notes ?? '').split('\n').filter((one) => one !== '');
  return { ...begun(row, atMs), notes: (lines.includes(line) ? lines : [...lines, line]).join('\n') };
}

function isAllTicked({ checkedItems = [] }: UserModuleProgress, { items }: ModuleNeeds): boolean {
  return (
    items > 0 && Array.from({ length: items }, (_, item) => item).every((item) => checkedItems.includes(item))
  );
}

function begun(row: UserModuleProgress, atMs: number): UserModuleProgress {
  if (row.status !== 'Not Started') return row;
  return { ...row, status: 'In Progress', startedAt: row.startedAt ?? atMs };
}

function completed(row: UserModuleProgress, { id, atMs }: ProgressEvent): UserModuleProgress {
  if (row.status === 'Completed') return row;
  return { ...row, status: 'Completed', completedAt: atMs, firstCompletedBy: row.firstCompletedBy ?? id };
}
