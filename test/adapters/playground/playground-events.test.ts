import type { Connection } from 'mongoose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startHttpServer } from '../../../src/adapters/http/http-server.ts';
import { buildModels } from '../../../src/adapters/mongo/build-models.ts';
import { ensureIndexes } from '../../../src/adapters/mongo/ensure-indexes.ts';
import { createMongoPlaygroundFileStore } from '../../../src/adapters/mongo/mongo-playground-file-store.ts';
import { createMongoPlaygroundStore } from '../../../src/adapters/mongo/mongo-playground-store.ts';
import type { StoreModels } from '../../../src/adapters/mongo/store-models.ts';
import { createPlaygroundFiles } from '../../../src/adapters/playground/playground-files.ts';
import { createPlaygroundPlatform } from '../../../src/adapters/playground/playground-platform.ts';
import { playgroundRoutes } from '../../../src/adapters/playground/playground-routes.ts';
import { createPlaygroundClient } from '../../../src/adapters/playground/terminal/playground-client.ts';
import { systemClock } from '../../../src/adapters/system/system-clock.ts';
import { allTables } from '../../../src/domain/tables.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import { closeDatabase, openDatabase } from '../../support/database.ts';
import { silentLogger } from '../../support/silent-logger.ts';

/** It is never time to look into the store again. */
const standingClock: Clock = {
  nowMs: () => 1_000,
  sleep: (_ms, signal) =>
    new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true })),
};

let connection: Connection;
let models: StoreModels;
let undo: Array<() => Promise<unknown>>;

beforeEach(async () => {
  connection = await openDatabase();
  models = buildModels(connection, allTables);
  await ensureIndexes(connection, allTables);
  undo = [];
});

afterEach(async () => {
  for (const step of undo.reverse()) await step();
  await closeDatabase(connection);
});

async function serve(clock: Clock) {
  const store = createMongoPlaygroundStore(models);
  const since = vi.spyOn(store, 'since');
  const setSeen = vi.spyOn(store, 'setSeen');
  const fileStore = createMongoPlaygroundFileStore(models);
  const platform = createPlaygroundPlatform(store, fileStore, clock);
  const files = createPlaygroundFiles({ store: fileStore, messages: store, clock });
  const program = {
    receive: async () => 'kept' as const,
    answerNow: async () => ({ kind: 'queued' as const }),
    isSettled: async () => true,
    onProgress: () => () => {},
  };
  const routes = playgroundRoutes({ program, platform, store, files, clock, storeName: 'test' });
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, routes, log: silentLogger });
  undo.push(() => server.stop());

  async function reads(as: string, reader = as) {
    const client = createPlaygroundClient(server.url, systemClock, () => {});
    const leaving = new AbortController();
    const texts: string[] = [];
    let upTo = -1;
    const listening = client.listen(
      reader,
      as,
      (event) => {
        if (event.kind === 'message') texts.push(event.message.text);
        if (event.kind === 'up-to') upTo = event.revision;
      },
      leaving.signal,
    );
    const leave = async () => {
      leaving.abort();
      await listening;
    };
    undo.push(leave);
    await vi.waitFor(() => expect(upTo).toBeGreaterThanOrEqual(0));
    return { texts, leave, standsAt: (revision: number) => vi.waitFor(() => expect(upTo).toBe(revision)) };
  }

  const written = (accountId: string, text: string) =>
    platform.showWritten({ id: text, thread: directThread(accountId), accountId, text });
  return { reads, written, since, setSeen };
}

function directThread(accountId: string) {
  return {
    surface: 'playground' as const,
    place: `dm:${accountId}`,
    root: 'r',
    audience: 'direct' as const,
  };
}

/** As another process does that shares the store. */
async function writtenElsewhere(accountId: string, text: string) {
  await createMongoPlaygroundStore(models).put({
    _id: `said:${text}`,
    thread: directThread(accountId),
    authorAccountId: accountId,
    visibleTo: accountId,
    text,
    cause: 'message',
    finished: true,
    postedAt: 0,
  });
}

describe('event stream', () => {
  it('shows each reader their own, in order, without asking the store', async () => {
    const { reads, written, since, setSeen } = await serve(standingClock);
    const [ana, ben, all] = [await reads('ana'), await reads('ben'), await reads('all')];
    setSeen.mockClear();
    for (const text of ['one', 'two']) await written('ana', text);
    await written('ben', 'three');
    for (const reader of [ana, ben, all]) await reader.standsAt(3);
    expect([ana.texts, ben.texts, all.texts]).toEqual([['one', 'two'], ['three'], ['one', 'two', 'three']]);
    expect(since).not.toHaveBeenCalled();
    // What Ben cannot see is not noted for him either.
    expect(setSeen.mock.calls.filter(([reader]) => reader === 'ben')).toEqual([['ben', 3]]);
  });

  it('misses nothing that another process wrote in between', async () => {
    const { reads, written } = await serve(standingClock);
    const [ana, all] = [await reads('ana'), await reads('all')];
    await written('ana', 'one');
    await writtenElsewhere('ana', 'two');
    await writtenElsewhere('ben', 'three');
    await written('ana', 'four');
    for (const reader of [ana, all]) await reader.standsAt(4);
    expect(ana.texts).toEqual(['one', 'two', 'four']);
    expect(all.texts).toEqual(['one', 'two', 'three', 'four']);
  });

  it('looks now and then for what another process wrote', async () => {
    const { reads } = await serve(systemClock);
    const ana = await reads('ana');
    await writtenElsewhere('ana', 'one');
    await ana.standsAt(1);
    expect(ana.texts).toEqual(['one']);
  });

  it('goes on where the reader left, also one that had seen nothing yet', async () => {
    const { reads, written } = await serve(standingClock);
    await (await reads('ana')).leave();
    await written('ana', 'one');
    const again = await reads('ana');
    await again.standsAt(1);
    expect(again.texts).toEqual(['one']);
    await again.leave();
    const third = await reads('ana');
    await written('ana', 'two');
    await third.standsAt(2);
    expect(third.texts).toEqual(['two']);
  });
});
