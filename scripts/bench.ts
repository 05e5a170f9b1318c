import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { ensureStore } from '../src/adapters/mongo/ensure-store.ts';
import { createMongoInboxStore } from '../src/adapters/mongo/mongo-inbox-store.ts';
import { openMongo } from '../src/adapters/mongo/open-store.ts';
import { readRecord } from '../src/adapters/mongo/store-record.ts';
import type { PlaygroundEvent, WireMessage } from '../src/adapters/playground/protocol.ts';
import { createPlaygroundClient } from '../src/adapters/playground/terminal/playground-client.ts';
import { createJsonLogger } from '../src/adapters/system/json-logger.ts';
import { systemClock } from '../src/adapters/system/system-clock.ts';
import type { Incoming } from '../src/domain/incoming.ts';
import { createInbox } from '../src/inbox/inbox.ts';
import { type Child, start } from './bench/child-program.ts';
import { now } from './bench/clock.ts';
import { measureCrowd } from './bench/crowd.ts';
import { measureOnDiscord } from './bench/discord.ts';
import { measureOnSlack } from './bench/slack.ts';
import { startElevate } from './bench/start-elevate.ts';
import { percentile, printTable, ratio, row, single } from './bench/table.ts';
import { undo } from './bench/undo.ts';

const {
  firstRun,
  people: crowd,
  messages,
} = new Command('bench')
  .description(
    'Measures the program on this machine: loopback, a scripted model, the embedded store. Keeps nothing.',
  )
  .option(
    '--first-run',
    'also measure the very first start, which installs the store (needs the network)',
    false,
  )
  .option('--people <count>', 'how many people fill the store for the rows on size', wholeNumber, 100_000)
  .option('--messages <count>', 'how many messages they have written', wholeNumber, 1_000_000)
  .parse()
  .opts<{ firstRun: boolean; people: number; messages: number }>();

function wholeNumber(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1_000)
    throw new InvalidArgumentError('A whole number, at least 1000.');
  return count;
}

const threads = 20;
const firstWordMs = 100;
const wordsEachMs = 10;
const words = 6;
/** Longer than any wait here: something is broken then. */
const patienceMs = 30_000;
/** Filling the store takes most of it. */
const deadlineMs = 40 * 60_000;

const log = createJsonLogger('error', []);

const mean = (samples: number[]) => samples.reduce((sum, one) => sum + one, 0) / samples.length;
const times = (count: number) => Array.from({ length: count }, (_none, index) => index);

interface Exchange {
  sentMs: number;
  /** First status after sending. */
  signMs: number;
  /** First words of an agent, the message as it then was. */
  words: { atMs: number; text: string } | undefined;
  /** The reply's first part is whole. */
  wholeMs: number;
}

interface Person {
  says(text: string, options?: { newThread?: boolean; onlySign?: boolean }): Promise<Exchange>;
}

/** Somebody with a client of their own. */
async function enter(url: string, as: string): Promise<Person> {
  const client = createPlaygroundClient(url, systemClock, () => {});
  const leaving = new AbortController();
  let hear: (event: PlaygroundEvent, atMs: number) => void = () => {};
  const here = new Promise<void>((resolve) => {
    hear = () => resolve();
  });
  const listening = client.listen(`bench:${as}`, as, (event) => hear(event, now()), leaving.signal);
  undo.push(async () => {
    leaving.abort();
    await listening;
  });
  await here;
  hear = () => {};
  let thread: string | null = null;
  return {
    says: async (text, { newThread = false, onlySign = false } = {}) => {
      if (newThread) thread = null;
      const id = randomUUID();
      const early: Array<{ message: WireMessage; atMs: number }> = [];
      const exchange: Exchange = { sentMs: 0, signMs: Number.NaN, words: undefined, wholeMs: Number.NaN };
      let fail: NodeJS.Timeout | undefined;
      const done = new Promise<void>((resolve, reject) => {
        fail = setTimeout(() => reject(new Error(`No answer to "${text}" within 30 s.`)), patienceMs);
        hear = (event, atMs) => {
          if (event.kind === 'status' && Number.isNaN(exchange.signMs)) exchange.signMs = atMs;
          if (event.kind === 'message') early.push({ message: event.message, atMs });
          for (const { message, atMs } of early.splice(0)) {
            if (message.agent === null || !message.inReplyTo?.includes(id)) continue;
            exchange.words ??= { atMs, text: message.text };
            // A message that grows is posted once when it opens, then seen growing, then whole with its last word.
            const grows = exchange.words.text.startsWith('asked=');
            if (!grows || message.text.includes(`word${words - 1}`)) exchange.wholeMs = atMs;
          }
          if (onlySign ? !Number.isNaN(exchange.signMs) : !Number.isNaN(exchange.wholeMs)) resolve();
        };
      });
      done.catch(() => {});
      exchange.sentMs = now();
      const answer = await client.send({ id, as, place: 'dm', thread, input: { kind: 'message', text } });
      if (answer.kind !== 'queued') throw new Error(`"${text}" was not taken.`);
      thread = answer.thread;
      await done;
      clearTimeout(fail);
      hear = () => {};
      return exchange;
    },
  };
}

async function wholeTime(person: Person, text: string): Promise<number> {
  const { sentMs, wholeMs } = await person.says(text, { newThread: true });
  return wholeMs - sentMs;
}

const question = '@Marketer which of these two do you like better?';

function modelTimes({ sentMs, words: first }: Exchange): { before: number; after: number; added: number } {
  const stamp = /asked=([\d.]+) first=([\d.]+)/.exec(first?.text ?? '');
  if (!first || !stamp) throw new Error(`The model's words did not arrive: "${first?.text.slice(0, 80)}"`);
  const before = Number(stamp[1]) - sentMs;
  const after = first.atMs - Number(stamp[2]);
  return { before, after, added: before + after };
}

function wordRows(how: string, exchanges: Exchange[]): void {
  const all = exchanges.map(modelTimes);
  row(
    `first chunk sent → first words seen, ${how}`,
    all.map(({ after }) => after),
    '≤ 50 ms at p95',
  );
  row(
    `mention sent → model asked, ${how}`,
    all.map(({ before }) => before),
  );
  row(
    `both: added to the model's own time, ${how}`,
    all.map(({ added }) => added),
  );
}

async function measureFirstWords(people: Person[]): Promise<void> {
  const [ana] = people;
  if (!ana) return;
  for (const _turn of times(3)) await ana.says(question, { newThread: true });
  const alone: Exchange[] = [];
  for (const _turn of times(100)) alone.push(await ana.says(question, { newThread: true }));
  wordRows('one at a time', alone);
  const together = await Promise.all(
    people.map(async (person) => {
      const own: Exchange[] = [];
      for (const _turn of times(5)) own.push(await person.says(question, { newThread: true }));
      return own;
    }),
  );
  wordRows(`${threads} threads`, together.flat());
}

/** All write at once, then all wait until everybody has their answer. */
async function signsOf(people: Person[], onlySign: boolean): Promise<number[]> {
  const signs: number[] = [];
  for (const round of times(12)) {
    const exchanges = await Promise.all(people.map((person) => person.says('hi', { onlySign })));
    // The first rounds only warm up.
    if (round >= 2) signs.push(...exchanges.map(({ sentMs, signMs }) => signMs - sentMs));
  }
  return signs;
}

/** Processor time that a process has used, in ms; also where others keep the machine busy it tells the truth. */
async function processorMs(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // After the name in parentheses: state, and from there the 11th and 12th further are user and system time in 10 ms.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return 10 * (Number(fields[11] ?? Number.NaN) + Number(fields[12] ?? Number.NaN));
}

async function measureTurns(people: Person[], program: Child, storePid: number | undefined): Promise<void> {
  const pids = [program.process.pid, storePid];
  const usedBefore = await Promise.all(pids.map(processorMs));
  const startedAt = now();
  const took = await Promise.all(
    people.map(async (person) => {
      const own: number[] = [];
      for (const _turn of times(200 / threads)) {
        const { sentMs, wholeMs } = await person.says('hi');
        own.push(wholeMs - sentMs);
      }
      return own;
    }),
  );
  single(`200 Director replies over ${threads} threads`, 200 / ((now() - startedAt) / 1_000), 'turns/s');
  row('… mention → whole reply seen', took.flat());
  const usedAfter = await Promise.all(pids.map(processorMs));
  const [ofProgram = Number.NaN, ofStore = Number.NaN] = usedAfter.map(
    (used, index) => (used - (usedBefore[index] ?? Number.NaN)) / 200,
  );
  single('… processor time for one, program', ofProgram, 'ms');
  single('… processor time for one, store', ofStore, 'ms');
}

/** The store's share of keeping, as the inbox does it, in a database of its own on the same server. */
async function measureKeeping(dataDir: string): Promise<void> {
  const store = await ensureStore({ dataDir, env: process.env, log, progress: () => {} });
  undo.push(() => store.release());
  const uri = new URL(store.uri);
  uri.pathname = '/bench';
  const mongo = await openMongo({ uri: uri.href, log });
  undo.push(() => mongo.close());
  const inbox = createInbox(createMongoInboxStore(mongo.models), systemClock, () => {});
  const keep = async (index: number) => {
    const askedAt = now();
    await inbox.accept(incoming(index));
    return now() - askedAt;
  };
  for (const _turn of times(5)) await keep(0);
  const alone: number[] = [];
  for (const index of times(50)) alone.push(await keep(index));
  const together: number[] = [];
  for (const _round of times(10)) together.push(...(await Promise.all(times(threads).map(keep))));
  row('inbox.accept, one at a time (the store alone)', alone);
  single('… mean', mean(alone), 'ms');
  row(`inbox.accept, ${threads} at once (one insert)`, together);
  single('… mean', mean(together), 'ms');
}

function incoming(index: number): Incoming {
  const id = randomUUID();
  return {
    kind: 'message',
    id,
    thread: { surface: 'playground', place: `dm:p${index}`, root: id, audience: 'direct' },
    author: { surface: 'playground', accountId: `p${index}`, name: `P${index}` },
    position: String(Date.now()),
    sentAtMs: Date.now(),
    text: 'hi',
    addressed: true,
  } as Incoming;
}

async function memoryRow({ process: child }: Child): Promise<void> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
  const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1_024;
  single('memory of the program after that load (VmRSS)', megabytes('VmRSS'), 'MB', '≤ 250 MB');
  single('… at its highest (VmHWM)', megabytes('VmHWM'), 'MB', '≤ 250 MB');
}

async function measureStarts(folder: string, modelUrl: string): Promise<void> {
  const started: number[] = [];
  for (const _time of times(4)) {
    const program = await startElevate(join(folder, 'starts'), modelUrl);
    await program.stop();
    started.push(program.startMs);
  }
  const [fresh = Number.NaN, ...again] = started;
  single('start → ready, store installed, median of 3', percentile(again, 50), 'ms', '≤ 3,000 ms');
  single('… with an empty data folder, once', fresh, 'ms', '≤ 3,000 ms');
  if (!firstRun) return;
  const first = await startElevate(join(folder, 'first'), modelUrl, {
    ELEVATE_STORE_DIR: join(folder, 'store'),
  });
  await first.stop();
  single('very first run: start → ready, store installed by it', first.startMs / 1_000, 's');
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'elevate-bench-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const note = (line: string) => console.error(line);
  const startedAt = now();
  const busyBefore = loadavg()[0] ?? 0;

  const model = await start('test/support/scripted-model-main.ts', [
    '--stamp',
    ...['--first-word-ms', String(firstWordMs)],
    ...['--between-words-ms', String(wordsEachMs)],
    ...['--chunks', String(words)],
  ]);
  note('Starts …');
  await measureStarts(folder, model.line);

  const dataDir = join(folder, 'data');
  const program = await startElevate(dataDir, model.line);
  const url = /playground (http:\S+)/.exec(program.line)?.[1];
  if (url === undefined) throw new Error(`The program is ready without a playground: ${program.line}`);
  note(program.line);
  const people = await Promise.all(times(threads).map((index) => enter(url, `person-${index}`)));
  note('First words …');
  await measureFirstWords(people);
  note('First signs …');
  const signs = await signsOf(people, false);
  const bare = await start('test/support/bare-playground-main.ts', []);
  const strangers = await Promise.all(times(threads).map((index) => enter(bare.line, `person-${index}`)));
  const bareSigns = await signsOf(strangers, true);
  row(`mention → first sign, ${threads} at once`, signs);
  row('… of a bare server that says "hi" and keeps nothing', bareSigns);
  ratio('… ratio', signs, bareSigns);
  note('On Slack …');
  await measureOnSlack(model.line, join(folder, 'slack'));
  await measureOnDiscord(model.line, join(folder, 'discord'));
  note('Keeping …');
  await measureKeeping(dataDir);
  note('Turns …');
  await measureTurns(people, program, readRecord(dataDir)?.server.pid);
  await memoryRow(program);
  note(`A crowd of ${crowd} …`);
  const [asker] = people;
  if (asker)
    await measureCrowd({ takesFor: (text) => wholeTime(asker, text) }, dataDir, { people: crowd, messages });

  console.log(
    `\nNode ${process.versions.node}, ${availableParallelism()} processors, ${program.line.split(' · ')[1]?.split(' in ')[0]}; model: first word after ${firstWordMs} ms, ${words} pieces ${wordsEachMs} ms apart. Clients, model and program share the machine, which had a load of ${busyBefore.toFixed(1)} before.`,
  );
  printTable();
  console.log(`Took ${((now() - startedAt) / 1_000).toFixed(0)} s.`);
}

async function end(code: number): Promise<void> {
  for (const step of undo.splice(0).reverse()) await step().catch(() => {});
  process.exit(code);
}

const deadline = wait(deadlineMs, undefined, { ref: false }).then(() => {
  throw new Error(`Not done after ${deadlineMs / 1_000} s: given up.`);
});
process.once('SIGINT', () => void end(130));
process.once('SIGTERM', () => void end(143));
Promise.race([main(), deadline]).then(
  () => end(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    return end(1);
  },
);
