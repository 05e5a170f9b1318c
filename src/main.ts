import { config as loadDotenv } from 'dotenv';
import { readShardOrder } from './adapters/discord/shard-order.ts';
import { endOnSignals } from './adapters/system/end-on-signals.ts';
import { startDiscordShard, startProgram } from './compose.ts';
import { loadConfig } from './config.ts';

loadDotenv({ quiet: true });

const shard = readShardOrder(process.argv.slice(2), process.env);
const progress = (line: string) => void process.stderr.write(`${line}\n`);

async function start(): Promise<{ stop(): Promise<void>; ready?: string }> {
  const config = loadConfig(process.env);
  return shard
    ? startDiscordShard(config, process.env, shard, progress)
    : startProgram(config, process.env, progress);
}

const starting = start();
const end = endOnSignals(starting, { SIGTERM: 0, SIGINT: 0, SIGHUP: 0 });
// The program that began this one is gone.
if (shard) process.once('disconnect', () => void end(0));
try {
  const { ready } = await starting;
  if (ready !== undefined) process.stdout.write(`${ready}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
