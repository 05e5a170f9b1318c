import { expect, test } from 'vitest';
import type { Incoming } from '../../src/domain/incoming.ts';
import { createInbox } from '../../src/inbox/inbox.ts';
import type { InboxStore } from '../../src/ports/inbox-store.ts';
import { createTestClock } from '../support/test-clock.ts';

function event(id: string, change: Partial<Incoming> = {}): Incoming {
  return {
    kind: 'message',
    id,
    thread: { surface: 'playground', place: 'dm:ana', root: 'r', audience: 'direct' },
    author: { surface: 'playground', accountId: 'ana', name: 'Ana' },
    position: id,
    sentAtMs: 1,
    text: id,
    addressed: true,
    ...change,
  } as Incoming;
}

/** A store that remembers the batches it was given, and fails when told to. */
function recordingStore() {
  const batches: string[][] = [];
  const known = new Set<string>();
  const state = { fails: false };
  const store = {
    accept: async (events: Incoming[]) => {
      if (state.fails) throw new Error('away');
      batches.push(events.map(({ id }) => id));
      return events.map(({ id }) => {
        if (known.has(id)) return 'known' as const;
        known.add(id);
        return 'kept' as const;
      });
    },
  } as unknown as InboxStore;
  return { store, batches, state };
}

test('what arrives in one turn of the event loop is kept together, and each hears of its own', async () => {
  const { store, batches } = recordingStore();
  const kept: string[] = [];
  const inbox = createInbox(store, createTestClock(), ({ id }) => void kept.push(id));
  const verdicts = await Promise.all([
    inbox.accept(event('a')),
    inbox.accept(event('b')),
    inbox.accept(event('a')),
  ]);
  expect(batches).toEqual([['a', 'b']]);
  expect(verdicts).toEqual(['kept', 'kept', 'known']);
  expect(kept).toEqual(['a', 'b']);
  expect(await inbox.accept(event('b'))).toBe('known');
  expect(kept).toEqual(['a', 'b']);
});

test('a store that is away rejects, and nothing is announced as kept', async () => {
  const { store, state } = recordingStore();
  const kept: string[] = [];
  const inbox = createInbox(store, createTestClock(), ({ id }) => void kept.push(id));
  state.fails = true;
  await expect(inbox.accept(event('a'))).rejects.toThrow('away');
  expect(kept).toEqual([]);
  state.fails = false;
  expect(await inbox.accept(event('a'))).toBe('kept');
});

test('a malformed event is refused alone; its neighbours of the same tick are kept', async () => {
  const { store, batches } = recordingStore();
  const inbox = createInbox(store, createTestClock(), () => {});
  const good = inbox.accept(event('good'));
  const bad = inbox.accept(event('bad', { text: 7 } as never));
  await expect(bad).rejects.toThrow();
  expect(await good).toBe('kept');
  expect(batches).toEqual([['good']]);
});
