// What the benchmark compares the program with: the same server and the same client path, keeping nothing and saying
// "hi" at once. Prints its address.
import { startHttpServer } from '../../src/adapters/http/http-server.ts';
import { type PlaygroundEvent, playgroundInputSchema } from '../../src/adapters/playground/protocol.ts';
import { silentLogger } from './silent-logger.ts';

const readers = new Map<string, (event: PlaygroundEvent) => void>();

const server = await startHttpServer({
  host: '127.0.0.1',
  port: 0,
  log: silentLogger,
  routes: [
    {
      method: 'POST',
      path: '/playground/inputs',
      handle: async ({ body }) => {
        const { id, as, place } = playgroundInputSchema.parse(body);
        readers.get(as)?.({ kind: 'status', to: as, place, thread: id, text: 'hi' });
        return { kind: 'json', status: 200, body: { kind: 'queued', id, thread: id } };
      },
    },
    {
      method: 'GET',
      path: '/playground/events',
      handle: async ({ query }) => ({
        kind: 'events',
        run: async (send, signal) => {
          readers.set(query.as ?? '', send);
          send({ kind: 'up-to', revision: 0 });
          await new Promise<void>((ended) => signal.addEventListener('abort', () => ended(), { once: true }));
        },
      }),
    },
  ],
});
process.stdout.write(`${server.url}\n`);
process.once('SIGTERM', () => void server.stop());
