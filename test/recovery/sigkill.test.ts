import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Connection } from 'mongoose';
import PQueue from 'p-queue';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { buildModels } from '../../src/adapters/mongo/build-models.ts';
import { ensureIndexes } from '../../src/adapters/mongo/ensure-indexes.ts';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import type { Incoming } from '../../src/domain/incoming.ts';
import { allTables } from '../../src/domain/tables.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { createBareProgram } from '../support/bare-program.ts';
import { closeDatabase, openDatabase } from '../support/database.ts';
import { createSpeakingModel } from '../support/speaking-model.ts';
import { createTestClock } from '../support/test-clock.ts';
import type { TurnChildOrder } from '../support/turn-child-main.ts';
import { copyPerson } from './copy-person.ts';
import { pictureOf } from './picture-of-thread.ts';
import { eventOf, runOnModel } from './turn-kinds.ts';
import { untilSettled } from './until-settled.ts';

// The turn of kill-between-steps.test.ts in a process of its own, which really dies.

const childProgram = fileURLToPath(new URL('../support/turn-child-main.ts', import.meta.url));
const childrenAtOnce = 3;
const words = {
  first: '1. The first attempt says this.\n2. And this, in several pieces.',
  second: '1. Another attempt has quite other words.\n2. All of them.',
};
const startMs = Date.UTC(2026, 10, 24, 9);
/** Longer than a lease. */
const laterMs = 20_000;
const led = 'led-by-hand';

let connection: Connection;
let models: StoreModels;
let catalogue: Catalogue;
let children: ChildProcess[];

beforeEach(async () => {
  children = [];
  connection = await openDatabase();
  models = buildModels(connection, allTables);
  await ensureIndexes(connection, allTables);
  catalogue = await loadCatalogue();
  // Somebody is led to where the turn begins.
  const clock = createTestClock({ startMs });
  const app = createBareProgram({ models, catalogue, clock });
  for (const [index, doing] of runOnModel.before.entries()) {
    const event = await eventOf(doing, led, index, models);
    await app.receive(event);
    await untilSettled([event], app, models);
  }
  await app.stop(5_000);
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await closeDatabase(connection);
}, 60_000);

async function eventFor(accountId: string): Promise<Incoming> {
  return eventOf(runOnModel.does, accountId, runOnModel.before.length, models);
}

function work(event: Incoming, order: Pick<TurnChildOrder, 'diesAfter' | 'falls'> = {}) {
  const whole: TurnChildOrder = {
    mongoUri: inject('mongoUri'),
    dbName: connection.name,
    startMs,
    event,
    words: words.first,
    ...order,
  };
  const child = spawn(process.execPath, ['--import', 'tsx', childProgram, JSON.stringify(whole)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const said = text(child.stdout);
  const ended = once(child, 'close').then(async ([code, signal]) => ({ code, signal, said: await said }));
  return { child, ended };
}

/** The turn in a child that nobody kills: what is there then has to be there always. */
async function seeWhole() {
  await copyPerson(led, ['whole'], models);
  const { code, said } = await work(await eventFor('whole')).ended;
  expect(code).toBe(0);
  return { steps: Number(said), expected: await pictureOf('whole', models, Object.values(words)) };
}

async function recover(events: Incoming[]): Promise<void> {
  const clock = createTestClock({ startMs: startMs + laterMs, running: true });
  const app = createBareProgram({ models, catalogue, clock, model: createSpeakingModel(words.second) });
  await app.start();
  // Sent again by a platform that heard nothing; where it was kept, it is known.
  await Promise.all(events.map((event) => app.receive(event)));
  await untilSettled(events, app, models);
  const further = await Promise.all(
    events.map(({ author }) => eventOf({ kind: 'message', text: 'help' }, author.accountId, 99, models)),
  );
  const pictures = await Promise.all(
    events.map(({ author }) => pictureOf(author.accountId, models, Object.values(words))),
  );
  await Promise.all(further.map((event) => app.receive(event)));
  await untilSettled(further, app, models);
  await app.stop(5_000);
  for (const [index, { author }] of events.entries()) {
    expect.soft(pictures[index], `killed in ${author.accountId}`).toEqual(expected);
  }
  for (const { id } of further) {
    const next = await models.playgroundMessages.findOne({ _id: `reply:${id}:answer` }).lean();
    expect.soft(next?.text, `after ${id}`).toContain('Mention an agent');
  }
}

let expected: Awaited<ReturnType<typeof pictureOf>>;

// Some fifty processes, each of which reads the whole content: minutes on two cores.
test('SIGKILL after every step of a run', { timeout: 900_000 }, async () => {
  const whole = await seeWhole();
  expected = whole.expected;
  expect(whole.steps).toBeGreaterThan(40);
  const steps = Array.from({ length: whole.steps }, (_, index) => index + 1);
  await copyPerson(
    led,
    steps.map((step) => `after-${step}`),
    models,
  );
  const queue = new PQueue({ concurrency: childrenAtOnce });
  const events = await queue.addAll(
    steps.map((step) => async () => {
      const event = await eventFor(`after-${step}`);
      const { signal } = await work(event, { diesAfter: step }).ended;
      // A step more or less, by chance: then the last one is never taken.
      if (step < whole.steps - 2) expect(signal).toBe('SIGKILL');
      return event;
    }),
  );
  await recover(events);
});

test('SIGKILL while people watch the answer grow', { timeout: 300_000 }, async () => {
  expected = (await seeWhole()).expected;
  await copyPerson(led, ['watching'], models);
  const event = await eventFor('watching');
  const { child, ended } = work(event, { falls: 'silent' });
  const growing = () => models.playgroundMessages.findOne({ inReplyTo: event.id, finished: false }).lean();
  await vi.waitFor(async () => expect((await growing())?.text).toBe(words.first.slice(0, 16)), {
    timeout: 300_000,
    interval: 20,
  });
  child.kill('SIGKILL');
  expect((await ended).signal).toBe('SIGKILL');
  await recover([event]);
  expect(await growing()).toBeNull();
});
