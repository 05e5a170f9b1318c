import { config as loadDotenv } from 'dotenv';
import { endOnSignals } from './adapters/system/end-on-signals.ts';
import { startProgram } from './compose.ts';
import { loadConfig } from './config.ts';

loadDotenv({ quiet: true });

async function start() {
  return startProgram(loadConfig(process.env), process.env, (line) => process.stderr.write(`${line}\n`));
}

const starting = start();
endOnSignals(starting, { SIGTERM: 0, SIGINT: 0, SIGHUP: 0 });
try {
  process.stdout.write(`${(await starting).ready}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
