import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMongoPlaygroundStore } from '../../../src/adapters/mongo/mongo-playground-store.ts';
import type { OpenStore } from '../../../src/adapters/mongo/open-store.ts';
import type { PlaygroundMessage } from '../../../src/domain/playground-message.ts';
import { everyone, type PlaygroundStore } from '../../../src/ports/playground-store.ts';
import { generalThread, replyPart } from '../../support/chat-values.ts';
import { closeModels, openModels } from '../../support/store-models.ts';

type Unnumbered = Omit<PlaygroundMessage, 'revision'>;

function reply(id: string, values: Partial<Unnumbered> = {}): Unnumbered {
  return {
    _id: id,
    thread: generalThread,
    visibleTo: everyone,
    content: replyPart(),
    text: `words of ${id}`,
    inReplyTo: 'm1',
    cause: 'message',
    finished: true,
    postedAt: 100,
    ...values,
  };
}

function written(id: string, name: string): Unnumbered {
  const { content: _, inReplyTo: __, ...message } = reply(id);
  return { ...message, authorAccountId: name };
}

describe('the playground store', () => {
  let database: OpenStore;
  let playground: PlaygroundStore;

  beforeEach(async () => {
    database = await openModels();
    playground = createMongoPlaygroundStore(database.models);
  });
  afterEach(() => closeModels(database));

  it('has a message once it is posted to its end', async () => {
    await playground.put(reply('a', { finished: false }));
    expect(await playground.has('a')).toBe(false);
    await playground.put(reply('a'));
    expect(await playground.has('a')).toBe(true);
  });

  it('posts under a rising revision', async () => {
    expect(await playground.lastRevision()).toBe(0);
    expect(await playground.put(reply('a'))).toEqual({ ...reply('a'), revision: 1 });
    expect(await playground.put(written('b', 'ana'))).toEqual({ ...written('b', 'ana'), revision: 2 });
    expect(await playground.lastRevision()).toBe(2);
    expect(await playground.has('a')).toBe(true);
    expect(await playground.has('c')).toBe(false);
    expect(await playground.since(0, undefined, 10)).toEqual([
      { ...reply('a'), revision: 1 },
      { ...written('b', 'ana'), revision: 2 },
    ]);
  });

  it('puts a change in place of the whole message', async () => {
    await playground.put(reply('a', { finished: false }));
    await playground.put(reply('b'));
    const { content: _, inReplyTo: __, ...bare } = reply('a', { text: 'The end.' });
    expect(await playground.put(bare)).toEqual({ ...bare, revision: 3 });
    expect(await playground.since(1, undefined, 10)).toEqual([
      { ...reply('b'), revision: 2 },
      { ...bare, revision: 3 },
    ]);
  });

  it('goes on above the highest revision after a restart', async () => {
    await playground.put(reply('a'));
    await playground.put(reply('b'));
    const restarted = createMongoPlaygroundStore(database.models);
    expect((await restarted.put(reply('a'))).revision).toBe(3);
  });

  it('gives each of a hundred at once its revision, in the order of the calls', async () => {
    const posted = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        playground.put(reply(`r${index % 30}`, { text: `${index}` })),
      ),
    );
    expect(posted.map(({ revision }) => revision)).toEqual(
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
    const there = await playground.since(0, undefined, 100);
    expect(there).toHaveLength(30);
    expect(there.map(({ text }) => Number(text) + 1)).toEqual(there.map(({ revision }) => revision));
  });

  it('hides no message behind a later one: whoever follows the revisions sees every change', async () => {
    const seen = new Set<string>();
    let upTo = 0;
    let ended = false;
    const following = (async () => {
      for (;;) {
        const last = ended;
        for (const { _id, revision } of await playground.since(upTo, undefined, 1_000)) {
          seen.add(_id);
          upTo = revision;
        }
        if (last) return;
      }
    })();
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => playground.put(reply(`r${round}.${index}`))),
      );
    }
    ended = true;
    await following;
    expect(seen.size).toBe(200);
  });

  it('rejects what it could not write, and goes on', async () => {
    await playground.put(reply('a'));
    const { collection } = database.models.playgroundMessages;
    vi.spyOn(collection, 'bulkWrite').mockRejectedValueOnce(new Error('crash'));
    await expect(playground.put(reply('b'))).rejects.toThrow('crash');
    expect((await playground.put(reply('b'))).revision).toBeGreaterThan(1);
    await expect(playground.put({ ...reply('c'), cause: 'chance' } as never)).rejects.toThrow('cause');
  });

  it('shows what is new to those who may see it, the oldest change first, up to the limit', async () => {
    await playground.put(reply('for-all'));
    await playground.put(reply('for-ana', { visibleTo: 'ana' }));
    await playground.put(reply('for-ben', { visibleTo: 'ben' }));
    await playground.put(written('by-ben', 'ben'));
    const ids = async (revision: number, who: string | undefined, limit = 10) =>
      (await playground.since(revision, who, limit)).map(({ _id }) => _id);
    expect(await ids(0, 'ana')).toEqual(['for-all', 'for-ana', 'by-ben']);
    expect(await ids(0, 'ben')).toEqual(['for-all', 'for-ben', 'by-ben']);
    expect(await ids(1, undefined)).toEqual(['for-ana', 'for-ben', 'by-ben']);
    expect(await ids(0, 'ana', 2)).toEqual(['for-all', 'for-ana']);
    expect(await ids(4, 'ana')).toEqual([]);
  });

  it('reads a thread in the order of its first posts, as the account may see it', async () => {
    const other = { thread: { ...generalThread, root: 'another' } };
    await playground.put(reply('grows', { finished: false, postedAt: 100 }));
    await playground.put({ ...written('said-meanwhile', 'ana'), postedAt: 120 });
    await playground.put(reply('for-ben', { visibleTo: 'ben', postedAt: 150 }));
    await playground.put(reply('elsewhere', other));
    await playground.put(reply('grows', { postedAt: 200 }));
    const { place, root } = generalThread;
    const ids = async (who: string, limit = 10) =>
      (await playground.inThread(place, root, who, limit)).map(({ _id }) => _id);
    expect(await ids('ana')).toEqual(['grows', 'said-meanwhile']);
    expect(await ids('ben')).toEqual(['grows', 'said-meanwhile', 'for-ben']);
    expect(await ids('ana', 1)).toEqual(['grows']);
    expect((await playground.get('grows', 'ana'))?.postedAt).toBe(100);
    expect((await playground.inPlace(place, 'ana', 2)).map(({ _id }) => _id)).toEqual(['grows', 'elsewhere']);
    expect(await playground.get('for-ben', 'ana')).toBeUndefined();
    expect((await playground.get('for-ben', 'ben'))?._id).toBe('for-ben');
  });

  it('names the newest that the account may see, people’s own among them', async () => {
    await playground.put(reply('a'));
    await playground.put(reply('b', { visibleTo: 'ana' }));
    await playground.put(reply('c', { visibleTo: 'ben' }));
    await playground.put(written('d', 'ana'));
    const ids = async (who: string, limit: number) =>
      (await playground.latest(who, limit)).map(({ _id }) => _id);
    expect(await ids('ana', 10)).toEqual(['d', 'b', 'a']);
    expect(await ids('ben', 2)).toEqual(['d', 'c']);
    await playground.put(reply('a'));
    expect(await ids('ana', 1)).toEqual(['a']);
  });

  it('finds the newest however far back they are, and no more than there are', async () => {
    await playground.put(reply('old', { visibleTo: 'ana' }));
    await Promise.all(
      Array.from({ length: 450 }, (_, index) => playground.put(reply(`w${index}`, { visibleTo: 'ben' }))),
    );
    expect((await playground.latest('ana', 2)).map(({ _id }) => _id)).toEqual(['old']);
    expect(await playground.latest('ben', 5)).toHaveLength(5);
  });

  it('goes on above what another process wrote meanwhile', async () => {
    const other = createMongoPlaygroundStore(database.models);
    expect((await playground.put(reply('a'))).revision).toBe(1);
    expect((await other.put(reply('b'))).revision).toBe(2);
    expect((await playground.put(reply('c'))).revision).toBe(3);
    expect(await other.lastRevision()).toBe(3);
  });

  it('shows no direct message to everyone', async () => {
    const direct = reply('a', { thread: { ...generalThread, place: 'dm-ana', audience: 'direct' } });
    await expect(playground.put(direct)).rejects.toThrow('cannot be for everyone');
    expect(await playground.has('a')).toBe(false);
    await playground.put({ ...direct, visibleTo: 'ana' });
    expect(await playground.since(0, 'ben', 10)).toEqual([]);
  });

  it('remembers up to where a reader has seen', async () => {
    expect(await playground.seen('chat')).toBeUndefined();
    await Promise.all(Array.from({ length: 20 }, () => playground.setSeen('chat', 3)));
    await playground.setSeen('page', 9);
    expect(await playground.seen('chat')).toBe(3);
    await playground.setSeen('chat', 5);
    expect(await playground.seen('chat')).toBe(5);
  });
});
