import { type SlackServer, startSlackServer } from '../../test/support/slack-server/slack-server.ts';
import { type Child, start } from './child-program.ts';
import { now } from './clock.ts';
import { startElevate } from './start-elevate.ts';
import { percentile, ratio, row } from './table.ts';
import { undo } from './undo.ts';

const people = 20;
const rounds = 8;
/** The first ones only warm up. */
const warmUps = 2;

interface Seen {
  /** Mention → the first thing that anybody sees: a status or a message. */
  signMs: number[];
  /** Mention → the reply is whole. */
  wholeMs: number[];
}

/**
 * Mentions in threads of 20 channels at once, on the same loopback Slack: the program, and a Bolt app that only says "hi".
 * The greeting is one that the program answers without a model.
 */
export async function measureOnSlack(modelUrl: string, dataDir: string): Promise<void> {
  const bare = await measure(
    (slack) => start('test/support/bare-bolt-main.ts', [], settingsFor(slack)),
    'hi',
  );
  const ours = await measure(
    (slack) => startElevate(dataDir, modelUrl, { ...settingsFor(slack), PLAYGROUND: 'off' }),
    'Hello ',
  );
  row(`Slack: mention → first sign, ${people} at once`, ours.signMs);
  row('… of a bare Bolt app that says "hi"', bare.signMs);
  ratio('… ratio', ours.signMs, bare.signMs, '≤ 1.5 ×');
  row(`Slack: mention → whole reply, ${people} at once`, ours.wholeMs);
  ratio('… ratio to the bare app’s "hi"', ours.wholeMs, bare.wholeMs);
}

function settingsFor(slack: SlackServer): Record<string, string> {
  return { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl };
}

async function measure(begin: (slack: SlackServer) => Promise<Child>, replyBegins: string): Promise<Seen> {
  const slack = await startSlackServer();
  undo.push(() => slack.close());
  const app = await begin(slack);
  const places = Array.from({ length: people }, (_none, index) => ({
    person: slack.user(`person-${index}`),
    channel: slack.channel(`channel-${index}`),
  }));
  const seen: Seen = { signMs: [], wholeMs: [] };
  for (let round = 0; round < rounds; round++) {
    const exchanges = await Promise.all(
      places.map(async ({ person, channel }) => {
        const sentMs = now();
        const said = await person.says(channel, `${slack.botMention} hello`);
        const thread = { channelId: channel.id, ts: said.thread };
        let signMs = Number.NaN;
        await slack.until(() => {
          const replies = slack.messagesIn(channel, said.thread).slice(1);
          if (Number.isNaN(signMs) && (replies.length > 0 || slack.statusOf(thread))) signMs = now();
          return replies.some((reply) => wordsOf(reply).startsWith(replyBegins));
        }, 'the reply');
        return { signMs: signMs - sentMs, wholeMs: now() - sentMs };
      }),
    );
    if (round < warmUps) continue;
    seen.signMs.push(...exchanges.map(({ signMs }) => signMs));
    seen.wholeMs.push(...exchanges.map(({ wholeMs }) => wholeMs));
  }
  await app.stop();
  await slack.close();
  if (Number.isNaN(percentile(seen.signMs, 50))) throw new Error('No sign was seen on Slack.');
  return seen;
}

function wordsOf(message: { text: string; blocks?: unknown[] }): string {
  const markdown = (message.blocks ?? []).find(
    (block): block is { type: 'markdown'; text: string } => (block as { type?: string }).type === 'markdown',
  );
  return markdown?.text ?? message.text;
}
