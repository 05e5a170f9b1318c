import { expect, test } from 'vitest';
import { formatShardOrder, readShardOrder } from '../../../src/adapters/discord/shard-order.ts';

const env = { SHARDS: '1', SHARD_COUNT: '2' };

test.each([undefined, 1_764_000_000_000])(
  'a process reads what it was told, missed since %s',
  (missedSinceMs) => {
    const order = { baseUrl: 'http://127.0.0.1:3000', missedSinceMs };
    expect(readShardOrder(formatShardOrder(order), env)).toEqual({ ...order, id: 1, count: 2 });
  },
);

test('any other start is none of a shard', () => {
  expect(readShardOrder([], env)).toBeUndefined();
  expect(readShardOrder(formatShardOrder({ baseUrl: 'x', missedSinceMs: undefined }), {})).toBeUndefined();
});
