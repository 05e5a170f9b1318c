import { expect } from 'vitest';
import type { StoreModels } from '../../src/adapters/mongo/store-models.ts';
import type { App } from '../../src/app.ts';

/** What somebody sees, as far as it matters what is new. */
interface SeenThing {
  /** The platform's own id, which the outbox remembers too. */
  id: string;
  /** Also of what is edited: changes when that should count as said anew. */
  key: string;
}

export interface HearingDeps<Seen extends SeenThing> {
  app: () => App;
  models: StoreModels;
  /** Of the person on their platform. */
  accountId: string;
  /** Everything that they can see now, in order. */
  seen(): Seen[];
}

/**
 * Lets somebody do something, waits until all that it caused is said, and gives that: what is new to them, without what
 * other things of theirs or of others have led to meanwhile. `act` resolves when the program has taken it.
 */
export async function heardAfter<Seen extends SeenThing>(
  { app, models, accountId, seen }: HearingDeps<Seen>,
  act: () => Promise<unknown>,
): Promise<Seen[]> {
  const before = new Set(seen().map(({ key }) => key));
  const done = await eventsOf(models, accountId);
  await act();
  const mine = (await eventsOf(models, accountId)).filter((id) => !done.includes(id));
  const allSettled = async () => (await Promise.all(mine.map((id) => app().isSettled(id)))).every(Boolean);
  await expect.poll(allSettled, { timeout: 60_000, interval: 15 }).toBe(true);
  const others = await models.outbox.find({ inReplyTo: { $nin: mine } }, { platformMessageId: 1 }).lean();
  const isOthers = (id: string) => others.some(({ platformMessageId }) => platformMessageId?.includes(id));
  return seen().filter(({ id, key }) => !before.has(key) && !isOthers(id));
}

async function eventsOf(models: StoreModels, accountId: string): Promise<string[]> {
  const entries = await models.inbox.find({ 'incoming.author.accountId': accountId }, { _id: 1 }).lean();
  return entries.map(({ _id }) => _id);
}
