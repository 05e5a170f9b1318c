import type { Connection } from 'mongoose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildModels } from '../../src/adapters/mongo/build-models.ts';
import { createMongoOutboxStore } from '../../src/adapters/mongo/mongo-outbox-store.ts';
import { systemClock } from '../../src/adapters/system/system-clock.ts';
import type { OutboxEntry } from '../../src/domain/outbox-entry.ts';
import { allTables } from '../../src/domain/tables.ts';
import { createDeliverer } from '../../src/outbox/deliverer.ts';
import type { ChatPlatform } from '../../src/ports/chat-platform.ts';
import { outboxEntry, threadNamed } from '../support/chat-values.ts';
import { closeDatabase, openDatabase } from '../support/database.ts';
import { silentLogger } from '../support/silent-logger.ts';

describe('the deliverer', () => {
  let connection: Connection;
  beforeEach(async () => {
    connection = await openDatabase();
  });
  afterEach(() => closeDatabase(connection));

  /** Says one thing each time it is let, and remembers in which order it was asked. */
  function slowPlatform() {
    const asked: string[] = [];
    const waiting: Array<() => void> = [];
    const platform: ChatPlatform = {
      surface: 'playground',
      split: (part) => [part],
      lookUp: async (author) => author,
      showStatus: async () => {},
      deliver: async ({ _id }) => {
        asked.push(_id);
        await new Promise<void>((resolve) => waiting.push(resolve));
        return { kind: 'delivered', platformMessageId: _id };
      },
      grow: async () => ({ kind: 'not-delivered', retryable: false, why: 'not here' }),
      find: async () => ({ kind: 'unknown' }),
    };
    return { platform, asked, letOne: () => waiting.shift()?.() };
  }

  it('says a reply before the messages of jobs that wait already, also in a thread where one of them waits', async () => {
    const store = createMongoOutboxStore(buildModels(connection, allTables));
    const { platform, asked, letOne } = slowPlatform();
    const deliverer = createDeliverer({
      store,
      platforms: new Map([['playground', platform]]),
      clock: systemClock,
      log: silentLogger,
      holder: 'test',
    });
    const nudge = (index: number): OutboxEntry =>
      outboxEntry({ _id: `nudge${index}`, cause: 'job', thread: threadNamed(`n${index}`) });
    const nudges = Array.from({ length: 60 }, (_, index) => nudge(index));
    const [last] = nudges.slice(-1);
    if (!last) throw new Error('There are sixty.');
    const replies = [
      outboxEntry({ _id: 'reply', thread: threadNamed('r') }),
      // Ahead of the nudge in its own thread.
      outboxEntry({ _id: 'reply-too', thread: last.thread, position: '0' }),
    ];
    await store.put([...nudges, ...replies]);
    const said = nudges.map(({ threadKey }) => deliverer.deliverThread(threadKey, 'job'));
    // As many as are said at once stand waiting for the platform.
    await expect.poll(() => asked.length).toBe(32);
    for (const { threadKey } of replies) deliverer.kick(threadKey);
    // One at a time, so that the next to be said is the first in line.
    for (const count of [33, 34, 35]) {
      letOne();
      await expect.poll(() => asked.length).toBe(count);
    }
    const behind = asked.slice(32);
    expect(behind.slice(0, 2)).toEqual(['reply', 'reply-too']);
    expect(behind[2]).toMatch(/^nudge/);
    let isOver = false;
    const over = Promise.all(said).then(() => {
      isOver = true;
    });
    while (!isOver) {
      letOne();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await over;
    // In its thread's order: the reply there stood before its nudge.
    expect(asked.indexOf('reply-too')).toBeLessThan(asked.indexOf(last._id));
    expect(asked).toHaveLength(62);
    await deliverer.stop();
  });
});
