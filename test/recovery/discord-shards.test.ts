import type { Connection } from 'mongoose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildModels } from '../../src/adapters/mongo/build-models.ts';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import { allTables } from '../../src/domain/tables.ts';
import { closeDatabase, openDatabase } from '../support/database.ts';
import { type DiscordServer, startDiscordServer } from '../support/discord-server/discord-server.ts';
import type { Person } from '../support/discord-server/person.ts';
import type { Guild, Place } from '../support/discord-server/places.ts';
import { type StartedProgram, startProgramProcess } from '../support/started-program.ts';

// Discord recommends two shards: three processes, of which those of the shards really die.

const patience = { timeout: 300_000, interval: 50 };
const people = 5;

let connection: Connection;
let models: StoreModels;
let discord: DiscordServer;
let program: StartedProgram;
let servers: Array<{ guild: Guild; channel: Place; members: Person[] }>;

beforeEach(async () => {
  connection = await openDatabase();
  models = buildModels(connection, allTables);
  discord = await startDiscordServer({
    shards: 2,
    privilegedIntents: ['MessageContent'],
    enforcesRates: false,
  });
  servers = [1_000n, 1_001n].map((position) => {
    const guild = discord.guild(`Cohort ${position}`, { id: String(position << 22n) });
    const members = Array.from({ length: people }, (_, index) => discord.user(`person-${position}-${index}`));
    for (const member of members) guild.joins(member);
    return { guild, channel: guild.channel('general'), members };
  });
  const { host, port, name } = connection;
  program = startProgramProcess({
    MONGODB_URI: `mongodb://${host}:${port}/${name}`,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    PLAYGROUND: 'on',
    PORT: '0',
    LOG_LEVEL: 'info',
  });
});

afterEach(async () => {
  await program.kill('SIGKILL');
  // What it began ends with it.
  await expect.poll(() => discord.gateway.connections(), patience).toBe(0);
  await discord.close();
  await closeDatabase(connection);
}, 150_000);

/** The process that was begun last for a shard. */
function pidOf(shard: number): number {
  const begun = program
    .written()
    .stderr.split('\n')
    .filter((line) => line.includes('a shard has its process'))
    .map((line): { shard: number; pid: number } => JSON.parse(line))
    .findLast((one) => one.shard === shard);
  if (!begun) throw new Error(`Shard ${shard} has no process.`);
  return begun.pid;
}

async function settled(): Promise<void> {
  await expect
    .poll(
      async () =>
        (await models.inbox.countDocuments({ state: 'waiting' })) +
        (await models.outbox.countDocuments({ state: { $in: ['growing', 'waiting', 'unknown'] } })),
      patience,
    )
    .toBe(0);
}

function answersTo(id: string, channel: Place): string[] {
  const thread = discord.threadsOf(channel).find((one) => one.id === id);
  return thread
    ? discord
        .messagesIn(thread)
        .filter(({ isByBot }) => isByBot)
        .map(({ text }) => text)
    : [];
}

test('each shard has its process; one that is killed loses nothing and says nothing twice', async () => {
  expect(await program.ready).toMatch(/^ready: Discord in 2 shards · playground http/);
  expect(discord.gateway.connections()).toBe(2);
  expect(new Set([program.child.pid, pidOf(0), pidOf(1)]).size).toBe(3);
  // Registered by one of the three.
  expect(discord.requests.filter(({ route }) => /^PUT .*commands$/.test(route))).toHaveLength(1);

  const asked: Array<{ id: string; channel: Place }> = [];
  const allAsk = () => {
    for (const { channel, members } of servers) {
      for (const member of members) {
        const { id } = member.says(channel, `${discord.bot} hello`);
        asked.push({ id, channel });
      }
    }
  };
  const isAnswered = ({ id, channel }: (typeof asked)[number]) => answersTo(id, channel).length > 0;
  const doomed = pidOf(1);
  allAsk();
  // Some of it kept and not said yet, some said.
  await discord.until(() => asked.some((one) => one.channel === servers[1]?.channel && isAnswered(one)));
  process.kill(doomed, 'SIGKILL');
  await expect.poll(() => discord.gateway.connections(), patience).toBe(1);
  // Nobody hears the second server's.
  allAsk();
  await expect.poll(() => pidOf(1), patience).not.toBe(doomed);
  await expect.poll(() => asked.filter((one) => !isAnswered(one)), patience).toEqual([]);
  await settled();
  for (const { id, channel } of asked) expect(answersTo(id, channel)).toHaveLength(1);

  // Only the process that heard a command can answer it to the person alone.
  for (const { channel, members } of servers) {
    const [member] = members;
    member?.goesTo(channel);
    member?.runsCommand('help');
    await expect.poll(() => member && discord.ephemeralFor(member).length, patience).toBe(1);
  }
}, 400_000);

test('asked to end, it ends with its shards', async () => {
  await program.ready;
  const shards = [pidOf(0), pidOf(1)];
  expect(await program.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  for (const pid of shards) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
}, 300_000);
