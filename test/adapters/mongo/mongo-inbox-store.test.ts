import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMongoInboxStore } from '../../../src/adapters/mongo/mongo-inbox-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import { threadKeyOf } from '../../../src/domain/thread-ref.ts';
import type { InboxStore } from '../../../src/ports/inbox-store.ts';
import { generalThread, messageFrom, threadNamed } from '../../support/chat-values.ts';
import { closeModels, openModels } from '../../support/store-models.ts';

const general = threadKeyOf(generalThread);

describe('the inbox store', () => {
  let database: OpenStore;
  let inbox: InboxStore;

  beforeEach(async () => {
    database = await openModels();
    inbox = createMongoInboxStore(database.models);
  });
  afterEach(() => closeModels(database));

  it('keeps what is new, in one insert, and knows the rest, also within the batch', async () => {
    expect(await inbox.accept([], 1)).toEqual([]);
    expect(await inbox.accept([messageFrom('ana', { id: 'm1' })], 1)).toEqual(['kept']);
    const batch = ['m2', 'm1', 'm2', 'm3'].map((id) => messageFrom('ana', { id, text: `again ${id}` }));
    expect(await inbox.accept(batch, 2)).toEqual(['kept', 'known', 'known', 'kept']);
    expect(await inbox.first(general)).toEqual({
      _id: 'm1',
      threadKey: general,
      position: '0001',
      incoming: messageFrom('ana', { id: 'm1' }),
      state: 'waiting',
      attempts: 0,
      nextAttemptAt: 0,
      receivedAt: 1,
    });
  });

  it('keeps a press and a form as they came', async () => {
    const { thread, author, position, sentAtMs } = messageFrom('ana');
    const common = { thread, author, position, sentAtMs };
    const press = { kind: 'press', ...common, id: 'p', buttonId: '1:save:e1', label: 'Save' } as const;
    const form = {
      kind: 'form',
      ...common,
      id: 'f',
      formId: '1:fill:r',
      values: { 'a.b': 'x', $c: '' },
    } as const;
    await inbox.accept([press, { ...form, position: '0002' }], 1);
    expect((await inbox.first(general))?.incoming).toEqual(press);
    await inbox.begin('p', 'lease');
    await inbox.finish('p', 'lease', 'done', 2);
    expect((await inbox.first(general))?.incoming).toEqual({ ...form, position: '0002' });
  });

  it('keeps one of fifty that arrive at once', async () => {
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, () => inbox.accept([messageFrom('ana')], 1)),
    );
    expect(verdicts.flat().filter((verdict) => verdict === 'kept')).toHaveLength(1);
    expect(await database.models.inbox.countDocuments()).toBe(1);
  });

  it('knows a finished one', async () => {
    await inbox.accept([messageFrom('ana')], 1);
    await inbox.begin('m1', 'lease');
    await inbox.finish('m1', 'lease', 'failed', 2);
    expect(await inbox.accept([messageFrom('ana')], 3)).toEqual(['known']);
    expect(await inbox.stateOf('m1')).toBe('failed');
  });

  it('refuses what is no event before anything is sent', async () => {
    const broken = { ...messageFrom('ana', { id: 'm2' }), text: 7 } as never;
    await expect(inbox.accept([messageFrom('ana'), broken], 1)).rejects.toThrow('text');
    expect(await inbox.stateOf('m1')).toBeUndefined();
  });

  it('gives the earliest by position, due or not', async () => {
    await inbox.accept(
      [
        messageFrom('ana', { id: 'late', position: '0010' }),
        messageFrom('ben', { id: 'early', position: '0009' }),
      ],
      1,
    );
    await inbox.accept(
      [messageFrom('ana', { id: 'elsewhere', position: '0001', thread: threadNamed('m9') })],
      1,
    );
    expect((await inbox.first(general))?._id).toBe('early');
    await inbox.begin('early', 'lease');
    await inbox.postpone('early', 'lease', 99_000);
    expect((await inbox.first(general))?._id).toBe('early');
    expect(await inbox.first('playground/#general/none')).toBeUndefined();
  });

  it('names threads with work that is due, each once, oldest first, up to the limit', async () => {
    const events = ['c', 'a', 'b'].map((root) => messageFrom('ana', { id: root, thread: threadNamed(root) }));
    for (const [index, event] of events.entries()) await inbox.accept([event], 10 + index);
    await inbox.accept([messageFrom('ana', { id: 'c2', thread: threadNamed('c') })], 90);
    const keys = ['c', 'a', 'b'].map((root) => threadKeyOf(threadNamed(root)));
    expect(await inbox.threadsWithWork(100, 10)).toEqual(keys);
    expect(await inbox.threadsWithWork(100, 2)).toEqual(keys.slice(0, 2));

    await inbox.begin('a', 'lease');
    await inbox.postpone('a', 'lease', 200);
    await inbox.begin('b', 'lease');
    await inbox.finish('b', 'lease', 'done', 100);
    expect(await inbox.threadsWithWork(199, 10)).toEqual([keys[0]]);
    expect(await inbox.threadsWithWork(200, 10)).toEqual([keys[0], keys[1]]);
  });

  it('counts attempts, and puts the entry under the lease', async () => {
    await inbox.accept([messageFrom('ana')], 1);
    expect(await inbox.begin('m1', 'first')).toBe(true);
    expect(await inbox.begin('m1', 'second')).toBe(true);
    expect(await inbox.first(general)).toMatchObject({ attempts: 2, leaseToken: 'second' });
  });

  it('takes no word from a worker that lost its lease', async () => {
    await inbox.accept([messageFrom('ana')], 1);
    await inbox.begin('m1', 'lost');
    await inbox.begin('m1', 'held');
    expect(await inbox.finish('m1', 'lost', 'done', 2)).toBe(false);
    expect(await inbox.postpone('m1', 'lost', 99)).toBe(false);
    expect(await inbox.first(general)).toMatchObject({ state: 'waiting', nextAttemptAt: 0 });
    expect(await inbox.finish('m1', 'held', 'done', 3)).toBe(true);
    expect(await inbox.stateOf('m1')).toBe('done');
    expect(await inbox.begin('m1', 'later')).toBe(false);
    expect(await inbox.finish('m1', 'held', 'failed', 4)).toBe(false);
    expect(await inbox.postpone('m1', 'held', 5)).toBe(false);
  });

  it('lets one of forty finish', async () => {
    await inbox.accept([messageFrom('ana')], 1);
    await inbox.begin('m1', 'lease');
    const verdicts = await Promise.all(
      Array.from({ length: 40 }, () => inbox.finish('m1', 'lease', 'done', 2)),
    );
    expect(verdicts.filter(Boolean)).toHaveLength(1);
  });

  it('does not know the state of what was never accepted', async () => {
    expect(await inbox.stateOf('m1')).toBeUndefined();
  });

  it('sweeps what was finished before then, and nothing that waits', async () => {
    await inbox.accept(
      ['old', 'new', 'waiting'].map((id) => messageFrom('ana', { id })),
      1,
    );
    for (const [id, at] of [
      ['old', 99],
      ['new', 100],
    ] as const) {
      await inbox.begin(id, 'lease');
      await inbox.finish(id, 'lease', 'done', at);
    }
    expect(await inbox.sweep(100)).toBe(1);
    expect(await inbox.stateOf('old')).toBeUndefined();
    expect(await inbox.stateOf('new')).toBe('done');
    expect(await inbox.stateOf('waiting')).toBe('waiting');
  });

  it('names a document that cannot be read, by collection and id', async () => {
    await inbox.accept([messageFrom('ana')], 1);
    await database.models.inbox.collection.updateOne({ _id: 'm1' } as never, { $set: { attempts: 'many' } });
    await expect(inbox.first(general)).rejects.toThrow('inbox m1 cannot be read: attempts.');
  });
});
