import mongoose from 'mongoose';
import { buildModels } from '../../src/adapters/mongo/build-models.ts';
import type { Incoming } from '../../src/domain/incoming.ts';
import { allTables } from '../../src/domain/tables.ts';
import { loadCatalogue } from '../../src/load-catalogue.ts';
import { createBareProgram } from './bare-program.ts';
import { mortalModels } from './mortal-models.ts';
import { createSpeakingModel } from './speaking-model.ts';
import { createTestClock } from './test-clock.ts';

/** What the parent tells on the command line, as JSON. */
export interface TurnChildOrder {
  mongoUri: string;
  dbName: string;
  startMs: number;
  event: Incoming;
  words: string;
  /** Kills itself after this step; absent: works the event to its end and prints how many steps that took. */
  diesAfter?: number;
  /** The model falls silent after its first piece. */
  falls?: 'silent';
}

// A program of its own that works one event and is killed in the act, by itself or by its parent.
const order = JSON.parse(process.argv[2] ?? '') as TurnChildOrder;
const connection = await mongoose.createConnection(order.mongoUri, { dbName: order.dbName }).asPromise();
const plain = buildModels(connection, allTables);
const { models, life } = mortalModels(plain, {
  death: order.diesAfter === undefined ? undefined : { step: order.diesAfter, when: 'after' },
  kill: () => process.kill(process.pid, 'SIGKILL'),
});
const clock = createTestClock({ startMs: order.startMs });
const model = createSpeakingModel(order.words, {
  betweenPieces: async () => {
    await life.quiet();
    if (order.falls === 'silent') await new Promise(() => {});
    clock.advance(150);
    await life.quiet();
  },
});
const app = createBareProgram({ models, catalogue: await loadCatalogue(), clock, model });

const settled = new Promise<void>((resolve) => {
  app.onProgress(async () => {
    const entry = await plain.inbox.findOne({ _id: order.event.id }).lean();
    const unsaid = { inReplyTo: order.event.id, state: { $ne: 'delivered' as const } };
    if (entry?.state === 'done' && (await plain.outbox.countDocuments(unsaid)) === 0) resolve();
  });
});
await app.receive(order.event);
await settled;
await life.quiet();
process.stdout.write(`${life.steps}\n`);
process.exit(0);
