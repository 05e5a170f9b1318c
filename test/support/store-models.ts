import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { type OpenStore, openMongo } from '../../src/adapters/mongo/open-store.ts';
import { silentLogger } from './silent-logger.ts';

/** Models and indexes of every table, in a database that nobody else uses. */
export async function openModels(): Promise<OpenStore> {
  const uri = new URL(inject('mongoUri'));
  uri.pathname = `/test-${randomUUID()}`;
  return openMongo({ uri: uri.href, log: silentLogger });
}

export async function closeModels(store: OpenStore): Promise<void> {
  await store.connection.dropDatabase();
  await store.close();
}
