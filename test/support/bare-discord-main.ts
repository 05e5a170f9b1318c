// What the benchmark compares the program with on Discord: a discord.js bot that says "hi" to every mention and keeps
// nothing. Give it DISCORD_TOKEN and DISCORD_API_URL; it prints a line when it is connected.
import { Client, Events, GatewayIntentBits } from 'discord.js';

const { DISCORD_TOKEN = '', DISCORD_API_URL = '' } = process.env;
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
  rest: { api: DISCORD_API_URL },
});
client.on(Events.MessageCreate, async (message) => {
  if (client.user && message.mentions.has(client.user)) await message.reply('hi');
});
client.once(Events.ClientReady, () => process.stdout.write('connected\n'));
process.once('SIGTERM', () => void client.destroy());
await client.login(DISCORD_TOKEN);
