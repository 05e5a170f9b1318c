// What the benchmark compares the program with on Slack: a Bolt app that says "hi" to every mention and keeps nothing.
// Give it SLACK_BOT_TOKEN, SLACK_APP_TOKEN and SLACK_API_URL; it prints a line when it is connected.
import { App, LogLevel } from '@slack/bolt';

const { SLACK_BOT_TOKEN = '', SLACK_APP_TOKEN = '', SLACK_API_URL = '' } = process.env;
const app = new App({
  token: SLACK_BOT_TOKEN,
  appToken: SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: SLACK_API_URL },
});
app.event('app_mention', async ({ event, say }) => {
  await say({ text: 'hi', thread_ts: event.thread_ts ?? event.ts });
});
await app.start();
process.stdout.write('connected\n');
process.once('SIGTERM', () => void app.stop());
