import { config as loadDotenv } from 'dotenv';
import { startProgram } from './compose.ts';
import { loadConfig } from './config.ts';

loadDotenv({ quiet: true });

try {
  const program = await startProgram(loadConfig(process.env), process.env, (line) =>
    process.stderr.write(`${line}\n`),
  );
  process.stdout.write(`${program.ready}\n`);
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await program.stop();
    process.exit(0);
  };
  // SIGHUP: its terminal was closed. Without an end of ours the embedded store would be left running.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => void stop());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
