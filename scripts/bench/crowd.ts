import { ensureStore } from '../../src/adapters/mongo/ensure-store.ts';
import { type OpenStore, openMongo } from '../../src/adapters/mongo/open-store.ts';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import { createJsonLogger } from '../../src/adapters/system/json-logger.ts';
import { now } from './clock.ts';
import { ratio, row, single } from './table.ts';
import { undo } from './undo.ts';

export interface CrowdSize {
  people: number;
  messages: number;
}

/** Somebody who is measured while others fill the store. */
export interface Asker {
  /** Says something and gives how long the whole reply took, in ms. */
  takesFor(text: string): Promise<number>;
}

const small: CrowdSize = { people: 100, messages: 1_000 };
const rowsAtOnce = 2_000;
const assetsOfAsker = 200;

/** What is asked, and what of the store it goes through. */
const asked = [
  { title: 'a turn ("hi")', text: 'hi' },
  { title: '"where am I"', text: 'where am I' },
  { title: 'search of 200 saved texts', text: 'my headlines about moss' },
] as const;

/**
 * The cost of a turn among 100 people against that among many: the same questions of the same person, before and after.
 * Rows go straight into the collections, as the program would have left them.
 */
export async function measureCrowd(asker: Asker, dataDir: string, full: CrowdSize): Promise<void> {
  const log = createJsonLogger('error', []);
  const store = await ensureStore({ dataDir, env: process.env, log, progress: () => {} });
  undo.push(() => store.release());
  const mongo = await openMongo({ uri: store.uri, log });
  undo.push(() => mongo.close());

  await asker.takesFor('hi');
  await giveAssets(mongo);
  await seed(mongo, { people: 0, messages: 0 }, small);
  const before = await ask(asker);
  const startedAt = now();
  await seed(mongo, small, full);
  single(
    `filling the store with ${full.people.toLocaleString('en-GB')} people and ${full.messages.toLocaleString('en-GB')} messages`,
    (now() - startedAt) / 1_000,
    's',
  );
  const after = await ask(asker);
  for (const [index, { title }] of asked.entries()) {
    const [few = [], many = []] = [before[index], after[index]];
    row(`${title}, among ${small.people} people`, few);
    row(`… among ${full.people.toLocaleString('en-GB')}`, many);
    ratio('… ratio', many, few, index === 0 ? '≤ 1.2 ×' : '');
  }
}

async function ask(asker: Asker): Promise<number[][]> {
  const took: number[][] = asked.map(() => []);
  // In turns, so that what else the machine does falls on all alike; the first rounds only warm up.
  for (let round = 0; round < 43; round += 1) {
    for (const [index, { text }] of asked.entries()) {
      const ms = await asker.takesFor(text);
      if (round >= 3) took[index]?.push(ms);
    }
  }
  return took;
}

async function giveAssets({ models }: OpenStore): Promise<void> {
  const account = await models.accounts.findOne({}).lean();
  if (!account) throw new Error('Nobody has said anything yet.');
  await insert(models, 'userGeneratedAssets', 0, assetsOfAsker, (index) => asset(account.userId, index));
}

/** Everybody with an account, a Foundation, progress and saved work; every message in a thread of ten. */
async function seed({ models }: OpenStore, from: CrowdSize, to: CrowdSize): Promise<void> {
  const fill = (name: keyof StoreModels, make: (index: number) => object) =>
    insert(models, name, from.people, to.people, make);
  await fill('users', (index) => ({
    _id: `u${index}`,
    name: `Person ${index}`,
    onboardingStatus: 'Not Started',
  }));
  await fill('persons', (index) => ({ _id: `p${index}`, userId: `u${index}`, name: `Person ${index}` }));
  await fill('accounts', (index) => ({
    _id: `slack:U${index}`,
    surface: 'slack',
    accountId: `U${index}`,
    personId: `p${index}`,
    userId: `u${index}`,
    name: `Person ${index}`,
    createdAt: index,
  }));
  await fill('userFoundations', (index) => ({
    _id: `f${index}`,
    userId: `u${index}`,
    companyContext: { uniqueMechanism: `Made on day ${index}` },
    marketAwareness: {},
    customerAvatar: { pains: ['leaves fall', 'glass fogs'] },
    lastUpdatedAt: index,
  }));
  await fill('userModuleProgress', (index) => ({
    _id: `m${index}`,
    userId: `u${index}`,
    moduleId: 'module-1',
    status: 'In Progress',
    startedAt: index,
  }));
  await fill('userGeneratedAssets', (index) => asset(`u${index}`, index));
  const perThread = 10;
  await insert(models, 'conversations', from.messages / perThread, to.messages / perThread, (index) => ({
    _id: threadKey(index),
    platform: 'slack',
    place: `T1:D${index % to.people}`,
    thread: `${index}`,
    audience: 'direct',
    createdAt: index,
    lastMessageAt: index,
  }));
  await insert(models, 'conversationMessages', from.messages, to.messages, (index) => ({
    _id: `msg${index}`,
    conversationId: threadKey(Math.floor(index / perThread)),
    authorPersonId: `p${index % to.people}`,
    text: 'Which of these two headlines would stop you on the bus?',
    audience: 'thread',
    position: String(index).padStart(12, '0'),
    sentAt: index,
  }));
}

const threadKey = (index: number) => `slack|T1:D|${index}`;

function asset(userId: string, index: number) {
  return {
    _id: `asset-${userId}-${index}`,
    userId,
    elevateStep: 'Hook',
    assetType: 'Ad Headline',
    content: `Moss that stays green, number ${index}`,
    title: `Headline ${index}`,
    promptCode: 'H1',
    status: 'Draft',
    createdAt: index,
    lastUpdatedAt: index,
  };
}

async function insert(
  models: StoreModels,
  name: keyof StoreModels,
  from: number,
  to: number,
  make: (index: number) => object,
): Promise<void> {
  for (let start = from; start < to; start += rowsAtOnce) {
    const rows = Array.from({ length: Math.min(rowsAtOnce, to - start) }, (_none, index) =>
      make(start + index),
    );
    await models[name].collection.insertMany(rows as never, { ordered: false });
  }
}
