import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { appManifest, manifestProblems } from '../src/adapters/slack/app-manifest.ts';

const file = fileURLToPath(new URL('../slack/manifest.json', import.meta.url));

const { http } = new Command('manifest')
  .description("Writes slack/manifest.json, the app as Slack is told of it, from the code's own lists.")
  .option('--http <https://…>', 'events over HTTP, to this address of yours; prints instead of writing')
  .parse()
  .opts<{ http?: string }>();

const manifest = appManifest(http?.replace(/\/+$/, ''));
const problems = manifestProblems(manifest);
const text = `${JSON.stringify(manifest, null, 2)}\n`;
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
} else if (http === undefined) {
  await writeFile(file, text);
  console.error('slack/manifest.json is written. Paste it at https://api.slack.com/apps?new_app=1');
} else {
  process.stdout.write(text);
}
