import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stopServer } from '../../src/adapters/mongo/server-process.ts';
import { readRecord } from '../../src/adapters/mongo/store-record.ts';
import { botEvents } from '../../src/adapters/slack/app-surface.ts';
import { botScopes } from '../../src/adapters/slack/scopes.ts';
import { startSlackServer } from '../support/slack-server/slack-server.ts';
import { wordsOfMessage } from '../support/slack-words.ts';
import { startProgramProcess } from '../support/started-program.ts';

test('`npm start` with three settings answers a mention in Slack', { timeout: 300_000 }, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'elevate-slack-'));
  // As the manifest says.
  const slack = await startSlackServer({
    scopes: botScopes.map(({ scope }) => scope),
    subscribes: botEvents.map(({ event }) => event),
  });
  const program = startProgramProcess({
    // The three: without SLACK_API_URL it is Slack itself.
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    // Only so that tests have room beside each other.
    DATA_DIR: dataDir,
    PORT: '0',
  });
  try {
    expect(await program.ready).toMatch(/^ready: Slack by socket · store embedded/);
    const general = slack.channel('general');
    const ana = slack.user('ana');
    await ana.joins(general);
    const said = await ana.says(general, `${slack.botMention} list prompts`);
    expect(await said.acknowledged).toBe(true);
    const answer = await slack.until(
      () => slack.messagesIn(general, said.ts).find(({ botId }) => botId !== undefined),
      'an answer in the thread',
    );
    expect(wordsOfMessage(answer)).toMatch(/Which step shall I open\?/);
    expect(await program.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(program.written().stderr).not.toMatch(/xoxb-|xapp-/);
    slack.expectAllUsed();
  } finally {
    await program.kill('SIGKILL');
    const left = readRecord(dataDir);
    if (left) await stopServer(left.server);
    await slack.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});
