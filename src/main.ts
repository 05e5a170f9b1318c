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
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
