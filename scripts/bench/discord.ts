import { type DiscordServer, startDiscordServer } from '../../test/support/discord-server/discord-server.ts';
import { type Child, start } from './child-program.ts';
import { now } from './clock.ts';
import { ratio, row } from './table.ts';
import { undo } from './undo.ts';

const people = 20;
const rounds = 8;
/** The first ones only warm up. */
const warmUps = 2;

interface Seen {
  /** Mention → the first thing that anybody sees: typing or a message. */
  signMs: number[];
  /** Mention → the reply is whole. */
  wholeMs: number[];
}

/**
 * Mentions in 20 channels at once, on the same loopback Discord: the program, and a discord.js bot that only says "hi".
 * The greeting is one that the program answers without a model, in a thread that it makes for it.
 */
export async function measureOnDiscord(modelUrl: string, dataDir: string): Promise<void> {
  const bare = await measure(
    (discord) => start('test/support/bare-discord-main.ts', [], settingsFor(discord)),
    'hi',
  );
  const ours = await measure(
    (discord) =>
      start('src/main.ts', [], {
        ...settingsFor(discord),
        MONGODB_URI: '',
        OPENAI_API_KEY: '',
        OPENAI_BASE_URL: modelUrl,
        OPENAI_MODEL: 'scripted',
        PLAYGROUND: 'off',
        HOST: '127.0.0.1',
        PORT: '0',
        DATA_DIR: dataDir,
        LOG_LEVEL: 'warn',
      }),
    'Hello ',
  );
  row(`Discord: mention → first sign, ${people} at once`, ours.signMs);
  row('… of a bare discord.js bot that says "hi"', bare.signMs);
  ratio('… ratio', ours.signMs, bare.signMs, '≤ 1.5 ×');
  row(`Discord: mention → whole reply, ${people} at once`, ours.wholeMs);
  ratio('… ratio to the bare bot’s "hi"', ours.wholeMs, bare.wholeMs);
}

function settingsFor(discord: DiscordServer): Record<string, string> {
  return { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl };
}

async function measure(
  begin: (discord: DiscordServer) => Promise<Child>,
  replyBegins: string,
): Promise<Seen> {
  // Twenty at once are more than Discord's 50 requests a second take: what is measured is the program, not the wait.
  const discord = await startDiscordServer({ enforcesRates: false });
  undo.push(() => discord.close());
  const guild = discord.guild('Cohort 7');
  const places = Array.from({ length: people }, (_none, index) => {
    const person = discord.user(`person-${index}`);
    guild.joins(person);
    return { person, channel: guild.channel(`channel-${index}`) };
  });
  const app = await begin(discord);
  await discord.untilConnected();
  const seen: Seen = { signMs: [], wholeMs: [] };
  for (let round = 0; round < rounds; round++) {
    const exchanges = await Promise.all(
      places.map(async ({ person, channel }) => {
        const typedBefore = discord.typingMs(channel);
        const sentMs = now();
        const asked = person.says(channel, `${discord.bot} hello`);
        let signMs = Number.NaN;
        await discord.until(() => {
          const thread = discord.threadsOf(channel).find(({ id }) => id === asked.id);
          const replies = [channel, ...(thread ? [thread] : [])]
            .flatMap((place) => discord.messagesIn(place))
            .filter(({ id, isByBot }) => isByBot && BigInt(id) > BigInt(asked.id));
          const isSeen = replies.length > 0 || discord.typingMs(channel) !== typedBefore;
          if (Number.isNaN(signMs) && isSeen) signMs = now();
          return replies.some(({ text }) => text.replace(/^\*\*\w+\*\*\n/, '').startsWith(replyBegins));
        });
        return { signMs: signMs - sentMs, wholeMs: now() - sentMs };
      }),
    );
    if (round < warmUps) continue;
    seen.signMs.push(...exchanges.map(({ signMs }) => signMs));
    seen.wholeMs.push(...exchanges.map(({ wholeMs }) => wholeMs));
  }
  await app.stop();
  await discord.close();
  return seen;
}
