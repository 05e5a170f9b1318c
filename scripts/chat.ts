import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { config as loadDotenv } from 'dotenv';
import { playgroundNameSchema } from '../src/adapters/playground/protocol.ts';
import {
  createPlaygroundClient,
  findPlayground,
} from '../src/adapters/playground/terminal/playground-client.ts';
import { runInteractive, runScripted } from '../src/adapters/playground/terminal/run-terminal.ts';
import { endOnSignals } from '../src/adapters/system/end-on-signals.ts';
import { systemClock } from '../src/adapters/system/system-clock.ts';
import { type Program, startProgram, storeNameOf } from '../src/compose.ts';
import { type Config, loadConfig } from '../src/config.ts';

loadDotenv({ quiet: true });

const { as, json } = new Command('chat')
  .description('Chat in the terminal, as a client of a running npm start, or by itself.')
  .option('--as <name>', 'who writes: ana, ben, fay (a facilitator), or any other name', 'ana')
  .option('--json', 'one JSON object for each message, then {"done": n} for each input line', false)
  .parse()
  .opts<{ as: string; json: boolean }>();

const note = (line: string) => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const name = playgroundNameSchema.safeParse(as);
  if (!name.success) throw new Error(`--as is "${as}": expected a name of small letters, such as ana.`);
  const config = loadConfig(process.env);
  const running = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`;
  const starting = startUnlessRunning(config, running);
  const end = endOnSignals(starting, { SIGTERM: 143, SIGINT: 130, SIGHUP: 129 });
  const program = await starting;
  if (program) note(program.ready);
  const client = createPlaygroundClient(program?.url ?? running, systemClock, () =>
    note('Waiting for the program…'),
  );
  const options = {
    client,
    as: name.data,
    columns: process.stdout.columns ?? 80,
    runJobsAt: program?.runJobsAt,
  };
  if (process.stdin.isTTY && process.stdout.isTTY && !json) {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    await runInteractive({ ...options, terminal, write: (text) => void process.stdout.write(text) });
  } else {
    await runScripted({
      ...options,
      input: process.stdin,
      json,
      write: (line) => void process.stdout.write(`${line}\n`),
    });
  }
  await end(0);
}

/** `undefined` when the program runs already: this is then its client. */
async function startUnlessRunning(config: Config, running: string): Promise<Program | undefined> {
  if (await findPlayground(running, storeNameOf(config))) return undefined;
  return startProgram({ ...config, playground: true, host: '127.0.0.1', port: 0 }, process.env, note);
}

main().catch((error: unknown) => {
  note(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
