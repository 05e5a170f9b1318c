import { expect, test } from 'vitest';
import { createSweep } from '../../src/jobs/sweep.ts';
import type { FormDraftStore } from '../../src/ports/form-draft-store.ts';
import type { FoundationStore } from '../../src/ports/foundation-store.ts';
import type { FunnelDraftStore } from '../../src/ports/funnel-draft-store.ts';
import type { InboxStore } from '../../src/ports/inbox-store.ts';
import type { LinkStore } from '../../src/ports/link-store.ts';
import type { MergeStore } from '../../src/ports/merge-store.ts';
import type { ModelUsageStore } from '../../src/ports/model-usage-store.ts';
import type { OutboxStore } from '../../src/ports/outbox-store.ts';
import type { PlaygroundFileStore } from '../../src/ports/playground-file-store.ts';

const dayMs = 86_400_000;

test('removes what was finished a week ago and files and drafts of a month ago, at most once a day', async () => {
  const asked: number[] = [];
  const store = { sweep: async (before: number) => asked.push(before) } as unknown as InboxStore &
    OutboxStore &
    PlaygroundFileStore &
    FormDraftStore &
    FunnelDraftStore;
  const sweep = createSweep({
    inbox: store,
    outbox: store,
    files: store,
    drafts: store,
    funnelDrafts: store,
    linkCodes: { ...store, sweepLinks: store.sweep } as unknown as LinkStore,
    merges: { before: async () => [] } as unknown as MergeStore,
    foundations: {} as FoundationStore,
    modelUsage: { sweep: async () => 0 } as unknown as ModelUsageStore,
  });
  await sweep.tick(40 * dayMs);
  expect(asked).toEqual([33 * dayMs, 33 * dayMs, 10 * dayMs, 10 * dayMs, 10 * dayMs, 39 * dayMs]);
  expect(await sweep.tick(40.5 * dayMs)).toBe(0);
  // Clocks do go back.
  expect(await sweep.tick(39 * dayMs)).toBe(0);
  expect(asked).toHaveLength(6);
  await sweep.tick(41 * dayMs);
  expect(asked.slice(6)).toEqual([34 * dayMs, 34 * dayMs, 11 * dayMs, 11 * dayMs, 11 * dayMs, 40 * dayMs]);
});
