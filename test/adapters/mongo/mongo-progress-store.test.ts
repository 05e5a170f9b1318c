import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMongoProgressStore } from '../../../src/adapters/mongo/mongo-progress-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import type { ProgressStore } from '../../../src/ports/progress-store.ts';
import { closeModels, openModels } from '../../support/store-models.ts';

describe('the progress store', () => {
  let database: OpenStore;
  let progress: ProgressStore;
  const hook = { _id: 'p1', userId: 'ana', moduleId: 'module:1', status: 'In Progress' as const };
  const foundation = {
    ...hook,
    _id: 'p2',
    moduleId: 'module:0',
    status: 'Completed' as const,
    completedAt: 5,
  };

  beforeEach(async () => {
    database = await openModels();
    progress = createMongoProgressStore(database.models);
    await database.models.userModuleProgress.create([hook, foundation]);
  });
  afterEach(() => closeModels(database));

  it('gives what was begun, module by module', async () => {
    expect(await progress.list('ana')).toEqual([foundation, hook]);
  });

  it('shows another person nothing', async () => {
    expect(await progress.list('ben')).toEqual([]);
  });

  it('begins a row at its first change, and takes fields away again', async () => {
    const done = await progress.change('ben', 'module:2', (row) => ({
      ...row,
      status: 'Completed',
      completedAt: 7,
    }));
    expect(done).toMatchObject({ userId: 'ben', moduleId: 'module:2', completedAt: 7 });
    await progress.change('ben', 'module:2', ({ completedAt, ...row }) => ({
      ...row,
      status: 'In Progress',
    }));
    const [row] = await progress.list('ben');
    expect([row?.status, row?.completedAt]).toEqual(['In Progress', undefined]);
  });

  it('writes nothing where nothing changes', async () => {
    await progress.change('ben', 'module:2', (row) => row);
    expect(await progress.list('ben')).toEqual([]);
  });

  it('loses none of forty changes at once', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, item) =>
        progress.change('ben', 'module:2', (row) => ({
          ...row,
          checkedItems: [...(row.checkedItems ?? []), item],
        })),
      ),
    );
    const [row] = await progress.list('ben');
    expect(row?.checkedItems?.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, item) => item),
    );
  });
});
