import { Command } from 'commander';
import { config as loadDotenv } from 'dotenv';
import { writeBackup } from '../src/adapters/mongo/backup.ts';
import { withDatabase } from './open-database.ts';

loadDotenv({ quiet: true });

const [file = ''] = new Command('backup')
  .description('Writes everything that is kept to one file. It holds what people told the bot: keep it safe.')
  .argument('<file>', 'such as elevate-2026-12-01.backup.gz')
  .parse().args;

await withDatabase(
  async (db) => {
    const counts = Object.values(await writeBackup(db, file));
    const documents = counts.reduce((sum, count) => sum + count, 0);
    return `${file}: ${documents} documents of ${counts.length} collections.`;
  },
  { onlyLooks: true },
);
