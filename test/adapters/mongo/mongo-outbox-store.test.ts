import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMongoOutboxStore } from '../../../src/adapters/mongo/mongo-outbox-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import type { OutboxEntry } from '../../../src/domain/outbox-entry.ts';
import { threadKeyOf } from '../../../src/domain/thread-ref.ts';
import type { OutboxStore } from '../../../src/ports/outbox-store.ts';
import { generalThread, outboxEntry, replyPart, threadNamed } from '../../support/chat-values.ts';
import { closeModels, openModels } from '../../support/store-models.ts';

const general = threadKeyOf(generalThread);
const id = 'reply:m1:answer';

describe('the outbox store', () => {
  let database: OpenStore;
  let outbox: OutboxStore;

  beforeEach(async () => {
    database = await openModels();
    outbox = createMongoOutboxStore(database.models);
  });
  afterEach(() => closeModels(database));

  const growing = (values: Partial<OutboxEntry> = {}) =>
    outboxEntry({ state: 'growing', leaseToken: 'lease', ...values });

  it('keeps each new entry, and leaves a known one alone', async () => {
    await outbox.put([]);
    await outbox.put([outboxEntry()]);
    await outbox.put([
      outboxEntry({ content: replyPart({ text: 'Other words.' }) }),
      outboxEntry({ _id: 'note' }),
    ]);
    expect(await outbox.get(id)).toEqual(outboxEntry());
    expect(await outbox.get('note')).toEqual(outboxEntry({ _id: 'note' }));
    expect(await outbox.get('none')).toBeUndefined();
  });

  it.each(['claimed', 'unknown', 'delivered', 'failed'])('leaves a %s one alone', async (state) => {
    await outbox.put([outboxEntry()]);
    await outbox.claim(id, { token: 'token', holder: 'A', untilMs: 20 }, 10);
    if (state === 'unknown') await outbox.postpone(id, 'token', 'unknown', 50);
    if (state === 'delivered') await outbox.delivered(id, 'token', 'x1', 15);
    if (state === 'failed') await outbox.giveUp(id, 'token', 15);
    const before = await outbox.get(id);
    await outbox.put([outboxEntry({ content: replyPart({ text: 'Other words.' }) })]);
    expect(await outbox.get(id)).toEqual(before);
  });

  it('gives a growing one its content and lets it wait, under the name it has', async () => {
    await outbox.open(growing());
    await outbox.nameGrowing(id, 'x1');
    const content = replyPart({ text: 'The end.' });
    await outbox.put([outboxEntry({ content, position: '0001:3', nextAttemptAt: 7 })]);
    expect(await outbox.get(id)).toEqual(
      outboxEntry({ content, position: '0001:3', nextAttemptAt: 7, platformMessageId: 'x1' }),
    );
  });

  it('looks first for a growing one that has no name: an attempt that died may have shown it', async () => {
    await outbox.open(growing());
    await outbox.put([outboxEntry()]);
    expect((await outbox.get(id))?.state).toBe('unknown');
  });

  it('returns them as they are kept: what was put first stands', async () => {
    const [first, other] = [outboxEntry(), outboxEntry({ _id: 'other', position: '0001:1' })];
    expect(await outbox.put([first])).toEqual([first]);
    const again = outboxEntry({ content: replyPart({ text: 'Other words.' }) });
    expect(await outbox.put([again, other])).toEqual([first, other]);

    await outbox.open(outboxEntry({ _id: 'grown', state: 'growing' }));
    const end = outboxEntry({ _id: 'grown', content: replyPart({ text: 'The end.' }) });
    expect((await outbox.put([end]))[0]?.content.text).toBe('The end.');
  });

  it('keeps the whole batch when half of it was kept before a crash', async () => {
    const batch = [0, 1, 2, 3].map((part) => outboxEntry({ _id: `part${part}`, position: `0001:${part}` }));
    await outbox.put(batch.slice(0, 2));
    await outbox.put(batch);
    expect(await outbox.openFor('m1')).toBe(4);
  });

  it('opens a growing entry once; the next attempt goes on with it, under its own lease', async () => {
    expect(await outbox.open(growing())).toEqual({ entry: growing(), isNew: true });
    await outbox.nameGrowing(id, 'x1');
    const again = await outbox.open(growing({ leaseToken: 'later', content: replyPart({ text: 'Other.' }) }));
    expect(again).toEqual({ entry: growing({ leaseToken: 'later', platformMessageId: 'x1' }), isNew: false });
    expect(await outbox.get(id)).toEqual(again.entry);
  });

  it('returns one that has ended as it is', async () => {
    await outbox.put([outboxEntry()]);
    expect(await outbox.open(growing())).toEqual({ entry: outboxEntry(), isNew: false });
  });

  it('lets the first name stay, also when it comes after the end of the growth', async () => {
    await outbox.open(growing());
    await outbox.put([outboxEntry()]);
    await outbox.nameGrowing(id, 'x1');
    await outbox.nameGrowing(id, 'x2');
    expect((await outbox.get(id))?.platformMessageId).toBe('x1');
  });

  it('gives the earliest by position that is not finished: growing and postponed ones hold back the rest', async () => {
    await outbox.put([outboxEntry({ _id: 'b', position: '0002:0' })]);
    await outbox.put([outboxEntry({ _id: 'elsewhere', position: '0000:0', thread: threadNamed('m9') })]);
    await outbox.open(growing({ _id: 'a', position: '0001:0' }));
    expect((await outbox.first(general))?._id).toBe('a');
    await outbox.put([outboxEntry({ _id: 'a', nextAttemptAt: 99_000 })]);
    expect((await outbox.first(general))?._id).toBe('a');
    await outbox.claim('a', { token: 'token', holder: 'A', untilMs: 20 }, 10);
    await outbox.postpone('a', 'token', 'unknown', 99_000);
    expect((await outbox.first(general))?._id).toBe('a');
    await outbox.claim('a', { token: 'token', holder: 'A', untilMs: 20 }, 10);
    await outbox.delivered('a', 'token', 'x1', 12);
    expect((await outbox.first(general))?._id).toBe('b');
  });

  it('names threads with something to deliver now: replies first, then the earliest', async () => {
    const one = (root: string, values: Partial<OutboxEntry>) =>
      outboxEntry({ _id: root, thread: threadNamed(root), ...values });
    await outbox.put([
      one('nudge', { cause: 'job', createdAt: 1 }),
      one('later', { createdAt: 30 }),
      one('sooner', { createdAt: 20 }),
      one('postponed', { createdAt: 2, nextAttemptAt: 200 }),
      one('claimed', { createdAt: 3 }),
      one('done', { createdAt: 4 }),
      one('unknown', { createdAt: 40 }),
    ]);
    await outbox.open(growing({ _id: 'growing', thread: threadNamed('growing') }));
    await outbox.claim('claimed', { token: 'token', holder: 'A', untilMs: 200 }, 100);
    await outbox.claim('done', { token: 'token', holder: 'A', untilMs: 200 }, 100);
    await outbox.delivered('done', 'token', 'x1', 100);
    await outbox.claim('unknown', { token: 'token', holder: 'A', untilMs: 200 }, 100);
    await outbox.postpone('unknown', 'token', 'unknown', 110);

    const keys = (...roots: string[]) => roots.map((root) => threadKeyOf(threadNamed(root)));
    expect(await outbox.threadsWithWork(150, 10)).toEqual(keys('sooner', 'later', 'unknown', 'nudge'));
    expect(await outbox.threadsWithWork(150, 2)).toEqual(keys('sooner', 'later'));
    const all = keys('postponed', 'claimed', 'sooner', 'later', 'unknown', 'nudge');
    expect(await outbox.threadsWithWork(200, 10)).toEqual(all);
  });

  it('sees replies behind thousands of messages of jobs', async () => {
    const nudges = Array.from({ length: 2_500 }, (_, index) =>
      outboxEntry({ _id: `n${index}`, cause: 'job', nextAttemptAt: 10, thread: threadNamed(`n${index}`) }),
    );
    await outbox.put(nudges);
    await outbox.put([outboxEntry({ createdAt: 99_000 })]);
    const [first, ...others] = await outbox.threadsWithWork(100, 256);
    expect(first).toBe(general);
    expect(others).toHaveLength(255);
  });

  it('gives one of forty the entry', async () => {
    await outbox.put([outboxEntry()]);
    const claims = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        outbox.claim(id, { token: `t${index}`, holder: 'A', untilMs: 20 }, 10),
      ),
    );
    const winners = claims.filter((claim) => claim !== undefined);
    expect(winners).toEqual([
      outboxEntry({
        attempts: 1,
        claimedUntil: 20,
        claimHolder: 'A',
        claimToken: `t${claims.indexOf(winners[0])}`,
      }),
    ]);
    expect(await outbox.claim(id, { token: 'late', holder: 'A', untilMs: 30 }, 19)).toBeUndefined();
  });

  it('calls an entry unknown whose deliverer died, for one of forty', async () => {
    await outbox.put([outboxEntry()]);
    await outbox.claim(id, { token: 'died', holder: 'A', untilMs: 20 }, 10);
    const claims = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        outbox.claim(id, { token: `t${index}`, holder: 'A', untilMs: 30 }, 20),
      ),
    );
    const winners = claims.filter((claim) => claim !== undefined);
    expect(winners).toHaveLength(1);
    expect(winners[0]).toMatchObject({ state: 'unknown', attempts: 2, claimedUntil: 30 });
  });

  it('knows that a rejected one did not arrive, and that an unanswered one may have', async () => {
    await outbox.put([outboxEntry()]);
    await outbox.claim(id, { token: 'one', holder: 'A', untilMs: 20 }, 10);
    await outbox.postpone(id, 'one', 'waiting', 15);
    expect(await outbox.get(id)).toEqual(outboxEntry({ attempts: 1, nextAttemptAt: 15 }));
    expect(await outbox.claim(id, { token: 'two', holder: 'A', untilMs: 26 }, 16)).toMatchObject({
      state: 'waiting',
      attempts: 2,
    });
    await outbox.postpone(id, 'two', 'unknown', 30);
    expect(await outbox.claim(id, { token: 'three', holder: 'A', untilMs: 40 }, 30)).toMatchObject({
      state: 'unknown',
      attempts: 3,
    });
  });

  it('claims no growing and no finished entry', async () => {
    await outbox.open(growing());
    expect(await outbox.claim(id, { token: 'token', holder: 'A', untilMs: 20 }, 10)).toBeUndefined();
    await outbox.put([outboxEntry({ _id: 'other' })]);
    await outbox.claim('other', { token: 'token', holder: 'A', untilMs: 20 }, 10);
    await outbox.giveUp('other', 'token', 15);
    expect(await outbox.claim('other', { token: 'late', holder: 'A', untilMs: 40 }, 30)).toBeUndefined();
    expect(await outbox.claim('none', { token: 'token', holder: 'A', untilMs: 40 }, 30)).toBeUndefined();
  });

  it('remembers how it ended', async () => {
    await outbox.put([outboxEntry(), outboxEntry({ _id: 'other' })]);
    await outbox.claim(id, { token: 'token', holder: 'A', untilMs: 20 }, 10);
    await outbox.delivered(id, 'token', 'x1', 15);
    expect(await outbox.get(id)).toEqual(
      outboxEntry({ state: 'delivered', attempts: 1, platformMessageId: 'x1', finishedAt: 15 }),
    );
    await outbox.claim('other', { token: 'token', holder: 'A', untilMs: 20 }, 10);
    await outbox.giveUp('other', 'token', 15);
    expect(await outbox.get('other')).toEqual(
      outboxEntry({ _id: 'other', state: 'failed', attempts: 1, finishedAt: 15 }),
    );
  });

  it('takes no word from a deliverer whose claim is another’s now', async () => {
    await outbox.put([outboxEntry()]);
    await outbox.claim(id, { token: 'lost', holder: 'A', untilMs: 20 }, 10);
    const held = await outbox.claim(id, { token: 'held', holder: 'A', untilMs: 30 }, 20);
    await outbox.delivered(id, 'lost', 'x1', 25);
    await outbox.postpone(id, 'lost', 'waiting', 99);
    await outbox.giveUp(id, 'lost', 25);
    expect(await outbox.get(id)).toEqual(held);
  });

  it('counts what an event caused and is still to be said', async () => {
    await outbox.put(['a', 'b', 'c'].map((_id) => outboxEntry({ _id })));
    await outbox.put([outboxEntry({ _id: 'other', inReplyTo: 'm2' })]);
    await outbox.open(growing({ _id: 'd' }));
    expect(await outbox.openFor('m1')).toBe(4);
    await outbox.claim('a', { token: 'token', holder: 'A', untilMs: 20 }, 10);
    await outbox.delivered('a', 'token', 'x1', 15);
    await outbox.claim('b', { token: 'token', holder: 'A', untilMs: 20 }, 10);
    await outbox.giveUp('b', 'token', 15);
    await outbox.claim('c', { token: 'token', holder: 'A', untilMs: 20 }, 10);
    await outbox.postpone('c', 'token', 'unknown', 15);
    expect(await outbox.openFor('m1')).toBe(2);
  });

  it('sweeps what was finished before then, and nothing that waits', async () => {
    await outbox.put(['old', 'new', 'waiting'].map((_id) => outboxEntry({ _id })));
    for (const [_id, at] of [
      ['old', 99],
      ['new', 100],
    ] as const) {
      await outbox.claim(_id, { token: 'token', holder: 'A', untilMs: 20 }, 10);
      await outbox.delivered(_id, 'token', 'x', at);
    }
    expect(await outbox.sweep(100)).toBe(1);
    expect(await outbox.get('old')).toBeUndefined();
    expect(await outbox.get('new')).toBeDefined();
    expect(await outbox.get('waiting')).toBeDefined();
  });

  it('refuses an entry that is none before anything is sent', async () => {
    const broken = { ...outboxEntry({ _id: 'broken' }), state: 'sent' } as never;
    await expect(outbox.put([outboxEntry(), broken])).rejects.toThrow('state');
    expect(await outbox.get(id)).toBeUndefined();
  });

  it('frees what a dead process had claimed, as something that may have arrived; others keep theirs', async () => {
    await outbox.put([outboxEntry({ _id: 'mine' }), outboxEntry({ _id: 'other' })]);
    await outbox.claim('mine', { token: 'a', holder: 'dead', untilMs: 30_000 }, 10);
    await outbox.claim('other', { token: 'b', holder: 'alive', untilMs: 30_000 }, 10);
    expect((await outbox.holders(20)).sort()).toEqual(['alive', 'dead']);
    expect(await outbox.releaseHeldBy('dead')).toBe(1);
    expect(await outbox.holders(20)).toEqual(['alive']);
    const again = { token: 'c', holder: 'alive', untilMs: 30_020 };
    expect(await outbox.claim('mine', again, 20)).toMatchObject({ state: 'unknown', attempts: 2 });
    expect(await outbox.claim('other', again, 20)).toBeUndefined();
  });
});
