import { Command } from 'commander';
import { config as loadDotenv } from 'dotenv';
import { readBackup } from '../src/adapters/mongo/backup.ts';
import { withDatabase } from './open-database.ts';

loadDotenv({ quiet: true });

const command = new Command('restore')
  .description('Puts a backup into the store. Stop the program first, and start it afterwards.')
  .argument('<file>', 'what npm run backup wrote')
  .option('--replace', 'removes everything that is there first')
  .parse();
const [file = ''] = command.args;

await withDatabase(
  async (db) => {
    const counts = Object.values(await readBackup(db, file, { replace: command.opts().replace === true }));
    const documents = counts.reduce((sum, count) => sum + count, 0);
    return `${documents} documents of ${counts.length} collections are back. Start the program: it makes the indexes.`;
  },
  { onlyLooks: true },
);
