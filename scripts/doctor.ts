import { Command } from 'commander';
import { config as loadDotenv } from 'dotenv';
import { diagnose } from '../src/diagnose.ts';

loadDotenv({ quiet: true });

new Command('doctor')
  .description('Looks at everything the program needs and says what to do about it.')
  .parse();

diagnose({
  env: process.env,
  nodeVersion: process.versions.node,
  progress: (line) => console.error(line),
  onFinding: ({ verdict, text, cure }) => {
    console.log(`${verdict.padEnd(5)}  ${text.replaceAll('\n', '\n       ')}`);
    if (cure !== undefined) console.log(`       → ${cure.replaceAll('\n', '\n         ')}`);
  },
}).then(
  (sound) => process.exit(sound ? 0 : 1),
  (error: unknown) => {
    console.error(`The doctor itself failed: ${error instanceof Error ? error.name : typeof error}`);
    process.exit(1);
  },
);
