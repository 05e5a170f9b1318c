import { describe, expect, it } from 'vitest';
import type { UserModuleProgress } from '../../src/domain/user-module-progress.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { coursePlace, onboardingOf } from '../../src/progress/course-place.ts';
import { marked, noted, opened, reopened, ticked } from '../../src/progress/module-progress.ts';

const { modules } = await loadCatalogue();
const event = { id: 'e1', atMs: 5 };
const needs = { items: 3, mayComplete: true };
const row: UserModuleProgress = { _id: 'r', userId: 'ana', moduleId: 'module:2', status: 'Not Started' };
const nothing = { rows: [], activity: [], foundation: { filled: 0, missing: 7 } };

function stateOf(step: string, known: Partial<Parameters<typeof coursePlace>[1]>) {
  return coursePlace(modules, { ...nothing, ...known }).find(({ module }) => module.step === step)?.state;
}

describe('a module is', () => {
  it('not started where nothing was done', () => {
    expect(new Set(coursePlace(modules, nothing).map(({ state }) => state))).toEqual(
      new Set(['Not Started']),
    );
  });

  it.each([
    ['opened', { rows: [opened(row, 0, event)] }],
    ['ticked', { rows: [ticked(row, 1, true, { items: 7, mayComplete: true }, event)] }],
    ['run', { activity: [{ step: 'Gift' as const, runs: 1, saved: 0 }] }],
    ['saved', { activity: [{ step: 'Gift' as const, runs: 0, saved: 1 }] }],
  ])('in progress once something of it was %s', (_what, known) => {
    expect(stateOf('Gift', known)).toBe('In Progress');
    expect(stateOf('Sell', known)).toBe('Not Started');
  });

  it('done by a person’s word, and by its last tick', () => {
    expect(stateOf('Gift', { rows: [marked(row, needs, event)] })).toBe('Completed');
    const checkedItems = [0, 1, 2, 3, 4, 5, 6];
    expect(stateOf('Gift', { rows: [{ ...row, status: 'In Progress', checkedItems }] })).toBe('Completed');
    expect(stateOf('Gift', { rows: [{ ...row, status: 'In Progress', checkedItems: [0, 1, 2, 99] }] })).toBe(
      'In Progress',
    );
  });

  it('never done as the Foundation while a required field is empty', () => {
    const done = { ...row, moduleId: 'module:0', status: 'Completed' as const };
    expect(stateOf('Foundation', { rows: [done] })).toBe('In Progress');
    expect(stateOf('Foundation', { rows: [done], foundation: { filled: 7, missing: 0 } })).toBe('Completed');
    expect(stateOf('Foundation', { foundation: { filled: 1, missing: 6 } })).toBe('In Progress');
  });

  it('counted towards how far somebody has come in all', () => {
    const rows = modules.map(({ moduleNumber }) => ({
      ...row,
      moduleId: `module:${moduleNumber}`,
      status: 'Completed' as const,
    }));
    const foundation = { filled: 7, missing: 0 };
    const of = (some: UserModuleProgress[]) =>
      onboardingOf(coursePlace(modules, { ...nothing, rows: some, foundation }));
    expect([of([]), of(rows.slice(0, 1)), of(rows.slice(1)), of(rows)]).toEqual([
      'Not Started',
      'Foundation Complete',
      'Not Started',
      'Course Complete',
    ]);
  });
});

describe('a row', () => {
  const all = [0, 1, 2].reduce((changed, item) => ticked(changed, item, true, needs, event), row);

  it('is completed by the last tick, whatever the order, and remembers what did it', () => {
    expect(all).toMatchObject({ status: 'Completed', completedAt: 5, firstCompletedBy: 'e1' });
    expect(ticked(all, 2, true, needs, { id: 'e2', atMs: 9 })).toEqual(all);
  });

  it('waits where something is missing that no tick replaces', () => {
    const blocked = { items: 1, mayComplete: false };
    expect(ticked(row, 0, true, blocked, event).status).toBe('In Progress');
    expect(marked(row, blocked, event).status).toBe('In Progress');
  });

  it('is open again when a tick is taken back, and never first completed twice', () => {
    const open = ticked(all, 1, false, needs, { id: 'e2', atMs: 6 });
    expect(open).toMatchObject({ status: 'In Progress', checkedItems: [0, 2] });
    expect(open).not.toHaveProperty('completedAt');
    expect(ticked(open, 1, true, needs, { id: 'e3', atMs: 9 })).toMatchObject({
      completedAt: 9,
      firstCompletedBy: 'e1',
    });
    expect(ticked(open, 1, false, needs, event)).toEqual(open);
    expect(reopened(row)).toEqual(row);
  });

  it('keeps a note once', () => {
    const kept = noted(noted(row, 'Ask Mo', event), 'Ask Mo', event);
    expect(noted(kept, 'Test it', event).notes).toBe('Ask Mo\nTest it');
  });
});
