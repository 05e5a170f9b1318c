import type { Connection } from 'mongoose';
import PQueue from 'p-queue';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildModels } from '../../src/adapters/mongo/build-models.ts';
import { ensureIndexes } from '../../src/adapters/mongo/ensure-indexes.ts';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import type { Incoming } from '../../src/domain/incoming.ts';
import { allTables } from '../../src/domain/tables.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { createBareProgram } from '../support/bare-program.ts';
import { closeDatabase, openDatabase } from '../support/database.ts';
import { type Death, type Life, mortalModels } from '../support/mortal-models.ts';
import { createSpeakingModel } from '../support/speaking-model.ts';
import { createTestClock } from '../support/test-clock.ts';
import { copyPerson } from './copy-person.ts';
import { pictureOf } from './picture-of-thread.ts';
import {
  agrees,
  asksAgent,
  asksForMissing,
  eventOf,
  handsOver,
  keepsNumbers,
  names,
  pastes,
  pastesRewrite,
  plainReply,
  refines,
  reportsNumbers,
  runOnModel,
  runWithoutModel,
  saves,
  type TurnKind,
  triesAgain,
  usesTools,
} from './turn-kinds.ts';
import { untilSettled } from './until-settled.ts';

const words = {
  before: '1. Out again by nine?\n2. One hour of scent, then wax.',
  first: '1. The first attempt says this.\n2. And this, in several pieces.',
  second: '1. Another attempt has quite other words.\n2. All of them.',
};
/** Longer than a lease and than a deliverer's claim. */
const laterMs = 65_000;
const casesAtOnce = 6;

let connection: Connection;
let models: StoreModels;
let catalogue: Catalogue;
let startMs = Date.UTC(2026, 10, 24, 9);

beforeAll(async () => {
  catalogue = await loadCatalogue();
});

beforeEach(async () => {
  connection = await openDatabase();
  models = buildModels(connection, allTables);
  await ensureIndexes(connection, allTables);
  timesSaid.clear();
});

afterEach(async () => {
  await closeDatabase(connection);
}, 60_000);

/** What the store holds after the turn when nobody kills it. */
let expected: Awaited<ReturnType<typeof pictureOf>>;
const answers = Object.values(words);

/** How often each message was said to its end: edits of one that is finished count as another time. */
const timesSaid = new Map<string, number>();

function countSaid(table: string, method: string, args: unknown[]): void {
  if (table !== 'playgroundMessages' || method !== 'bulkWrite') return;
  const [operations] = args as [
    Array<{ updateOne: { filter: { _id: string }; update: { $set: { finished: boolean } } } }>,
  ];
  for (const { updateOne } of operations) {
    const { _id } = updateOne.filter;
    if (updateOne.update.$set.finished) timesSaid.set(_id, (timesSaid.get(_id) ?? 0) + 1);
  }
}

/** What the models of the turn under test want called. */
let calls: TurnKind['calls'];

function program(deaths: Death | undefined, spoken: string | undefined, atMs: number, running = false) {
  const clock = createTestClock({ startMs: atMs, running });
  const { models: mortal, life } = mortalModels(models, { death: deaths, onEffect: countSaid });
  const betweenPieces = async () => {
    await life.quiet();
    clock.advance(150);
    await life.quiet();
  };
  const model = spoken === undefined ? undefined : createSpeakingModel(spoken, { betweenPieces, calls });
  return { app: createBareProgram({ models: mortal, catalogue, clock, model }), life };
}

/** Leads somebody to where the turn begins, and puts all the others there too. */
async function prepare(kind: TurnKind, accountIds: string[]): Promise<void> {
  if (kind.before.length === 0) return;
  const led = 'led-by-hand';
  const { app } = program(undefined, kind.withModel ? words.before : undefined, startMs);
  for (const [index, doing] of kind.before.entries()) {
    if (await models.inbox.exists({ _id: `playground:${led}:${index}` })) continue;
    const event = await eventOf(doing, led, index, models);
    await app.receive(event);
    await untilSettled([event], app, models);
  }
  await app.stop(5_000);
  await copyPerson(led, accountIds, models);
}

interface Case {
  accountId: string;
  event: Incoming;
  /** Whether the person's platform was told that it is kept; otherwise it sends again. */
  acknowledged: boolean;
  life: Life;
}

async function interrupt(kind: TurnKind, accountId: string, death: Death | undefined): Promise<Case> {
  const event = await eventOf(kind.does, accountId, kind.before.length, models);
  const { app, life } = program(death, kind.withModel ? words.first : undefined, startMs);
  let acknowledged = false;
  void app.receive(event).then(() => {
    acknowledged = true;
  });
  await Promise.race([life.died, untilSettled([event], app, models)]);
  await life.quiet();
  return { accountId, event, acknowledged, life };
}

/** A program that begins later, on whatever is left, and works it to its end. */
async function recover(kind: TurnKind, cases: Case[]): Promise<void> {
  startMs += laterMs;
  const { app } = program(undefined, kind.withModel ? words.second : undefined, startMs, true);
  await app.start();
  await Promise.all(cases.filter(({ acknowledged }) => !acknowledged).map(({ event }) => app.receive(event)));
  await untilSettled(
    cases.map(({ event }) => event),
    app,
    models,
  );
  const pictures = await Promise.all(cases.map(({ accountId }) => pictureOf(accountId, models, answers)));
  const further = await Promise.all(
    cases.map(({ accountId }) => eventOf({ kind: 'message', text: 'help' }, accountId, 99, models)),
  );
  await Promise.all(further.map((event) => app.receive(event)));
  await untilSettled(further, app, models);
  await app.stop(5_000);
  startMs += laterMs;

  for (const [index, { accountId }] of cases.entries()) {
    expect.soft(pictures[index], `killed in ${accountId}`).toEqual(expected);
  }
  for (const { id } of further) {
    const next = await models.playgroundMessages.findOne({ _id: `reply:${id}:answer` }).lean();
    expect.soft(next?.text, `after ${id}`).toContain('Mention an agent');
  }
  expect.soft([...timesSaid].filter(([, times]) => times > 1)).toEqual([]);
}

/** The turn without a death: what is there then is what has to be there always. */
async function seeWhole(kind: TurnKind): Promise<Life> {
  calls = kind.calls;
  await prepare(kind, ['whole']);
  const whole = await interrupt(kind, 'whole', undefined);
  expected = await pictureOf(whole.accountId, models, answers);
  expect(expected.contradictions).toEqual([]);
  expect(expected.outbox.at(-1)?.state).toBe('delivered');
  return whole.life;
}

for (const kind of [
  plainReply,
  asksForMissing,
  runOnModel,
  runWithoutModel,
  pastes,
  saves,
  names,
  refines,
  pastesRewrite,
  triesAgain,
  asksAgent,
  usesTools,
  agrees,
  handsOver,
  reportsNumbers,
  keepsNumbers,
]) {
  test(`killed between any two steps: ${kind.title}`, { timeout: 300_000 }, async () => {
    const { steps, overlapping } = await seeWhole(kind);
    const deaths = Array.from({ length: steps }, (_, index) => index + 1).flatMap((step): Death[] => [
      { step, when: 'after' },
      // Where one step follows the other, after the one is before the next.
      ...(step === 1 || overlapping.has(step) ? [{ step, when: 'before' as const }] : []),
    ]);
    const nameOf = ({ step, when }: Death) => `${when}-${step}`;
    await prepare(kind, deaths.map(nameOf));
    const queue = new PQueue({ concurrency: casesAtOnce });
    const cases = await queue.addAll(deaths.map((death) => () => interrupt(kind, nameOf(death), death)));
    await recover(kind, cases);
    // A step more or less, by chance: then the last one is never taken.
    expect(cases.filter(({ life }) => !life.isDead).length).toBeLessThan(4);
    expect(cases.length).toBeGreaterThan(20);
  });
}

test('killed again while it recovers', { timeout: 300_000 }, async () => {
  const kind = runOnModel;
  const { steps } = await seeWhole(kind);
  const firstDeaths = Array.from({ length: steps }, (_, index) => index + 1).filter((step) => step % 2 === 1);
  await prepare(
    kind,
    firstDeaths.map((step) => `twice-${step}`),
  );
  for (const step of firstDeaths) {
    const once = await interrupt(kind, `twice-${step}`, { step, when: 'after' });
    startMs += laterMs;
    // Spread over all steps, in another order than the first.
    const death: Death = { step: ((step * 17) % steps) + 1, when: 'after' };
    const second = program(death, words.second, startMs, true);
    void second.app.start();
    if (!once.acknowledged) void second.app.receive(once.event);
    await Promise.race([second.life.died, untilSettled([once.event], second.app, models)]);
    await second.life.quiet();
    if (!second.life.isDead) await second.app.stop(5_000);
    await recover(kind, [once]);
  }
});
