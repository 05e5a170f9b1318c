import { expect, test } from 'vitest';
import { createSweep } from '../../src/jobs/sweep.ts';
import type { InboxStore } from '../../src/ports/inbox-store.ts';
import type { OutboxStore } from '../../src/ports/outbox-store.ts';

const dayMs = 86_400_000;

test('removes what was finished a week ago, at most once a day', async () => {
  const asked: number[] = [];
  const store = { sweep: async (before: number) => asked.push(before) } as unknown as InboxStore &
    OutboxStore;
  const sweep = createSweep({ inbox: store, outbox: store });
  await sweep.tick(10 * dayMs);
  expect(asked).toEqual([3 * dayMs, 3 * dayMs]);
  expect(await sweep.tick(10.5 * dayMs)).toBe(0);
  // Clocks do go back.
  expect(await sweep.tick(9 * dayMs)).toBe(0);
  expect(asked).toHaveLength(2);
  await sweep.tick(11 * dayMs);
  expect(asked).toEqual([3 * dayMs, 3 * dayMs, 4 * dayMs, 4 * dayMs]);
});
