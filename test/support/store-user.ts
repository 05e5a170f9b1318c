import { ensureStore } from '../../src/adapters/mongo/ensure-store.ts';
import { silentLogger } from './silent-logger.ts';

// A process of its own that uses a store: it tells its parent the uri, and releases when told to.
const [dataDir = ''] = process.argv.slice(2);
const store = await ensureStore({ dataDir, env: process.env, log: silentLogger, progress: () => {} });
process.once('message', async () => {
  await store.release();
  process.disconnect();
});
process.send?.(store.uri);
