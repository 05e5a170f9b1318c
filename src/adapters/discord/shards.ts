import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type Shard, ShardingManager } from 'discord.js';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { formatShardOrder } from './shard-order.ts';

export interface ShardsOptions {
  token: string;
  /** How many Discord recommends. */
  count: number;
  /** The program that a process of one shard runs; it is told which by `readShardOrder`. */
  file: string;
  /** Where this program is reached, once it is known. */
  baseUrl(): string;
  clock: Clock;
  log: Logger;
}

/** A process starts in a few seconds; several at once, and a store that does not answer yet, take longer. */
const startMs = 180_000;

/** Listens by one process for each shard; one that dies is begun anew, and reads back what it has missed. */
export interface Shards {
  /** Resolves when every shard is connected: one each 5 s, as Discord lets them in. */
  start(): Promise<void>;
  /** Resolves when their processes have ended. */
  stop(): Promise<void>;
}

export function createShards({ token, count, file, baseUrl, clock, log }: ShardsOptions): Shards {
  let manager: ShardingManager | undefined;

  function watch(shard: Shard): void {
    let diedAtMs: number | undefined;
    const order = () => formatShardOrder({ baseUrl: baseUrl(), missedSinceMs: diedAtMs });
    shard.args = order();
    shard.on('spawn', () =>
      log.info({ shard: shard.id, pid: shard.process?.pid }, 'a shard has its process'),
    );
    shard.on('ready', () => {
      diedAtMs = undefined;
    });
    shard.on('death', () => {
      if (manager?.respawn !== true) return;
      // Died again before it was connected: since the first time.
      diedAtMs ??= clock.nowMs();
      shard.args = order();
      log.warn({ shard: shard.id }, 'the process of a shard has ended: it is begun anew');
    });
    shard.on('error', (error) => log.error({ shard: shard.id, error }, 'a shard could not be begun anew'));
  }

  return {
    start: async () => {
      manager = new ShardingManager(file, { token, totalShards: count, execArgv: process.execArgv });
      manager.on('shardCreate', watch);
      await manager.spawn({ timeout: startMs });
    },
    stop: async () => {
      if (!manager) return;
      manager.respawn = false;
      await Promise.all([...manager.shards.values()].map(ended));
    },
  };
}

/** They end by themselves when they are asked to, as this program does. */
async function ended(shard: Shard): Promise<void> {
  const running: ChildProcess | null = shard.process;
  if (!running || running.exitCode !== null || running.signalCode !== null) return;
  const end = once(running, 'exit');
  shard.kill();
  await end;
}
