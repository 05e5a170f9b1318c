import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMongoThreadStore } from '../../../src/adapters/mongo/mongo-thread-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import { threadKeyOf } from '../../../src/domain/thread-ref.ts';
import type { ThreadStore } from '../../../src/ports/thread-store.ts';
import { generalThread, threadNamed } from '../../support/chat-values.ts';
import { closeModels, openModels } from '../../support/store-models.ts';

const threadKey = threadKeyOf(generalThread);
const first = { threadKey, token: 'first' };
const second = { threadKey, token: 'second' };

describe('the thread store', () => {
  let database: OpenStore;
  let threads: ThreadStore;

  beforeEach(async () => {
    database = await openModels();
    threads = createMongoThreadStore(database.models);
  });
  afterEach(() => closeModels(database));

  it('leases a free thread to one, and to the next when the lease has run out', async () => {
    expect(await threads.lease(generalThread, 'first', 'A', 100, 200)).toBe(true);
    expect(await threads.lease(generalThread, 'second', 'B', 199, 300)).toBe(false);
    expect(await threads.lease(generalThread, 'second', 'B', 200, 300)).toBe(true);
    expect(await threads.renew(first, 400)).toEqual({ held: false });
    expect(await threads.renew(second, 400)).toEqual({ held: true });
    expect(await threads.lease(generalThread, 'third', 'C', 399, 500)).toBe(false);
  });

  it('renews to the same time as well', async () => {
    await threads.lease(generalThread, 'first', 'A', 100, 200);
    expect(await threads.renew(first, 200)).toEqual({ held: true });
  });

  it.each(['new', 'known'])('gives a %s thread to one of forty', async (kind) => {
    if (kind === 'known') {
      await threads.lease(generalThread, 'first', 'A', 1, 2);
      await threads.release(first);
    }
    const verdicts = await Promise.all(
      Array.from({ length: 40 }, (_, index) => threads.lease(generalThread, `t${index}`, 'A', 100, 200)),
    );
    expect(verdicts.filter(Boolean)).toHaveLength(1);
    const winner = { threadKey, token: `t${verdicts.indexOf(true)}` };
    expect((await threads.renew(winner, 300)).held).toBe(true);
  });

  it('is free again once released by its holder, and by nobody else', async () => {
    await threads.lease(generalThread, 'first', 'A', 100, 200);
    await threads.release(second);
    expect(await threads.lease(generalThread, 'second', 'B', 101, 201)).toBe(false);
    await threads.release(first);
    expect(await threads.holders(101)).toEqual([]);
    expect(await threads.renew(first, 300)).toMatchObject({ held: false });
    expect(await threads.lease(generalThread, 'second', 'B', 101, 201)).toBe(true);
  });

  it('hands the last wish to stop to the work under way, and to nobody when there is none', async () => {
    const wish = { accountId: 'ana', saidAtMs: 140 };
    expect(await threads.requestStop(threadKey, wish, 100)).toBe(false);
    await threads.lease(generalThread, 'first', 'A', 100, 200);
    expect(await threads.requestStop(threadKey, wish, 150)).toBe(true);
    expect(await threads.renew(first, 210)).toEqual({ held: true, stop: wish });
    const later = { accountId: 'ben', saidAtMs: 160 };
    expect(await threads.requestStop(threadKey, later, 160)).toBe(true);
    expect(await threads.renew(first, 220)).toEqual({ held: true, stop: later });
    expect(await threads.requestStop(threadKey, later, 220)).toBe(false);
  });

  it('starts a lease without the wish that was about the one before', async () => {
    await threads.lease(generalThread, 'first', 'A', 100, 200);
    await threads.requestStop(threadKey, { accountId: 'ana', saidAtMs: 140 }, 150);
    await threads.lease(generalThread, 'second', 'B', 200, 300);
    expect(await threads.renew(second, 300)).toEqual({ held: true });
  });

  it('names holders of leases that have not run out, and frees what one held', async () => {
    await threads.lease(threadNamed('a'), 'a', 'A', 100, 200);
    await threads.lease(threadNamed('b'), 'b', 'A', 100, 200);
    await threads.lease(threadNamed('c'), 'c', 'B', 100, 300);
    await threads.lease(threadNamed('d'), 'd', 'C', 100, 150);
    expect((await threads.holders(150)).sort()).toEqual(['A', 'B']);
    expect(await threads.holders(250)).toEqual(['B']);

    expect(await threads.releaseHeldBy('A')).toBe(2);
    expect(await threads.releaseHeldBy('A')).toBe(0);
    const lost = { threadKey: threadKeyOf(threadNamed('b')), token: 'b' };
    expect(await threads.renew(lost, 300)).toMatchObject({ held: false });
    expect(await threads.lease(threadNamed('a'), 'x', 'B', 100, 200)).toBe(true);
    expect(await threads.lease(threadNamed('c'), 'x', 'A', 100, 200)).toBe(false);
  });
});
