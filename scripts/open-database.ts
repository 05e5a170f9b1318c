import { ensureStore } from '../src/adapters/mongo/ensure-store.ts';
import { openMongo } from '../src/adapters/mongo/open-store.ts';
import { createJsonLogger } from '../src/adapters/system/json-logger.ts';
import { loadConfig } from '../src/config.ts';

/**
 * Runs `work` on the database that the settings name, by the embedded store where they name none, and prints the
 * sentence that it resolves with; exits with 1 and the reason where it rejects.
 */
export async function withDatabase(
  work: (db: Database) => Promise<string>,
  { onlyLooks }: { onlyLooks: boolean },
): Promise<void> {
  try {
    const config = loadConfig(process.env);
    const log = createJsonLogger(config.logLevel, config.secrets);
    const progress = (line: string) => console.error(line);
    const store = await ensureStore({
      dataDir: config.dataDir,
      uri: config.mongodbUri,
      env: process.env,
      log,
      progress,
    });
    const mongo = await openMongo({ uri: store.uri, log, onWaiting: progress, onlyLooks });
    try {
      if (!mongo.connection.db) throw new Error('The store is not open.');
      console.log(await work(mongo.connection.db));
    } finally {
      await mongo.close();
      await store.release();
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

type Database = NonNullable<Awaited<ReturnType<typeof openMongo>>['connection']['db']>;
